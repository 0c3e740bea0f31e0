// The metric of Home as numbers. Pure.
import type { Money } from '../../../api/types';
import type { Metric } from '../shown';

type Total = Omit<Money['tiers'][number], 'tier'>;

export const NOTHING: Total = { customers: 0, revenue: 0, buyers: 0, repeaters: 0, expectedRevenue: 0 };

/** Returns the sum of all tiers. */
export const sumOf = ({ tiers }: Pick<Money, 'tiers'>): Total =>
  tiers.reduce(
    (sum, one) => ({
      customers: sum.customers + one.customers,
      revenue: sum.revenue + one.revenue,
      buyers: sum.buyers + one.buyers,
      repeaters: sum.repeaters + one.repeaters,
      expectedRevenue: sum.expectedRevenue + one.expectedRevenue,
    }),
    NOTHING,
  );

/** Returns money in minor units, or a share; null where nobody bought, so that there is no rate. */
export function measured({ revenue, buyers, repeaters, expectedRevenue }: Total, metric: Metric): number | null {
  if (metric === 'revenue') return revenue;
  if (metric === 'equity') return expectedRevenue;
  return buyers === 0 ? null : repeaters / buyers;
}

/**
 * Returns the change as a share of what was before; of the repeat rate in points of a hundred.
 * Null where there is nothing to compare with.
 */
export function changeOf(now: number | null, before: number | null, metric: Metric): number | null {
  if (now === null || before === null) return null;
  if (metric === 'repeat') return now - before;
  return before <= 0 ? null : (now - before) / before;
}
