import { DAY_MS, dayNamed, dayNumber, dayNumberAt, startOfDay } from '@segue/valuation';
import fc from 'fast-check';
import { naivelyHolds } from '../../testing/naive';
import { touchpoint } from '../../testing/touchpoints';
import { evaluate } from '../compile/evaluate';
import type { Condition } from '../language/rule';
import { anniversaryIn, writtenDay } from './values/written-day';

const NEW_YORK = 'America/New_York';
const SHANGHAI = 'Asia/Shanghai';

function on(day: string, when: Condition, written: unknown, zone = 'UTC', customerZone?: string) {
  const rule = { version: 1 as const, when };
  const known = { traits: { born: written }, zone, customerZone };
  const { holds, changesAt, because } = evaluate(rule, {}, { ...known, now: startOfDay(day, zone) + 1 });
  return { holds, changesAt, value: because[0]?.value };
}
const start = (day: string, zone = 'UTC') => startOfDay(day, zone);

it.each([
  ['1980-11-07', { year: 1980, month: 11, day: 7 }],
  ['1980-11-07T22:00:00Z', { year: 1980, month: 11, day: 7 }],
  ['11-07', { year: null, month: 11, day: 7 }],
  ['--11-07', { year: null, month: 11, day: 7 }],
  ['02-29', { year: null, month: 2, day: 29 }],
  ['1980-12-31', { year: 1980, month: 12, day: 31 }],
  ['1980-01-01', { year: 1980, month: 1, day: 1 }],
  ['1981-02-29', null],
  ['1981-00-10', null],
  ['1981-13-10', null],
  ['1981-04-00', null],
  ['1981-04-31', null],
  ['x1980-11-07', null],
  ['0096-02-29', { year: 96, month: 2, day: 29 }],
  ['0100-02-29', null],
  ['10000-01-01', null],
  ['1980-11-071', null],
  ['1980-11-07 22:00', { year: 1980, month: 11, day: 7 }],
  ['---11-07', null],
  ['11-07x', null],
  ['980-11-07', null],
  ['spring', null],
  [19801107, null],
  [['1980-11-07'], null],
])('reads %p as %j', (written, day) => {
  expect(writtenDay(written, (instant) => dayNumberAt(instant, 'UTC'))).toEqual(day);
});

it.each([
  ['Asia/Shanghai', '1990-01-02T16:00:00.000Z', { year: 1990, month: 1, day: 3 }],
  ['Asia/Shanghai', '1990-01-02T15:59Z', { year: 1990, month: 1, day: 2 }],
  ['Europe/Berlin', '2000-02-29T23:00:00Z', { year: 2000, month: 3, day: 1 }],
  ['America/New_York', '1990-01-03T04:59:59.999Z', { year: 1990, month: 1, day: 2 }],
  // A mere day, as programs write it, and a local day with its offset.
  ['America/New_York', '1990-01-03T00:00:00.000Z', { year: 1990, month: 1, day: 3 }],
  ['America/New_York', '1990-01-03T00:00:00+08:00', { year: 1990, month: 1, day: 3 }],
  ['America/New_York', '1990-02-30T10:00:00Z', null],
  // The same instant, whichever way the offset of UTC is written.
  ['Asia/Shanghai', '1990-01-02T16:00:00+00:00', { year: 1990, month: 1, day: 3 }],
  ['Asia/Shanghai', '1990-01-02T16:00:00.123456-00:00', { year: 1990, month: 1, day: 3 }],
  ['Asia/Shanghai', '1990-01-02t16:00:00z', { year: 1990, month: 1, day: 3 }],
  ['Asia/Shanghai', '1990-01-02 16:00:00 UTC', { year: 1990, month: 1, day: 3 }],
  ['Asia/Shanghai', '1990/01/02 16:00:00,5+0000', { year: 1990, month: 1, day: 3 }],
  // An offset of a place: a day of that place's calendar.
  ['Asia/Shanghai', '1990-01-02T23:59:59-08:00', { year: 1990, month: 1, day: 2 }],
  ['America/New_York', '1990-01-03T00:30:00+00:30', { year: 1990, month: 1, day: 3 }],
  // A time that no day has.
  ['Asia/Shanghai', '1990-01-02T25:00:00Z', { year: 1990, month: 1, day: 2 }],
])('takes, in %s, %s as %j', (zone, written, day) => {
  expect(writtenDay(written, (instant) => dayNumberAt(instant, zone))).toEqual(day);
});

