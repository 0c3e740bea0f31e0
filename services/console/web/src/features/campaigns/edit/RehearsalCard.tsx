// The rehearsal: what the campaign would do for one customer at an instant, and a test message.
import { Input } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../../api/client';
import { ApiFault } from '../../../api/session';
import type { Customer, Rehearsal } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Fault } from '../../../parts/Fault';
import { LateSkeleton } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { reasonInWords } from '../../../words/names';
import { CustomerPicker } from '../../sale/CustomerPicker';
import { Message } from '../../why/Message';
import { RehearsedChecks } from './RehearsedChecks';
import type { Draft } from '../campaign';
import { TestSend } from './TestSend';

interface RehearsalProps {
  id: string;
  /** Null while there is no text. */
  draft: Draft | null;
}

export function RehearsalCard({ id, draft }: RehearsalProps) {
  const { t } = useTranslation();
  const [customer, setCustomer] = useState<Customer | null>(null);
  const [at, setAt] = useState<string | null>(null);
  const asked = draft && { ...draft, name: draft.name.trim() === '' ? '–' : draft.name };
  const query = useQuery({
    queryKey: ['rehearsal', id, JSON.stringify(asked), customer?.customer, at],
    queryFn: ({ signal }) => {
      const body = { draft: asked as Draft, customer: customer?.customer ?? '', ...(at !== null && { at }) };
      return dataOf(api.POST('/api/campaigns/{id}/rehearsal', { params: { path: { id } }, body, signal }));
    },
    enabled: asked !== null && customer !== null,
    placeholderData: (before) => before,
    retry: (failures, error) => error instanceof ApiFault && error.status === 429 && failures < 5,
    retryDelay: 700,
  });
  return (
    <Stack>
      <label htmlFor="rehearsal-customer">{t('campaigns.asCustomer')}</label>
      <CustomerPicker id="rehearsal-customer" {...(customer && { value: customer })} onChange={setCustomer} />
      <label htmlFor="rehearsal-at" className="muted small">
        {t('campaigns.atInstant')}
      </label>
      <Input
        id="rehearsal-at"
        type="datetime-local"
        style={{ width: 220 }}
        onChange={({ target: { value } }) => setAt(value === '' ? null : new Date(value).toISOString())}
      />
      {customer === null && <span className="muted small">{t('campaigns.rehearsalHint')}</span>}
      {customer !== null && draft === null && <span className="muted">{t('campaigns.textFirst')}</span>}
      {customer !== null && query.isLoading && <LateSkeleton rows={6} />}
      {query.error !== null && <Refused error={query.error} onRetry={() => void query.refetch()} />}
      {customer !== null && draft !== null && query.data && (
        <Found id={id} draft={draft} customer={customer} rehearsal={query.data} />
      )}
    </Stack>
  );
}

function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiFault && error.code === 'invalid')) return <Fault error={error} onRetry={onRetry} />;
  return (
    <div className="rule-fault" role="alert">
      {t('campaigns.textFault')} <code>{error.fields[0]?.message}</code>
    </div>
  );
}

interface FoundProps {
  id: string;
  draft: Draft;
  customer: Customer;
  rehearsal: Rehearsal;
}

function Found({ id, draft, customer, rehearsal }: FoundProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { outcome, reason, dueAt, message, fault, at } = rehearsal;
  const sentence = () => {
    if (outcome === 'sent') return t(draft.delivery === 'outbox' ? 'campaigns.wouldWrite' : 'campaigns.wouldSend');
    if (outcome === 'deferred' && dueAt !== null) return t('campaigns.wouldWait', { when: format.dateTime(dueAt) });
    if (outcome === 'no-trigger') return t('campaigns.wouldNotStart');
    return t('campaigns.wouldHold', { reason: reasonInWords(reason, t) });
  };
  return (
    <div data-testid="rehearsal">
      <p>
        <b>{sentence()}</b> <span className="muted small">{t('campaigns.countsNowhere')}</span>
      </p>
      <RehearsedChecks checks={rehearsal.checks} customer={customer} accepts={draft.accepts} at={at} />
      {fault && (
        <p className="rule-fault">
          {fault.line === null ? t('campaigns.pausedContent') : t('campaigns.pausedContentAt', { line: fault.line })}
        </p>
      )}
      {message && (
        <>
          <Message content={{ channel: draft.channel, subject: message.subject, body: message.body }} />
          <TestSend id={id} draft={draft} subject={message.subject} body={message.body} />
        </>
      )}
    </div>
  );
}
