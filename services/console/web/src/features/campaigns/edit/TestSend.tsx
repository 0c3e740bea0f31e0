// Sends the rehearsed message to an address of one's own.
import { Button, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFault } from '../../../api/session';
import { useFormat } from '../../../i18n/use-format';
import { Fault } from '../../../parts/Fault';
import { Stack } from '../../../parts/Stack';
import { useMay } from '../../may';
import type { Draft } from '../campaign';
import { sendTest, useTests } from '../queries';

export function TestSend({ id, draft, subject, body }: { id: string; draft: Draft; subject: string; body: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayWrite = useMay('campaigns:write');
  const { data: tests = [] } = useTests(id, mayWrite);
  const [to, setTo] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  if (!mayWrite) return null;
  const isOutbox = draft.delivery === 'outbox';
  const target = draft.channel === 'webhook' ? (draft.webhook ?? '') : to.trim();
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await sendTest(client, { campaign: id, channel: draft.channel, to: target, subject, body, outbox: isOutbox });
    } catch (refused) {
      setError(refused);
    }
    setBusy(false);
  };
  return (
    <Stack>
      <label htmlFor="test-to">{t(isOutbox ? 'campaigns.testOutbox' : 'campaigns.testTo')}</label>
      <Stack row>
        {draft.channel === 'email' && (
          <Input
            id="test-to"
            type="email"
            style={{ width: 220 }}
            value={to}
            onChange={({ target: { value } }) => setTo(value)}
            placeholder={t('campaigns.testPlaceholder')}
          />
        )}
        <Button onClick={() => void send()} loading={isBusy} disabled={target === ''}>
          {t('campaigns.testSend')}
        </Button>
      </Stack>
      <span className="muted small">{t('campaigns.testHint')}</span>
      {error !== null && <TestRefused error={error} />}
      <Tests tests={tests} />
    </Stack>
  );
}

const REFUSED = ['channel_missing', 'too_many_tests'] as const;

function TestRefused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const code = error instanceof ApiFault ? REFUSED.find((one) => one === error.code) : undefined;
  if (code === undefined) return <Fault error={error} />;
  return (
    <div className="rule-fault" role="alert">
      {t(`campaigns.testRefused.${code}`)}
    </div>
  );
}

function Tests({ tests }: { tests: NonNullable<ReturnType<typeof useTests>['data']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (tests.length === 0) return null;
  return (
    <ul className="feed" data-testid="tests">
      {tests.slice(0, 3).map(({ number, status, target, at, reason }) => (
        <li key={number}>
          <span className="what">
            {t(`campaigns.test.${status}`, { to: target })}
            {reason !== null && <code> {reason}</code>}
          </span>
          <span className="when">{format.time(at)}</span>
        </li>
      ))}
    </ul>
  );
}