it.each(
  [
    ...['1990-05-04', '1990/05/04', '1990-05-04T00:00:00Z', '1990-05-04T00:00:00z', '1990-05-04t00:00:00z'],
    ...['1990-05-04T00:00:00+00:00', '1990-05-04T00:00:00-00:00', '1990-05-04T00:00:00+0000', '1990-05-04T00:00+00'],
    ...['1990-05-04 00:00:00', '1990-05-04 00:00:00Z', '1990-05-04 00:00:00 +0000', '1990-05-04 00:00:00 UTC'],
    ...['1990-05-04T00:00:00.000Z', '1990-05-04T00:00:00.000000+00:00', '1990-05-04T00:00:00,0Z'],
    ...['1990-05-04T00:00:00+08:00', '1990-05-04T00:00:00.000-0700', '1990-05-04T23:59:59+14:00', '1990/05/04 00:00'],
  ].flatMap((written) => ['UTC', NEW_YORK, SHANGHAI, 'Pacific/Kiritimati'].map((zone) => [written, zone])),
)('takes %s for the 4th of May, in %s', (written, zone) => {
  expect(writtenDay(written, (instant) => dayNumberAt(instant, zone))).toEqual({ year: 1990, month: 5, day: 4 });
});

it.each(['1990/05-04', '04/05/1990', '05/04/1990', '05/04', '1990/5/4', '1990-05-04x', '641779200000'])(
  'takes no day from %s',
  (written) => {
    expect(writtenDay(written, (instant) => dayNumberAt(instant, 'UTC'))).toBeNull();
  },
);

it('keeps 29 February on the 28th in years without one', () => {
  const born = { year: 1976, month: 2, day: 29 };
  expect(anniversaryIn(2024, born)).toBe(dayNumber('2024-02-29'));
  expect(anniversaryIn(2025, born)).toBe(dayNumber('2025-02-28'));
  expect(anniversaryIn(2025, { year: 1976, month: 3, day: 1 })).toBe(dayNumber('2025-03-01'));
});

it('takes no early year for one of the 1900s', () => {
  expect(anniversaryIn(99, { year: 99, month: 12, day: 31 })).toBe(dayNumber('0099-12-31'));
  expect(anniversaryIn(0, { year: 0, month: 2, day: 29 })).toBe(dayNumber('0000-02-29'));
  const old: Condition = { kind: 'age', name: 'born', is: 'atLeast', value: 100 };
  expect(on('2025-05-01', old, '0099-05-01')).toEqual({ holds: true, changesAt: null, value: { years: 1_926 } });
});

describe('a day, once', () => {
  const week: Condition = { kind: 'date', name: 'born', from: -2, to: 3 };

  it.each([
    ['2025-05-07', false, '2025-05-08'],
    ['2025-05-08', true, '2025-05-14'],
    ['2025-05-13', true, '2025-05-14'],
    ['2025-05-14', false, null],
  ])('on %s holds: %p, until %p', (day, holds, flips) => {
    expect(on(day, week, '2025-05-10')).toEqual({ holds, changesAt: flips && start(flips), value: '2025-05-10' });
  });

  it('needs a year, and a day at all', () => {
    expect(on('2025-05-10', week, '05-10')).toEqual({ holds: false, changesAt: null, value: '05-10' });
    expect(on('2025-05-10', week, 'soon')).toEqual({ holds: false, changesAt: null, value: 'soon' });
    expect(on('2025-05-10', week, null)).toEqual({ holds: false, changesAt: null, value: null });
  });
});

