// Counts the currencies of the orders of a file.
import type { OrderRow } from './orders';

export interface CurrencyCounts {
  /** Number of orders by ISO 4217 code. */
  counts: Record<string, number>;
  /** Number of orders that name no currency and count as being in `own`. */
  unnamed: number;
}

export function currenciesOf(orders: readonly OrderRow[], own: string): CurrencyCounts {
  const counts: Record<string, number> = {};
  let unnamed = 0;
  for (const { currency } of orders) {
    if (currency === undefined) unnamed++;
    const code = currency ?? own;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return { counts, unnamed };
}
