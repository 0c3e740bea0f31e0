// All checks of a rehearsal, each met or not: also those behind the first that is not met.
import { useTranslation } from 'react-i18next';
import type { Check, Customer } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { useSegmentNames } from '../../../queries/names';
import { known } from '../../../words/known';
import { detailInWords } from '../../why/check-words';
import { en } from '../../why/words.en';

interface ChecksProps {
  checks: readonly Check[];
  customer: Customer;
  accepts: readonly string[];
  at: string;
}

export function RehearsedChecks({ checks, customer, accepts, at }: ChecksProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: segments } = useSegmentNames();
  const words = { t, format, zone: customer.timeZone, accepts, decidedAt: at, segments };
  const first = checks.find(({ passed }) => !passed);
  return (
    <ul className="feed" data-testid="checks">
      {checks.map((check) => (
        <li key={check.check} data-check={check.check} data-passed={check.passed}>
          <span className="mark" aria-hidden>
            {check.passed ? '✓' : '✕'}
          </span>
          <span className="what">
            {check === first ? <b>{nameOf(check.check)}</b> : nameOf(check.check)}
            <span className="muted small" style={{ display: 'block' }}>
              {detailInWords(check.check === 'trigger' ? { ...check, check: 'no-longer' } : check, words)}
            </span>
          </span>
          <span className="when">{t(check.passed ? 'why.met' : 'why.unmet')}</span>
        </li>
      ))}
    </ul>
  );

  function nameOf(check: string): string {
    return check === 'trigger' ? t('campaigns.triggerCheck') : known(en.why.check, 'why.check', check, t);
  }
}
