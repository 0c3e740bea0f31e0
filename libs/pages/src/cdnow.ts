// The CDNOW sample (test/data/CDNOW_sample.txt), counted as in the papers: purchases of one
// customer on one day are one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of the file. */
export interface CdnowPurchase {
  /** Number within the sample, 1 to 2,357. */
  readonly customer: number;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly dollars: number;
}

export interface CdnowCustomer {
  /** Number within the sample, 1 to 2,357. */
  readonly id: number;
  /** Day → dollars, in time order. */
  readonly days: ReadonlyMap<string, number>;
}

export function cdnowPurchases(): CdnowPurchase[] {
  const file = readFileSync(join(__dirname, '../../../test/data/CDNOW_sample.txt'), 'utf8');
  return file
    .trim()
    .split('\n')
    .map((line) => {
      const [, customer = '', date = '', , dollars = ''] = line.trim().split(/\s+/);
      const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      return { customer: Number(customer), day, dollars: Number(dollars) };
    });
}

export function cdnowSample(): CdnowCustomer[] {
  const customers = new Map<number, Map<string, number>>();
  for (const { customer, day, dollars } of cdnowPurchases()) {
    const days = customers.get(customer) ?? new Map<string, number>();
    days.set(day, (days.get(day) ?? 0) + dollars);
    customers.set(customer, days);
  }
  return [...customers].map(([id, days]) => ({ id, days }));
}
