import { useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../features/may';
import { useFormat } from '../i18n/use-format';
import { Fault } from '../parts/Fault';
import { type Stop, resumeAll } from '../queries/stop';

export function Stopped({ stop: { at, by } }: { stop: Stop }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayStop = useMay('campaigns:stop');
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  return (
    <div className="stopped" role="alert" data-testid="stopped">
      <span>
        <b>{t('stop.holds')}</b> {t('stop.since', { when: format.dateTime(at), by })}
      </span>
      {mayStop && (
        <Popconfirm
          title={t('stop.resumeAsk')}
          description={<div style={{ maxWidth: 320 }}>{t('stop.resumeHint')}</div>}
          okText={t('stop.resume')}
          cancelText={t('stop.cancel')}
          onConfirm={() => resumeAll(client).then(() => setError(null), setError)}
        >
          <Button>{t('stop.resume')}</Button>
        </Popconfirm>
      )}
      {error !== null && <Fault error={error} />}
    </div>
  );
}
