import { useTranslation } from 'react-i18next';
import type { Check, Customer } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { useSegmentNames } from '../../queries/names';
import { known } from '../../words/known';
import { detailInWords } from './check-words';
import { en } from './words.en';

interface ChecksProps {
  checks: readonly Check[];
  customer: Customer;
  /** Origins that the campaign acts on; null where the campaign is not known. */
  accepts: readonly string[] | null;
  decidedAt: string;
}

/**
 * All checks of a decision with their numbers. The first one that is not met decides; later ones
 * were not evaluated.
 */
export function Checks({ checks, customer, accepts, decidedAt }: ChecksProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: segments } = useSegmentNames();
  const stopped = checks.some(({ passed }) => !passed);
  return (
    <ul className="feed">
      {checks.map(({ check, passed, detail }) => (
        <li key={check}>
          <span
            className="mark"
            aria-hidden
            style={{ color: passed ? 'var(--ant-color-primary)' : 'var(--ant-color-text)' }}
          >
            {passed ? '✓' : '✕'}
          </span>
          <span className="what">
            {passed ? nameOf(check) : <b>{nameOf(check)}</b>}
            <span className="muted" style={{ display: 'block', fontSize: 12 }}>
              {detailInWords(
                { check, passed, detail },
                { t, format, zone: customer.timeZone, accepts, decidedAt, segments },
              )}
            </span>
          </span>
          <span className="when">{t(passed ? 'why.met' : 'why.unmet')}</span>
        </li>
      ))}
      {stopped && <li className="muted">{t('why.notReached')}</li>}
    </ul>
  );

  function nameOf(check: string): string {
    return known(en.why.check, 'why.check', check, t);
  }
}
