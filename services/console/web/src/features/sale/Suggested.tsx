// Customers of the demo whose tier one sale changes, so that a campaign writes; with the amount
// that it takes.
import { useTranslation } from 'react-i18next';
import { $api } from '../../api/client';
import type { Suggestion } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { tierInWords } from '../../words/names';

export const useSuggestions = () =>
  $api.useQuery('get', '/api/demo/suggestions', {}, { staleTime: 30_000, retry: false });

export function Suggested({ onTake }: { onTake: (suggestion: Suggestion) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data = [] } = useSuggestions();
  const [first] = data;
  if (first === undefined) return null;
  return (
    <section aria-label={t('sale.suggested', { tier: tierInWords(first.to, t) })} style={{ marginBottom: 16 }}>
      <div className="muted">{t('sale.suggested', { tier: tierInWords(first.to, t) })}</div>
      <ul className="picks">
        {data.map((one) => (
          <li key={one.customer}>
            <button type="button" className="pick" onClick={() => onTake(one)}>
              <b>{one.name}</b>
              <span className="muted">
                {[tierInWords(one.tier, t), one.city, one.email].filter(Boolean).join(' · ')}
              </span>
              <span className="pick-amount">{format.money(one.amount, one.currency)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
