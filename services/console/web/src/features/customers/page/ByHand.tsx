// A value tier given by hand: what holds, and the buttons that give it and take it back.
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import type { Standing } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Fault } from '../../../parts/Fault';
import { Stack } from '../../../parts/Stack';
import { useMay } from '../../may';

const ByHandForm = lazy(async () => ({ default: (await import('./ByHandForm')).ByHandForm }));

export function ByHand({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const client = useQueryClient();
  const mayWrite = useMay('tiers:write');
  const { byHand, customer } = standing;
  const takeBack = async () => {
    setError(null);
    try {
      await api.DELETE('/api/standings/{reference}/tier', { params: { path: { reference: customer } } });
      await client.invalidateQueries();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <div data-testid="by-hand">
      {byHand && (
        <div className="small">
          {t('customer.byHand.said', { by: byHand.by, until: format.date(byHand.until), reason: byHand.reason })}
        </div>
      )}
      {error !== null && <Fault error={error} />}
      {mayWrite && (
        <Stack row>
          <Button size="small" onClick={() => setOpen(true)}>
            {t(byHand ? 'customer.byHand.change' : 'customer.byHand.set')}
          </Button>
          {byHand && (
            <Button size="small" onClick={() => void takeBack()}>
              {t('customer.byHand.takeBack')}
            </Button>
          )}
        </Stack>
      )}
      <Suspense fallback={null}>{isOpen && <ByHandForm standing={standing} onClose={() => setOpen(false)} />}</Suspense>
    </div>
  );
}
