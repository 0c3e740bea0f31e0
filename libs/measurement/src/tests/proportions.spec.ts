import fc from 'fast-check';
import { compareProportions, wilson } from './proportions';
import type { Successes } from './sample';

const counts = (successes: number, n: number): Successes => ({ n, successes });

it('REFERENCES, "Measurement of campaigns": 1,250 of 45,000 against 110 of 5,000', () => {
  const { difference, z, p, interval } = compareProportions(counts(1250, 45_000), counts(110, 5000));
  expect(difference).toBeCloseTo(0.0057778, 7);
  expect(z).toBeCloseTo(2.38271, 5);
  expect(p).toBeCloseTo(0.01719, 5);
  expect(interval.from).toBeCloseTo(0.0010908, 7);
  expect(interval.to).toBeCloseTo(0.0098056, 7);
});

it.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
])('Newcombe (1998), Stat. Med. 17:873, table II, method 10: %d/%d − %d/%d', (a, m, b, n, from, to) => {
  const { interval } = compareProportions(counts(a, m), counts(b, n));
  expect(interval.from).toBeCloseTo(from, 4);
  expect(interval.to).toBeCloseTo(to, 4);
});

it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Newcombe (1998), Stat. Med. 17:857, table I, method 3: %d of %d', (successes, n, from, to) => {
  const interval = wilson(counts(successes, n));
  expect(interval.from).toBeCloseTo(from, 4);
  expect(interval.to).toBeCloseTo(to, 4);
});

it('is exact at the ends', () => {
  expect(wilson(counts(0, 7)).from).toBe(0);
  expect(wilson(counts(7, 7)).to).toBe(1);
  expect(wilson(counts(0, 7)).to).toBeCloseTo(1 - wilson(counts(7, 7)).from, 15);
});

it('is narrower for less certainty', () => {
  // 1.2815515655446004² = 1.642374…: (0.5·10 + z²/2 ± z√(2.5 + z²/4)) / (10 + z²)
  const { from, to } = wilson(counts(5, 10), 0.8);
  expect(from).toBeCloseTo(0.3122, 4);
  expect(to).toBeCloseTo(0.6878, 4);
});

it('finds no difference where all did it, or none', () => {
  expect(compareProportions(counts(0, 10), counts(0, 30))).toMatchObject({ z: 0, p: 1, lift: null });
  expect(compareProportions(counts(10, 10), counts(30, 30))).toMatchObject({ z: 0, p: 1, difference: 0 });
});

it.each([
  [() => compareProportions(counts(0, 0), counts(1, 2)), 'treated.n must be above 0, not 0'],
  [() => compareProportions(counts(1, 2), counts(0, 0)), 'control.n must be above 0, not 0'],
  [() => compareProportions(counts(3, 2), counts(0, 1)), 'treated.successes must be at most treated.n (2), not 3'],
  [() => compareProportions(counts(1, 2), counts(1, 2.5)), 'control.n must be a whole number from 0, not 2.5'],
  [() => compareProportions(counts(1, 2), counts(1, 2), 1), 'level must be between 0 and 1, not 1'],
  [() => wilson(counts(1, 2), 0), 'level must be between 0 and 1, not 0'],
  [() => wilson(counts(0, 0)), 'counts.n must be above 0, not 0'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});

const some = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.nat(5000))
  .map(([n, successes]) => counts(Math.min(n, successes), n));

it('holds its estimate, mirrors when the groups are swapped, and agrees with its lift on whether there is a difference', () => {
  fc.assert(
    fc.property(some, some, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (a, b, level) => {
      const { difference, interval, z, p, lift } = compareProportions(a, b, level);
      const other = compareProportions(b, a, level);
      expect(interval.from).toBeLessThanOrEqual(difference);
      expect(interval.to).toBeGreaterThanOrEqual(difference);
      expect(other.interval.from).toBeCloseTo(-interval.to, 12);
      expect(other.z).toBeCloseTo(-z, 9);
      expect(other.p).toBeCloseTo(p, 12);
      if (!lift) return expect(b.successes).toBe(0);
      expect(lift.from).toBeLessThanOrEqual(lift.value + 1e-9);
      expect(lift.to ?? Infinity).toBeGreaterThanOrEqual(lift.value - 1e-9);
      if (Math.abs(interval.from) > 1e-9) expect(Math.sign(lift.from)).toBe(Math.sign(interval.from));
      if (Math.abs(interval.to) > 1e-9) expect(Math.sign(lift.to ?? 1)).toBe(Math.sign(interval.to));
    }),
  );
});

it.each([0.5, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999])('at a level of %d none and all reach to the very end', (level) => {
  for (let n = 1; n <= 30; n++) {
    expect(wilson(counts(0, n), level).from).toBe(0);
    expect(wilson(counts(n, n), level).to).toBe(1);
  }
});
