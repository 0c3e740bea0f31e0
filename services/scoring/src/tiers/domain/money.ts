// Revenue, repeat buyers and expected value of a period and of the one before it, by value tier.
// Pure; money in minor units, times as UTC milliseconds.
import type { Purchase } from '@segue/orders';

export interface Period {
  /** First instant of it. */
  from: number;
  /** First instant after it. */
  until: number;
}

export interface MoneyTotal {
  customers: number;
  /** Paid less given back, both within the period. */
  revenue: number;
  /** Customers who bought within the period. */
  buyers: number;
  /** Of them, those who had bought before, or did so twice. */
  repeaters: number;
  /** Of the 39 weeks after the period. */
  expectedRevenue: number;
}

export const NO_MONEY: MoneyTotal = Object.freeze({
  ...{ customers: 0, revenue: 0, buyers: 0, repeaters: 0, expectedRevenue: 0 },
});

/** What one customer adds. Purchases in another currency are no revenue; they count as bought. */
export function moneyOf(
  purchases: readonly Purchase[],
  currency: string,
  { from, until }: Period,
  expectedRevenue: number,
): MoneyTotal {
  const isIn = (at: number) => at >= from && at < until;
  let [revenue, bought, boughtByEnd] = [0, 0, 0];
  for (const { at, gross, currency: paidIn, refunds } of purchases) {
    if (at < until) boughtByEnd++;
    if (isIn(at)) bought++;
    if (paidIn !== currency) continue;
    if (isIn(at)) revenue += gross;
    for (const refund of refunds) if (isIn(refund.at)) revenue -= refund.amount;
  }
  const isBuyer = bought > 0;
  return {
    customers: 1,
    revenue,
    buyers: isBuyer ? 1 : 0,
    repeaters: isBuyer && boughtByEnd > 1 ? 1 : 0,
    expectedRevenue,
  };
}

export const added = (a: MoneyTotal, b: MoneyTotal): MoneyTotal => ({
  customers: a.customers + b.customers,
  revenue: a.revenue + b.revenue,
  buyers: a.buyers + b.buyers,
  repeaters: a.repeaters + b.repeaters,
  expectedRevenue: a.expectedRevenue + b.expectedRevenue,
});
