// The button that stops all campaigns. It asks for a word to be typed.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault } from '../../../parts/Fault';
import { stopAll, useStop } from '../../../queries/stop';
import { useMay } from '../../may';

export function StopAll() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayStop = useMay('campaigns:stop');
  const stop = useStop(mayStop);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<unknown>(null);
  if (!mayStop || stop !== null) return null;
  const word = t('stop.word');
  return (
    <>
      <Popconfirm
        title={t('stop.ask')}
        description={
          <div style={{ maxWidth: 320 }}>
            {t('stop.hint', { word })}
            <Input
              aria-label={t('campaigns.typeName', { name: word })}
              placeholder={word}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              style={{ marginTop: 8 }}
            />
          </div>
        }
        okButtonProps={{ disabled: typed.trim().toLowerCase() !== word.toLowerCase() }}
        okText={t('stop.all')}
        cancelText={t('stop.cancel')}
        onConfirm={() => stopAll(client).then(() => setError(null), setError)}
        onOpenChange={() => setTyped('')}
      >
        <Button size="large">{t('stop.all')}</Button>
      </Popconfirm>
      {error !== null && <Fault error={error} />}
    </>
  );
}
