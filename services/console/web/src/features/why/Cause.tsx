// The first links of a decision: the touchpoint, the change that it made, and the rule.
import { useTranslation } from 'react-i18next';
import type { Customer, Decision } from '../../api/types';
import { useLanguage } from '../../i18n/language';
import { useFormat } from '../../i18n/use-format';
import { LateSkeleton } from '../../parts/Loaded';
import { ZonedTime } from '../../parts/ZonedTime';
import { useCampaignNames, useSegmentNames } from '../../queries/names';
import { becauseInWords } from '../../words/because';
import { tierInWords } from '../../words/names';
import { touchpointInWords } from '../../words/touchpoint';
import { useCause } from './queries';
import { en } from './words.en';

interface SignalCause {
  id: string;
  kind: string;
  subject: string;
  from: string | null;
  to: string | null;
  because: unknown;
  /** Set where the signal is about an order. */
  touchpoint?: string;
}

const causeOf = (decision: Decision) => decision.cause as unknown as SignalCause;

export function Happened({ decision, customer }: { decision: Decision; customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: campaigns } = useCampaignNames();
  const found = useCause(causeOf(decision));
  if (found === undefined) return <LateSkeleton rows={1} />;
  const { cause, touchpoint } = found;
  if (cause?.kind === 'due') return <>{t('why.timePassed')}</>;
  if (cause?.kind === 'definition') return <>{t('why.defined')}</>;
  if (touchpoint === null) return <>{t('why.touchpointGone')}</>;
  return (
    <>
      {touchpointInWords(touchpoint, { t, format, currency: customer.money.currency, campaigns })}
      <div className="muted">
        <ZonedTime at={touchpoint.occurredAt} zone={customer.timeZone} />
      </div>
    </>
  );
}

export function Changed({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { data: segments } = useSegmentNames();
  const { kind, subject, from, to, because } = causeOf(decision);
  const segment = segments[subject] ?? subject;
  if (kind === 'entered') return <>{t('why.entered', { segment })}</>;
  if (kind === 'left') return <>{t('why.left', { segment })}</>;
  if (kind === 'order' && Object.hasOwn(en.why.order, subject)) {
    return <>{t(`why.order.${subject}`, { id: (because as { id: string }).id })}</>;
  }
  if (kind !== 'tier') return <>{t('why.saw')}</>;
  if (from === null) return <>{t('why.tierFirst', { to: tierInWords(to, t) })}</>;
  return <>{t('why.tierChanged', { from: tierInWords(from, t), to: tierInWords(to, t) })}</>;
}

export function Because({ decision, currency }: { decision: Decision; currency: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { data: segments } = useSegmentNames();
  const reasons = becauseInWords(causeOf(decision).because, { t, language, format, currency, segments });
  if (reasons.length === 0) return <>{t('states.none')}</>;
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
