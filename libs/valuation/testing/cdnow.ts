// What the models know of a customer of the CDNOW sample at the end of the calibration period, as
// the papers count it: time in weeks.
import type { CdnowCustomer } from '@segue/pages';
import { daysBetween } from '../src/days/day-number';
import type { History } from '../src/models/history';

export const CALIBRATION_END = '1997-09-30';

export interface Calibrated extends History {
  readonly id: number;
  /** Mean dollars of the repeat days; 0 if none. */
  readonly meanSpend: number;
  /** Dollars of all days of the calibration period. */
  readonly spend: number;
  readonly lastDay: string;
  /** Dollars after it. */
  readonly later: number;
}

/** What the models know at the end of the calibration period, and what came after. */
export const calibrated = (customer: CdnowCustomer): Calibrated => calibratedAt(CALIBRATION_END, customer);

/**
 * The same for a period that ends with another day; all of these customers had bought by the end of
 * March 1997.
 */
export function calibratedAt(end: string, { id, days }: CdnowCustomer): Calibrated {
  const before = [...days].filter(([day]) => day <= end);
  const after = [...days].filter(([day]) => day > end);
  const [first, last] = [before[0]?.[0] as string, before.at(-1)?.[0] as string];
  const repeats = before.slice(1);
  const sum = (list: [string, number][]) => list.reduce((total, [, dollars]) => total + dollars, 0);
  return {
    id,
    x: repeats.length,
    tx: daysBetween(first, last) / 7,
    T: daysBetween(first, end) / 7,
    meanSpend: repeats.length ? sum(repeats) / repeats.length : 0,
    spend: sum(before),
    lastDay: last,
    later: sum(after),
  };
}
