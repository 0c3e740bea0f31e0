// Conditions on windows of the calendar, and histories for them, in zones whose clocks change.
import type { NumberedTouchpoint } from '@segue/contracts';
import { dayNamed, dayNumber, instantAtPosition } from '@segue/valuation';
import fc from 'fast-check';
import type { Leaf } from '../src/language/leaves';
import type { Leaving } from '../src/language/time';
import { compared, conditionsOf, historyOn, touchpointLeaves } from './worlds';

/** Of the brand and of the customer. */
export interface Zones {
  readonly brand: string;
  readonly customer: string;
}

/**
 * Clocks went back on 2 November 2025 in New York, forward on 5 October 2025 (by half an hour) on
 * Lord Howe.
 */
const changing = fc
  .constantFrom('America/New_York', 'Australia/Lord_Howe')
  .map((zone): Zones => ({ brand: zone, customer: zone }));

const steady = fc.constantFrom('Asia/Shanghai', 'Asia/Kathmandu', 'Pacific/Honolulu');

/** Only one of the two changes its clocks: a day of the one is not as long as that of the other. */
const oneChanging = fc
  .tuple(
    fc.constantFrom('Asia/Shanghai', 'UTC'),
    fc.constantFrom('America/New_York', 'Australia/Lord_Howe'),
    fc.boolean(),
  )
  .map(([still, moved, ours]): Zones => (ours ? { brand: moved, customer: still } : { brand: still, customer: moved }));

export const calendarZones: fc.Arbitrary<Zones> = fc.oneof(
  { weight: 2, arbitrary: changing },
  { weight: 2, arbitrary: fc.record({ brand: steady, customer: steady }) },
  { weight: 1, arbitrary: oneChanging },
);

export const CALENDAR_START = '2025-09-20';

/** Days of history, then days that are looked at. */
export const HISTORY_DAYS = 20;

export const SEEN_DAYS = 50;

const zone = fc.option(fc.constant('customer' as const), { nil: undefined });

const days = fc.record({ amount: fc.integer({ min: 1, max: 25 }), unit: fc.constant('days' as const) });

const sliding = fc.tuple(days, zone).map(([length, of]): Leaving => ({ ...length, ...(of ? { zone: of } : {}) }));

const periods = fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const);

const zoned = <T extends object>(window: fc.Arbitrary<T>) =>
  fc.tuple(window, zone).map(([some, of]) => ({ ...some, ...(of ? { zone: of } : {}) }));

const dayNames = fc.integer({ min: 0, max: HISTORY_DAYS }).map((after) => dayNamed(dayNumber(CALENDAR_START) + after));

const present = zoned(periods.map((period) => ({ this: period })));

const previous = zoned(periods.map((period) => ({ last: period })));

const since = zoned(dayNames.map((day) => ({ since: day })));

const between = zoned(
  fc.tuple(dayNames, dayNames).map((ends) => ({ since: ends.sort()[0] as string, until: ends[1] as string })),
);

const calendarLeaves: fc.WeightedArbitrary<Leaf>[] = [
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('atLeast' as const, 'atMost' as const), fc.nat(30))
      .map(([is, some]): Leaf => ({ kind: 'recency', is, days: some })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: -20, max: 10 }), fc.nat(12), fc.boolean(), zone)
      .map(([from, length, yearly, of]): Leaf => ({
        kind: 'date',
        name: 'birthday',
        from,
        to: from + length,
        yearly,
        zone: of,
      })),
  },
  {
    weight: 1,
    arbitrary: compared(fc.integer({ min: 43, max: 50 })).map((is): Leaf => ({ kind: 'age', name: 'birthday', ...is })),
  },
];

export const calendarConditions = conditionsOf([
  ...touchpointLeaves({
    within: fc.oneof(sliding, present, previous, since, between),
    leaving: fc.oneof(sliding, present, since),
    length: days,
  }),
  ...calendarLeaves,
]);

/** On starts and middles of days: n days on is one too. */
export function calendarHistories(of: string): fc.Arbitrary<NumberedTouchpoint[]> {
  return historyOn(fc.nat(2 * HISTORY_DAYS).map((halves) => halfDay(halves, of)));
}

function halfDay(halves: number, of: string): number {
  return instantAtPosition(dayNumber(CALENDAR_START) + halves / 2, of);
}
