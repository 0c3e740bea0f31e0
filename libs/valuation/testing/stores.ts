// Stores for tests of fits: the CDNOW sample by days, and simulated ones.
import { gammaDraw, generator } from './random';
import type { CdnowCustomer } from '@segue/pages';
import { dayNumber } from '../src/days/day-number';
import { Evidence, type PurchaseDay, windowOf } from '../src/fitting/evidence';

/** One list of days for each customer. */
export type Store = readonly (readonly PurchaseDay[])[];

export const cdnowStore = (customers: readonly CdnowCustomer[]): Store =>
  customers.map(({ days }) =>
    [...days].map(([day, dollars]) => ({ day: dayNumber(day), spend: Math.round(dollars * 100) })),
  );

export function evidenceOf(store: Store, last: number): Evidence {
  const firsts = store.flatMap((days) => days.slice(0, 1).map(({ day }) => day));
  const evidence = new Evidence(windowOf(firsts, last));
  for (const days of store) evidence.add(days);
  return evidence;
}

/** What came in the days after `last`, to compare a model with. */
export function aftermath(store: Store, last: number, days: number): Evidence {
  const evidence = new Evidence({ first: 0, split: last, last: last + days }, store.length);
  for (const customer of store) evidence.add(customer);
  return evidence;
}

interface Simulated {
  readonly customers: number;
  readonly weeks: number;
  readonly seed: number;
  /** Purchases a week: gamma-distributed over the customers with this shape and mean. */
  readonly shape?: number;
  readonly aWeek?: number;
  /** Chance that a purchase is the last. */
  readonly leaves?: number;
  /** Days over which the customers come for the first time. */
  readonly arrivals?: number;
}

/** A grocer by default: nearly all customers stay. Days from 0. */
export function simulatedStore(given: Simulated): Store {
  const { customers, weeks, seed, shape = 1.3, aWeek = 0.8, leaves = 0.001, arrivals = 56 } = given;
  const random = generator(seed);
  return Array.from({ length: customers }, () => {
    const rate = (gammaDraw(shape, random) / shape) * aWeek;
    const mean = 6_000 / gammaDraw(4, random);
    const days = new Map<number, number>();
    for (let at = random() * arrivals; at < weeks * 7; at -= (7 * Math.log(1 - random())) / rate) {
      const day = Math.floor(at);
      days.set(day, (days.get(day) ?? 0) + Math.ceil((mean * gammaDraw(3, random)) / 3));
      if (random() < leaves) break;
    }
    return [...days].map(([day, spend]) => ({ day, spend }));
  });
}