describe('every year', () => {
  const birthday: Condition = { kind: 'date', name: 'born', yearly: true, from: 0, to: 0 };

  it.each([
    ['2025-11-06', '1980-11-07', false, '2025-11-07'],
    ['2025-11-07', '1980-11-07', true, '2025-11-08'],
    ['2025-11-08', '1980-11-07', false, '2026-11-07'],
    ['2025-11-08', '11-07', false, '2026-11-07'],
    ['2025-02-28', '1976-02-29', true, '2025-03-01'],
    ['2027-03-01', '1976-02-29', false, '2028-02-29'],
    // Not before the first of them.
    ['2025-11-06', '2027-11-07', false, '2027-11-07'],
    ['2025-11-07', '2027-11-07', false, '2027-11-07'],
  ])('on %s of %s holds: %p, until %s', (day, written, holds, flips) => {
    expect(on(day, birthday, written)).toEqual({ holds, changesAt: start(flips), value: written });
  });

  it.each([
    // From seven days before: across the turn of the year, and of a leap year.
    ['2025-12-27', -7, 0, false, '2025-12-28'],
    ['2025-12-28', -7, 0, true, '2026-01-05'],
    ['2026-01-05', -7, 0, false, '2026-12-28'],
    ['2025-01-10', 360, 364, false, '2025-12-30'],
    ['2025-12-30', 360, 364, true, '2026-01-04'],
  ])('on %s from %p to %p days after 4 January holds: %p, until %s', (day, from, to, holds, flips) => {
    const when: Condition = { kind: 'date', name: 'born', yearly: true, from, to };
    expect(on(day, when, '1990-01-04')).toMatchObject({ holds, changesAt: start(flips) });
  });

  it('never ends where one year runs into the next, save over leap years', () => {
    const whole: Condition = { kind: 'date', name: 'born', yearly: true, from: 0, to: 366 };
    expect(on('2025-05-01', whole, '1990-01-04')).toMatchObject({ holds: true, changesAt: null });
    expect(on('2025-05-01', whole, '1990-12-04')).toMatchObject({ holds: true, changesAt: null });
    const almost: Condition = { kind: 'date', name: 'born', yearly: true, from: 0, to: 364 };
    // 365 days from 4 January 2028 end on 2 January 2029: one day is missing.
    expect(on('2027-05-01', almost, '1990-01-04')).toMatchObject({ holds: true, changesAt: start('2029-01-03') });
    expect(on('2029-01-03', almost, '1990-01-04')).toMatchObject({ holds: false, changesAt: start('2029-01-04') });
  });

  it('turns with the clock that is asked for', () => {
    const own: Condition = { ...birthday, zone: 'customer' } as Condition;
    expect(on('2025-11-06', own, '11-07', 'UTC', SHANGHAI).changesAt).toBe(start('2025-11-07', SHANGHAI));
    expect(on('2025-11-06', own, '11-07', NEW_YORK).changesAt).toBe(start('2025-11-07', NEW_YORK));
    expect(on('2025-11-06', birthday, '11-07', 'UTC', SHANGHAI).changesAt).toBe(start('2025-11-07'));
  });
});

it('agrees with looking at every day, around the leap days of years and of a century without one', () => {
  const born = fc.constantFrom('1976-02-29', '1996-02-28', '1999-03-01', '2024-02-29', '2000-01-31', '2104-02-29');
  const today = fc
    .tuple(fc.constantFrom(2024, 2027, 2028, 2096, 2100, 2103), fc.integer({ min: 0, max: 100 }))
    .map(([year, after]) => dayNamed(dayNumber(`${year}-01-01`) + after));
  const dates = fc
    .tuple(fc.integer({ min: -70, max: 70 }), fc.nat(20), fc.boolean())
    .map(([from, length, yearly]): Condition => ({ kind: 'date', name: 'born', yearly, from, to: from + length }));
  const ages = fc
    .tuple(
      fc.constantFrom('atLeast' as const, 'above' as const, 'below' as const, 'equal' as const),
      fc.integer({ min: 0, max: 130 }),
    )
    .map(([is, value]): Condition => ({ kind: 'age', name: 'born', is, value }));
  fc.assert(
    fc.property(fc.oneof(dates, ages), born, today, (when, written, day) => {
      const told = touchpoint({ type: 'identify', event: 'identify', properties: { born: written } });
      const world = { history: [told], zone: 'UTC', customerZone: 'UTC', lastOrderDay: null, segments: {} };
      const isSo = (on: number) =>
        naivelyHolds(when, { ...world, numberAt: () => null, tierAt: () => null }, on * DAY_MS);
      const now = dayNumber(day);
      const seen = Array.from({ length: 500 }, (_, after) => now + 1 + after).find((one) => isSo(one) !== isSo(now));
      const { holds, changesAt } = on(day, when, written);
      expect(holds).toBe(isSo(now));
      expect(changesAt !== null && changesAt <= (now + 500) * DAY_MS ? changesAt : undefined).toBe(
        seen && seen * DAY_MS,
      );
    }),
    { numRuns: cases(200) },
  );
});

