// What the purchase models read of a customer: (x, t_x, T), and how it follows from the days with a
// purchase.
import type { Head } from '@segue/contracts';
import { dayPosition } from '../days/calendar';
import { type Day, dayNumber } from '../days/day-number';

/**
 * Days with a purchase, as profile heads carry them: the whole state of the value models, never the
 * history. Spend in minor units.
 */
export type PurchaseDays = Head['purchaseDays'];

/**
 * x repeat purchases, the last of them t_x after the first purchase, watched for T. In the models'
 * unit of time (weeks).
 */
export interface History {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
}

const DAYS_A_WEEK = 7;

/** Whether there is a first purchase to count from: without one the models do not apply. */
export type Buyer = PurchaseDays & { first: Day; last: Day };
export function isBuyer(days: PurchaseDays): days is Buyer {
  return days.count > 0 && days.first !== null && days.last !== null;
}

/** The history at an instant, in weeks. T is never less than t_x, whatever the clock says. */
export function historyAt(days: Buyer, now: number, zone: string): History {
  const first = dayNumber(days.first);
  const tx = dayNumber(days.last) - first;
  return {
    x: days.count - 1,
    tx: tx / DAYS_A_WEEK,
    T: Math.max(tx, dayPosition(now, zone) - first) / DAYS_A_WEEK,
  };
}

/** Mean spend of the repeat days, 0 if there are none; the unit of `repeatSpend`. */
export function meanSpend(days: PurchaseDays): number {
  return days.count > 1 ? days.repeatSpend / (days.count - 1) : 0;
}

/**
 * The state after one more purchase, in constant time. `day` is in the brand's zone, `spend` in
 * minor units. Null for a day before the last: what it was before is not kept, so the days must be
 * counted again from the orders.
 */
export function updateFrom(days: PurchaseDays, day: Day, spend: number): PurchaseDays | null {
  if (days.last === null) return { count: 1, first: day, last: day, repeatSpend: 0 };
  if (day < days.last) return null;
  // More on the first day is still the first purchase, whose spend the models leave out.
  const repeat = day === days.first ? 0 : spend;
  return { ...days, last: day, count: days.count + (day > days.last ? 1 : 0), repeatSpend: days.repeatSpend + repeat };
}
