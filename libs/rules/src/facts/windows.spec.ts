import type { Within } from '../language/time';
import { after, entersAt, FOREVER, latestDecide, leavesAt, reachOf } from './windows';

const NEW_YORK = 'America/New_York';
const at = (iso: string) => Date.parse(iso);
const HOUR = 3_600_000;
const LONG_DAY = 26 * HOUR;

it.each([
  [2, 'hours', 7_200_000],
  [3, 'minutes', 180_000],
  [4, 'seconds', 4_000],
  [5, 'milliseconds', 5],
] as const)('%p %s are exact', (amount, unit, ms) => {
  expect(after(1_000, { amount, unit }, NEW_YORK) - 1_000).toBe(ms);
});

it('counts days by the calendar of the zone', () => {
  // The night from 8 to 9 March 2025 had an hour less in New York.
  const saturdayNoon = at('2025-03-08T17:00:00Z');
  expect(after(saturdayNoon, { amount: 2, unit: 'days' }, NEW_YORK) - saturdayNoon).toBe(47 * HOUR);
  expect(after(saturdayNoon, { amount: 2, unit: 'days' }, 'UTC') - saturdayNoon).toBe(48 * HOUR);
  expect(after(saturdayNoon + 1, { amount: 1, unit: 'days' }, 'UTC') - saturdayNoon).toBe(24 * HOUR + 1);
});

it.each([
  // Clocks went forward by half an hour on Lord Howe, and back by it.
  ['Australia/Lord_Howe', '2025-10-04T13:30:00Z', 1, 23.5],
  ['Australia/Lord_Howe', '2025-04-05T13:00:00Z', 1, 24.5],
  // Samoa left out 30 December 2011: it ended as it began.
  ['Pacific/Apia', '2011-12-29T10:00:00Z', 1, 24],
  ['Pacific/Apia', '2011-12-29T10:00:00Z', 2, 24],
  ['Pacific/Apia', '2011-12-29T10:00:00Z', 3, 48],
])('by the clock of %s from %s on %p days are %p hours', (zone, iso, amount, hours) => {
  expect(after(at(iso), { amount, unit: 'days' }, zone) - at(iso)).toBe(hours * HOUR);
});

it('months of early years are not those of the 1900s', () => {
  const early = at('0099-05-10T12:00:00Z');
  expect(leavesAt(early, { this: 'month' }, 'UTC')).toBe(at('0099-06-01T00:00:00Z'));
  expect(leavesAt(early, { this: 'year' }, 'UTC')).toBe(at('0100-01-01T00:00:00Z'));
});

describe('periods of the calendar', () => {
  // A Tuesday, late in New York, where it is still Monday.
  const then = at('2025-12-30T03:00:00Z');

  it.each([
    ['day', '2025-12-31', '2026-01-01'],
    ['week', '2026-01-05', '2026-01-12'],
    ['month', '2026-01-01', '2026-02-01'],
    ['quarter', '2026-01-01', '2026-04-01'],
    ['year', '2026-01-01', '2027-01-01'],
  ] as const)(
    'a touchpoint leaves the present %s at the start of the next, and is in the previous from then on',
    (period, next, end) => {
      const [start, until] = [at(`${next}T00:00:00Z`), at(`${end}T00:00:00Z`)];
      expect([entersAt(then, { this: period }, 'UTC'), leavesAt(then, { this: period }, 'UTC')]).toEqual([then, start]);
      expect([entersAt(then, { last: period }, 'UTC'), leavesAt(then, { last: period }, 'UTC')]).toEqual([
        start,
        until,
      ]);
    },
  );

  it('turn with the zone', () => {
    expect(leavesAt(then, { this: 'day' }, NEW_YORK)).toBe(at('2025-12-30T05:00:00Z'));
    expect(leavesAt(then, { last: 'day' }, NEW_YORK)).toBe(at('2025-12-31T05:00:00Z'));
  });

  it.each([
    ['2025-01-06', '2025-01-13'],
    ['2025-01-12', '2025-01-13'],
    ['2025-01-13', '2025-01-20'],
  ])('weeks begin on Monday: that of %s ends at %s', (day, next) => {
    expect(leavesAt(at(`${day}T00:00:00Z`), { this: 'week' }, 'UTC')).toBe(at(`${next}T00:00:00Z`));
  });

  it.each([
    ['2025-01-31', '2025-04-01'],
    ['2025-02-28', '2025-04-01'],
    ['2025-03-31', '2025-04-01'],
    ['2025-04-01', '2025-07-01'],
    ['2025-06-30', '2025-07-01'],
    ['2025-09-15', '2025-10-01'],
    ['2025-11-02', '2026-01-01'],
  ])('the quarter of %s ends at %s', (day, next) => {
    expect(leavesAt(at(`${day}T12:00:00Z`), { this: 'quarter' }, 'UTC')).toBe(at(`${next}T00:00:00Z`));
  });

  it.each([
    ['2024-02-29', '2024-03-01'],
    ['2025-04-30', '2025-05-01'],
  ])('the month of %s ends at %s', (day, next) => {
    expect(leavesAt(at(`${day}T12:00:00Z`), { this: 'month' }, 'UTC')).toBe(at(`${next}T00:00:00Z`));
  });
});

describe('days that are named', () => {
  const may: Within = { since: '2025-05-01', until: '2025-05-31' };

  it.each([
    ['2025-04-30T23:59:59.999Z', false],
    ['2025-05-01T00:00:00Z', true],
    ['2025-05-31T23:59:59.999Z', true],
    ['2025-06-01T00:00:00Z', false],
  ])('%s is among them: %p', (iso, inside) => {
    const then = at(iso);
    expect([entersAt(then, may, 'UTC'), leavesAt(then, may, 'UTC')]).toEqual(
      inside ? [then, FOREVER] : [FOREVER, then],
    );
  });

  it('may have no end', () => {
    expect(leavesAt(at('2099-01-01T00:00:00Z'), { since: '2025-05-01' }, 'UTC')).toBe(FOREVER);
    expect(entersAt(at('2025-04-30T23:00:00Z'), { since: '2025-05-01' }, 'UTC')).toBe(FOREVER);
    expect(entersAt(at('2025-04-30T23:00:00Z'), { since: '2025-05-01' }, 'Asia/Shanghai')).toBe(
      at('2025-04-30T23:00:00Z'),
    );
  });
});

it('is within no window for ever', () => {
  expect([entersAt(5, undefined, 'UTC'), leavesAt(5, undefined, 'UTC')]).toEqual([5, FOREVER]);
});

it.each<[Within | undefined, boolean, number]>([
  [undefined, true, FOREVER],
  [{ amount: 3, unit: 'days' }, true, 4 * LONG_DAY],
  [{ amount: 3, unit: 'hours' }, true, 3 * HOUR],
  [{ amount: 3, unit: 'milliseconds' }, true, 3],
  [{ this: 'day' }, true, LONG_DAY],
  [{ this: 'week' }, true, 7 * LONG_DAY],
  [{ this: 'year' }, true, 366 * LONG_DAY],
  [{ last: 'month' }, false, 62 * LONG_DAY],
  [{ last: 'quarter' }, false, 184 * LONG_DAY],
  [{ since: '2025-01-01' }, true, FOREVER],
  [{ since: '2025-01-01', until: '2025-02-01' }, false, FOREVER],
])('%j: the latest decide %p, it reaches back %p ms', (within, latest, reach) => {
  expect([latestDecide(within), reachOf(within)]).toEqual([latest, reach]);
});
