import { daysSince } from '../days/calendar';
import { dayNamed, dayNumber } from '../days/day-number';
import { type Rhythm, nextDue, rhythmPopulation, withPurchaseDay } from './rhythm';

const START = dayNumber('2025-01-01');
const rhythmOf = (...days: number[]) =>
  days.reduce<Rhythm | null>((rhythm, day) => withPurchaseDay(rhythm, dayNamed(START + day)), null)!;
const daysUntil = (instant: number, rhythm: Rhythm) => daysSince(rhythm.last, instant, 'UTC');

const monthly = rhythmOf(0, 30, 58, 91, 120, 149);
const weekly = rhythmOf(0, 7, 15, 21, 28, 36);
const once = rhythmOf(100);
const population = rhythmPopulation([monthly, weekly, once])!;

it('keeps no more than four numbers, and no day before the last', () => {
  expect(Object.keys(monthly)).toHaveLength(4);
  expect(monthly.intervals).toBe(5);
  expect(withPurchaseDay(monthly, monthly.last)).toBe(monthly);
  expect(withPurchaseDay(monthly, dayNamed(START + 3))).toBeNull();
});

it('expects each at the own rhythm, and who came once at that of all', () => {
  expect(daysUntil(nextDue(monthly, population, 'UTC').at, monthly)).toBeCloseTo(29.7, 0);
  expect(daysUntil(nextDue(weekly, population, 'UTC').at, weekly)).toBeCloseTo(7.2, 0);
  expect(daysUntil(nextDue(once, population, 'UTC').at, once)).toBeCloseTo(Math.exp(population.mean), 5);
});

it('is surer of whom it knows', () => {
  const width = (rhythm: Rhythm) => {
    const { from, until } = nextDue(rhythm, population, 'UTC');
    return daysUntil(until, rhythm) / daysUntil(from, rhythm);
  };
  expect(width(monthly)).toBeLessThan(width(once) / 2);
});

it('finds the variances that intervals were made with', () => {
  // Balanced: within each customer the logarithms are mean ± 0.5, the means 1 and 3.
  const made = (mean: number): Rhythm => ({
    last: '2025-01-01',
    intervals: 4,
    sum: 4 * mean,
    squares: 4 * (mean * mean + 0.25),
  });
  const found = rhythmPopulation([made(1), made(3)])!;
  expect(found.mean).toBeCloseTo(2, 12);
  expect(found.within).toBeCloseTo(1 / 3, 12);
  // Mean square between 8, less 1/3 within, over 4 intervals each.
  expect(found.between).toBeCloseTo((8 - 1 / 3) / 4, 12);
});

it('says nothing of a population without two intervals of one customer', () => {
  expect(rhythmPopulation([once, rhythmOf(0, 30)])).toBeNull();
  expect(rhythmPopulation([monthly])).toMatchObject({ between: 0 });
});

it('draws the own mean towards that of all, by what is known of it', () => {
  const population = { mean: 2, within: 0.1, between: 0.05 };
  const rhythm: Rhythm = { last: '2025-01-01', intervals: 4, sum: 8.4, squares: 18 };
  // Weight 4·.05 / (4·.05 + .1) = 2/3.
  const expected = (2 / 3) * 2.1 + (1 / 3) * 2;
  const doubt = Math.sqrt(0.1 + 0.05 / 3);
  const due = nextDue(rhythm, population, 'UTC');
  expect(daysUntil(due.at, rhythm)).toBeCloseTo(Math.exp(expected), 6);
  expect(daysUntil(due.from, rhythm)).toBeCloseTo(Math.exp(expected - 1.2815515655446004 * doubt), 6);
  expect(daysUntil(due.until, rhythm)).toBeCloseTo(Math.exp(expected + 1.2815515655446004 * doubt), 6);
  const alike = nextDue(rhythm, { ...population, between: 0 }, 'UTC');
  expect(daysUntil(alike.at, rhythm)).toBeCloseTo(Math.exp(2), 6);
  expect(daysUntil(alike.until, rhythm)).toBeCloseTo(Math.exp(2 + 1.2815515655446004 * Math.sqrt(0.1)), 6);
});

it('keeps intervals as the sums of their logarithms', () => {
  expect(rhythmOf(0)).toEqual({ last: '2025-01-01', intervals: 0, sum: 0, squares: 0 });
  const [seven, nine] = [Math.log(7), Math.log(9)];
  expect(rhythmOf(0, 7, 16)).toEqual({
    last: '2025-01-17',
    intervals: 2,
    sum: seven + nine,
    squares: seven * seven + nine * nine,
  });
});

it('finds the moments of customers of unequal numbers of intervals', () => {
  const one: Rhythm = { last: '2025-01-01', intervals: 2, sum: 2, squares: 4 };
  const other: Rhythm = { last: '2025-01-01', intervals: 3, sum: 9, squares: 29 };
  const nobody: Rhythm = { last: '2025-01-01', intervals: 0, sum: 0, squares: 0 };
  const found = rhythmPopulation([one, other, nobody])!;
  expect(found.mean).toBeCloseTo(11 / 5, 12);
  // (4 − 2) + (29 − 27) over 5 − 2.
  expect(found.within).toBeCloseTo(4 / 3, 12);
  const spread = 2 * (1 - 2.2) ** 2 + 3 * (3 - 2.2) ** 2;
  expect(found.between).toBeCloseTo((spread - 4 / 3) / (5 - 13 / 5), 12);
  expect(rhythmPopulation([nobody])).toBeNull();
  expect(rhythmPopulation([])).toBeNull();
  expect(rhythmPopulation([one])).toEqual({ mean: 1, within: 2, between: 0 });
});

it('finds the moments of three customers', () => {
  const customer = (intervals: number, mean: number): Rhythm => ({
    last: '2025-01-01',
    intervals,
    sum: intervals * mean,
    squares: intervals * (mean * mean + 0.2),
  });
  const found = rhythmPopulation([customer(2, 1), customer(3, 2), customer(5, 4)])!;
  const mean = (2 + 6 + 20) / 10;
  expect(found.mean).toBeCloseTo(mean, 12);
  expect(found.within).toBeCloseTo((0.2 * 10) / 7, 12);
  const spread = (2 * (1 - mean) ** 2 + 3 * (2 - mean) ** 2 + 5 * (4 - mean) ** 2) / 2;
  expect(found.between).toBeCloseTo((spread - 2 / 7) / ((10 - 38 / 10) / 2), 12);
});
