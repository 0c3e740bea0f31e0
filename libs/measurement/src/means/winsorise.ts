// Limits the influence of single customers with very large amounts: amounts beyond a quantile count
// as the quantile.
import { ascending, quantile } from '@segue/valuation';
import { must } from '../sequential/given';

/**
 * Returns the amount at which larger ones are cut: the type-7 quantile (Hyndman & Fan 1996, R's
 * default) of *all groups' customers together*. A quantile of each group by itself would cut off
 * more of the group that a campaign moved, and so hide its effect. Take it over all customers of
 * the split, those with nothing included; where most have nothing, .99 or more. The comparison is
 * then one of means of cut amounts, which a report has to state.
 * @throws RangeError without customers, or for a share outside 0 to 1
 */
export function winsorCap(groups: readonly (readonly number[])[], share = 0.99): number {
  must(share > 0 && share <= 1, 'share', 'above 0 and at most 1', share);
  const all = groups.flat();
  must(all.length > 0, 'groups', 'of at least one customer', 'empty');
  return quantile(ascending(all), share);
}

export function winsorised(amount: number, cap: number): number {
  return Math.min(amount, cap);
}
