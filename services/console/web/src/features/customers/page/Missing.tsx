// What an order now would have to come to, to keep the value tier or to reach the next one.
import { useTranslation } from 'react-i18next';
import type { Standing } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { tierInWords } from '../../../words/names';

/** One minor unit: any order does. */
const ANY = 1;

export function Missing({ standing, currency }: { standing: Standing; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span data-testid="missing">
      {standing.missing.map(({ kind, tier, amount, fallsAt }) => (
        <span key={kind} style={{ display: 'block' }}>
          {t(`customer.missing.${amount <= ANY ? (`${kind}Any` as const) : kind}`, {
            amount: format.money(amount, currency),
            tier: tierInWords(tier, t),
            when: fallsAt === null ? '' : format.date(fallsAt),
          })}
        </span>
      ))}
    </span>
  );
}
