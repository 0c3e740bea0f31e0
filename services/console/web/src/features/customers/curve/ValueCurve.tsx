// Expected value and P(alive) over time, the value tier as bands behind, the next crossing as a
// dot.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Curve, CurvePoint, Customer, Standing } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Chart } from '../../../parts/Chart';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { Money } from '../../../parts/Money';
import { TierTag } from '../../../parts/TierTag';
import { useAppearance } from '../../../theme/appearance';
import { curveOption } from './curve-option';
import { nextCrossing } from './next-crossing';
import { useCurve } from '../queries';

export function ValueCurve({ customer, standing }: { customer: Customer; standing: Standing | null }) {
  const { t } = useTranslation();
  const curve = useCurve(customer.customer);
  if (customer.orders === 0) return <Empty text={t('customer.curveEmpty')} />;
  return (
    <Loaded query={curve} rows={10}>
      {(data) => <Drawn curve={sinceBought(data)} standing={standing} currency={customer.money.currency} />}
    </Loaded>
  );
}

function Drawn({ curve, standing, currency }: { curve: Curve; standing: Standing | null; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const option = useMemo(
    () => curveOption({ curve, crossing: nextCrossing(standing, curve), currency, dark, t, format }),
    [curve, standing, currency, dark, t, format],
  );
  return (
    <Chart<CurvePoint>
      label={t('customer.curveLabel')}
      hint={t('customer.curveHint')}
      option={option}
      height={320}
      rows={curve.points}
      rowKey={({ at }) => at}
      columns={[
        { title: t('customer.day'), render: (_, { at }) => format.date(at) },
        {
          title: t('customer.expected'),
          align: 'right',
          render: (_, { expectedRevenue }) => <Money minor={expectedRevenue} currency={currency} />,
        },
        { title: t('customer.alive'), align: 'right', render: (_, { pAlive }) => format.percent(pAlive) },
        { title: t('customers.tier'), render: (_, { tier }) => <TierTag tier={tier} /> },
      ]}
    />
  );
}

/**
 * Drops the points before the first purchase: nothing is expected there, and a jump from zero would
 * be misleading.
 */
function sinceBought(curve: Curve): Curve {
  const first = curve.points.findIndex(({ expectedRevenue, pAlive }) => expectedRevenue > 0 || pAlive > 0);
  return first <= 0 ? curve : { ...curve, points: curve.points.slice(first) };
}
