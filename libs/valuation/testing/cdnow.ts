// The CDNOW sample (test/data/CDNOW_sample.txt) as the papers count it: same-day purchases of one customer are one, time is in weeks.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysBetween } from '../src/calendar';
import type { History } from '../src/history';

export const CALIBRATION_END = '1997-09-30';

export interface CdnowCustomer {
  /** Within the sample, 1 to 2,357. */
  readonly id: number;
  /** Day → dollars, in time order. */
  readonly days: ReadonlyMap<string, number>;
}

export function cdnowSample(): CdnowCustomer[] {
  const file = readFileSync(join(__dirname, '../../../test/data/CDNOW_sample.txt'), 'utf8');
  const customers = new Map<number, Map<string, number>>();
  for (const line of file.trim().split('\n')) {
    const [, id = '', date = '', , dollars = ''] = line.trim().split(/\s+/);
    const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    const days = customers.get(Number(id)) ?? new Map<string, number>();
    days.set(day, (days.get(day) ?? 0) + Number(dollars));
    customers.set(Number(id), days);
  }
  return [...customers].map(([id, days]) => ({ id, days }));
}

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
export function calibrated({ id, days }: CdnowCustomer): Calibrated {
  const before = [...days].filter(([day]) => day <= CALIBRATION_END);
  const after = [...days].filter(([day]) => day > CALIBRATION_END);
  const [first, last] = [before[0]?.[0] as string, before.at(-1)?.[0] as string];
  const repeats = before.slice(1);
  const sum = (list: [string, number][]) => list.reduce((total, [, dollars]) => total + dollars, 0);
  return {
    id,
    x: repeats.length,
    tx: daysBetween(first, last) / 7,
    T: daysBetween(first, CALIBRATION_END) / 7,
    meanSpend: repeats.length ? sum(repeats) / repeats.length : 0,
    spend: sum(before),
    lastDay: last,
    later: sum(after),
  };
}
