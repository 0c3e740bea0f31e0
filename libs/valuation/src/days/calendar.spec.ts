import fc from 'fast-check';
import {
  dayOf,
  dayPosition,
  daysSince,
  instantAfter,
  instantAtPosition,
  startOfDay,
  startOfDayNumber,
} from './calendar';
import { dayNamed, dayNumber, daysBetween } from './day-number';
import { isZone } from './zone-name';
import { offsetAt } from './zone-offset';

const at = (iso: string) => Date.parse(iso);

it('counts whole days across a daylight-saving change', () => {
  const zone = 'America/New_York';
  expect(daysSince('1997-01-01', startOfDay('1997-09-30', zone), zone)).toBe(272);
  expect(daysBetween('1997-01-01', '1997-09-30')).toBe(272);
});

it('takes the fraction of the present day by its true length', () => {
  // 2024-03-10 had 23 hours in New York, 2024-11-03 had 25.
  expect(daysSince('2024-03-10', at('2024-03-10T16:30:00Z'), 'America/New_York')).toBe(0.5);
  expect(daysSince('2024-11-03', at('2024-11-03T16:30:00Z'), 'America/New_York')).toBe(0.5);
});

it.each([
  ['2024-07-01', 'Asia/Shanghai', '2024-06-30T16:00:00.000Z'],
  // Midnight was skipped: clocks went from 00:00 to 01:00.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  // Clocks went back from 24:00 to 23:00: the day before lasted 25 hours.
  ['2019-02-17', 'America/Sao_Paulo', '2019-02-17T03:00:00.000Z'],
  // Clocks went back from 00:01 to 23:01: the day had begun already.
  ['2008-11-02', 'America/St_Johns', '2008-11-02T02:30:00.000Z'],
  // A day that never was: it begins where the next one does.
  ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, start) => {
  expect(new Date(startOfDay(day, zone)).toISOString()).toBe(start);
});

it('keeps days apart where clocks go back across midnight', () => {
  expect(dayOf(at('2008-11-02T02:30:30Z'), 'America/St_Johns')).toBe('2008-11-02');
  expect(dayOf(at('2008-11-02T02:31:30Z'), 'America/St_Johns')).toBe('2008-11-02');
});

it('refuses a zone that it does not know', () => {
  expect(() => dayOf(0, 'Mars/Olympus')).toThrow(new RangeError('unknown time zone "Mars/Olympus"'));
});

const zones = fc.constantFrom(
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Cairo',
);
const instants = fc.integer({ min: at('1980-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });

it('names the same day as the platform does', () => {
  fc.assert(
    fc.property(zones, instants, (zone, instant) => {
      const platform = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(instant);
      expect(dayOf(instant, zone)).toBe(platform);
    }),
    { numRuns: cases(2000) },
  );
});

it('starts a day at its first instant', () => {
  fc.assert(
    fc.property(zones, instants, (zone, instant) => {
      const start = startOfDay(dayOf(instant, zone), zone);
      expect(start).toBeLessThanOrEqual(instant);
      expect(dayOf(start, zone)).toBe(dayOf(instant, zone));
      expect(dayOf(start - 1, zone)).not.toBe(dayOf(instant, zone));
    }),
    { numRuns: cases(2000) },
  );
});

it('grows strictly, and comes back from a position to its instant', () => {
  fc.assert(
    fc.property(zones, instants, fc.integer({ min: 1, max: 200_000_000 }), (zone, instant, later) => {
      expect(dayPosition(instant + later, zone)).toBeGreaterThan(dayPosition(instant, zone));
      expect(Math.abs(instantAtPosition(dayPosition(instant, zone), zone) - instant)).toBeLessThanOrEqual(1);
      const day = dayOf(instant, zone);
      expect(instantAfter(day, 90, zone)).toBe(startOfDay(dayNamed(dayNumber(day) + 90), zone));
    }),
    { numRuns: cases(2000) },
  );
});

it('names and numbers days as the platform does', () => {
  fc.assert(
    fc.property(fc.integer({ min: dayNumber('0001-01-01'), max: dayNumber('9999-12-31') }), (number) => {
      expect(dayNamed(number)).toBe(new Date(number * 86_400_000).toISOString().slice(0, 10));
      expect(dayNumber(dayNamed(number))).toBe(number);
    }),
    { numRuns: cases(5000) },
  );
});

it.each([1896, 1900, 1970, 2000, 2024, 2100])('names every day of %p and of the years around it', (year) => {
  for (let number = Date.UTC(year - 1, 0, 1) / 86_400_000; number < Date.UTC(year + 2, 0, 1) / 86_400_000; number++) {
    const named = new Date(number * 86_400_000).toISOString().slice(0, 10);
    if (dayNamed(number) !== named || dayNumber(named) !== number)
      throw new Error(`${number}: ${named}, ${dayNamed(number)}`);
  }
});

it('knows the first and the last days', () => {
  expect([
    dayNamed(dayNumber('0000-03-01')),
    dayNamed(dayNumber('0001-01-01')),
    dayNamed(dayNumber('9999-12-31')),
  ]).toEqual(['0000-03-01', '0001-01-01', '9999-12-31']);
  expect([dayNumber('1970-01-01'), dayNumber('1969-12-31'), dayNumber('2000-02-29')]).toEqual([0, -1, 11_016]);
});

it.each([
  ['America/New_York', '2024-03-10T06:59:59.999Z', -5],
  ['America/New_York', '2024-03-10T07:00:00.000Z', -4],
  ['America/New_York', '2024-11-03T05:59:59.999Z', -4],
  ['America/New_York', '2024-11-03T06:00:00.000Z', -5],
  ['Australia/Lord_Howe', '2025-10-04T15:29:59.999Z', 10.5],
  ['Australia/Lord_Howe', '2025-10-04T15:30:00.000Z', 11],
])('the clocks of %s at %s are %p hours ahead', (zone, iso, hours) => {
  expect(offsetAt(at(iso), zone)).toBe(hours * 3_600_000);
});

it('finds the instant of a position, to the millisecond', () => {
  const day = dayNumber('2024-03-10');
  const start = startOfDay('2024-03-10', 'America/New_York');
  expect(instantAtPosition(day, 'America/New_York')).toBe(start);
  expect(instantAtPosition(day + 0.5, 'America/New_York')).toBe(start + 11.5 * 3_600_000);
  expect(instantAtPosition(day + 1e-9, 'America/New_York')).toBe(start + 1);
  expect(dayPosition(start + 11.5 * 3_600_000, 'America/New_York')).toBe(day + 0.5);
});

it('goes on where a zone is asked about more days than are kept', () => {
  const first = dayNumber('1950-01-01');
  for (let day = 0; day < 20_010; day++) startOfDayNumber(first + day, 'Asia/Tokyo');
  expect(startOfDay('1950-01-01', 'Asia/Tokyo')).toBe(at('1949-12-31T15:00:00Z'));
});

it('tells zones from what only looks like one, and remembers it', () => {
  const zones = ['UTC', 'Asia/Shanghai', 'asia/shanghai', '+05:30', '-12:00'];
  const none = ['Mars/Olympus', '', '2024-02-30', 'x+08:00', '+99:99', '+24:00', '+08:60', '__proto__', 'constructor'];
  for (let time = 0; time < 2; time++) {
    expect(zones.filter(isZone)).toEqual(zones);
    expect([...none, null, undefined].filter(isZone)).toEqual([]);
  }
  expect(offsetAt(0, '+05:30')).toBe(5.5 * 3_600_000);
});