describe('ages', () => {
  const age = (is: 'atLeast' | 'above' | 'below' | 'atMost' | 'equal', value: number): Condition => ({
    kind: 'age',
    name: 'born',
    is,
    value,
  });

  it.each<[string, Condition, boolean, string | null, number]>([
    ['2025-11-06', age('atLeast', 18), false, '2025-11-07', 17],
    ['2025-11-07', age('atLeast', 18), true, null, 18],
    ['2025-11-07', age('above', 18), false, '2026-11-07', 18],
    ['2025-11-06', age('below', 18), true, '2025-11-07', 17],
    ['2025-11-07', age('below', 18), false, null, 18],
    ['2025-11-07', age('atMost', 18), true, '2026-11-07', 18],
    ['2025-11-07', age('atLeast', 17.5), true, null, 18],
    ['2025-11-06', age('equal', 18), false, '2025-11-07', 17],
    ['2025-11-07', age('equal', 18), true, '2026-11-07', 18],
    ['2026-11-07', age('equal', 18), false, null, 19],
    ['2025-11-06', age('equal', 17.5), false, null, 17],
    ['2025-11-06', age('below', 2_000), true, null, 17],
    ['2025-11-06', { kind: 'age', name: 'born', is: 'between', from: 18, to: 20 }, false, '2025-11-07', 17],
    ['2001-11-06', age('atMost', 5), false, '2007-11-07', -7],
    ['2007-11-06', age('below', 1), false, '2007-11-07', -1],
    ['2007-11-07', age('below', 1), true, '2008-11-07', 0],
    ['2007-11-06', age('below', 0), false, null, -1],
    ['2007-11-06', age('equal', -1), false, null, -1],
    ['2025-11-07', { kind: 'age', name: 'born', is: 'between', from: 18, to: 20 }, true, '2028-11-07', 18],
  ])('on %s: %j', (day, when, holds, flips, years) => {
    expect(on(day, when, '2007-11-07')).toEqual({ holds, changesAt: flips && start(flips), value: { years } });
  });

  it('are foreseen for a thousand years', () => {
    expect(on('2025-11-07', age('atLeast', 1_000), '2007-11-07').changesAt).toBe(start('3007-11-07'));
    expect(on('2025-11-07', age('atLeast', 1_001), '2007-11-07').changesAt).toBeNull();
  });

  it('are not known without a year', () => {
    expect(on('2025-11-07', age('below', 18), '11-07')).toEqual({ holds: false, changesAt: null, value: null });
    expect(on('2025-11-07', age('below', 18), null)).toEqual({ holds: false, changesAt: null, value: null });
  });

  it.each(['', 'Mars/Phobos', '2024-02-30', '__proto__', '+99:99', 'x+08:00'])(
    'turn with the clock of the brand where %p is given as the zone',
    (zone) => {
      const own: Condition = { ...age('atLeast', 18), zone: 'customer' } as Condition;
      expect(on('2025-11-06', own, '2007-11-07', SHANGHAI, zone)).toEqual(
        on('2025-11-06', own, '2007-11-07', SHANGHAI),
      );
    },
  );

  it('turn with the clock that is asked for', () => {
    const own: Condition = { ...age('atLeast', 18), zone: 'customer' } as Condition;
    expect(on('2025-11-06', own, '2007-11-07', 'UTC', SHANGHAI)).toMatchObject({
      holds: false,
      changesAt: start('2025-11-07', SHANGHAI),
      value: { years: 17 },
    });
  });
});
