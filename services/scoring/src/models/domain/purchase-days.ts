// The days on which a customer bought, as fits count them. Pure.
import type { Purchase } from '@segue/orders';
import type { Brand } from '@segue/parts';
import { type PurchaseDay, dayNumberAt } from '@segue/valuation';

/**
 * Returns the days in order; purchases of one day are one. Amounts in another currency than the
 * brand's are not guessed, as in `purchaseDaysOf`. @param purchases in time order.
 */
export function daysOf(purchases: readonly Purchase[], { zone, currency }: Brand): PurchaseDay[] {
  const days: { day: number; spend: number }[] = [];
  for (const { at, gross, currency: paidIn } of purchases) {
    const day = dayNumberAt(at, zone);
    const spend = paidIn === currency ? gross : 0;
    const last = days.at(-1);
    if (last?.day === day) last.spend += spend;
    else days.push({ day, spend });
  }
  return days;
}
