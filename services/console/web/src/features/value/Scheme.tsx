// The scheme in force, in words.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { Loaded } from '../../parts/Loaded';
import { TierTag } from '../../parts/TierTag';
import { TIERS } from '../../theme/tiers';
import { useCutOffs } from './queries';

export function Scheme() {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Loaded query={useCutOffs()} rows={4}>
      {({ a, b, currency, waits }) => (
        <dl className="scheme">
          {TIERS.map((tier) => (
            <div key={tier}>
              <dt>
                <TierTag tier={tier} />
              </dt>
              <dd>
                {t(`value.scheme.${waits && tier === 'MGC' ? 'MGCBySpend' : tier}`, {
                  amount: format.money(tier === 'MVC' ? a : b, currency),
                })}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Loaded>
  );
}
