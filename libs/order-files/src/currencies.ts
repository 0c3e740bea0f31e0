// Which currencies the orders of a file are in.
import type { OrderRow } from './lines/order-row';

export interface CurrencyCounts {
  /** Number of orders by ISO 4217 code. */
  counts: Record<string, number>;
  /** Number of orders that name none and are taken to be in `own`. */
  unnamed: number;
}

/** Counts, without refunds that have no order; pauses between orders. */
export function* currenciesInSteps(orders: readonly OrderRow[], own: string): Generator<void, CurrencyCounts> {
  const counts = new Map<string, number>();
  let unnamed = 0;
  for (const { currency, isReturn } of orders) {
    if (isReturn) continue;
    if (currency === undefined) unnamed++;
    const code = currency ?? own;
    counts.set(code, (counts.get(code) ?? 0) + 1);
    yield;
  }
  return { counts: Object.fromEntries(counts), unnamed };
}
