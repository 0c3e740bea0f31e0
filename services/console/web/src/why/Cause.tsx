// From what happened to what it changed, and by which rule.
import { useTranslation } from 'react-i18next';
import type { Customer, Decision, Transition } from '../api/client';
import { useTimeline, useTransitions } from '../customers/queries';
import { useFormat } from '../format';
import { useCampaignNames, useSegmentNames } from '../home/queries';
import { becauseInWords } from '../words/because';
import { tierInWords } from '../words/names';
import { touchpointInWords } from '../words/touchpoint';

interface SignalCause {
  id: string;
  kind: string;
  subject: string;
  from: string | null;
  to: string | null;
  because: unknown;
}

const causeOf = (decision: Decision) => decision.cause as unknown as SignalCause;

export function Happened({ decision, customer }: { decision: Decision; customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: campaigns = {} } = useCampaignNames();
  const transitions = useTransitions(customer.customer);
  const timeline = useTimeline(customer.customer);
  const cause = firstCause(decision, transitions.data?.items ?? []);
  if (cause?.kind === 'due') return <>{t('why.timePassed')}</>;
  if (cause?.kind === 'definition') return <>{t('why.defined')}</>;
  const entries = timeline.data?.pages.flatMap(({ items }) => items) ?? [];
  const touchpoint = entries.find(({ identity, source, id }) => cause?.id === `${identity}/${source}/${id}`);
  if (touchpoint === undefined) return <>{t('why.touchpointGone')}</>;
  return (
    <>
      {touchpointInWords(touchpoint, { t, format, currency: customer.money.currency, campaigns })}
      <div className="muted">{format.dateTime(touchpoint.occurredAt)}</div>
    </>
  );
}

/** The signal is named by customer and number, as its transition is. */
function firstCause({ cause }: Decision, transitions: readonly Transition[]): { kind: string; id: string } | undefined {
  const { id } = cause as { id: string };
  const transition = transitions.find(({ customer, number }) => `${customer}:${number}` === id);
  return transition?.cause as { kind: string; id: string } | undefined;
}

export function Changed({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { data: segments = {} } = useSegmentNames();
  const { kind, subject, from, to } = causeOf(decision);
  const segment = segments[subject] ?? subject;
  if (kind === 'entered') return <>{t('why.entered', { segment })}</>;
  if (kind === 'left') return <>{t('why.left', { segment })}</>;
  if (kind !== 'tier') return <>{t('why.saw')}</>;
  if (from === null) return <>{t('why.tierFirst', { to: tierInWords(to, t) })}</>;
  return <>{t('why.tierChanged', { from: tierInWords(from, t), to: tierInWords(to, t) })}</>;
}

export function Because({ decision, currency }: { decision: Decision; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: segments = {} } = useSegmentNames();
  const reasons = becauseInWords(causeOf(decision).because, { t, format, currency, segments });
  if (reasons.length === 0) return <>{t('states.none')}</>;
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
