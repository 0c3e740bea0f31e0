import fc from 'fast-check';
import { compareMeans } from './means';
import { momentsOf } from './moments';
import { sampleOf } from '../tests/sample';

it('REFERENCES, "Measurement of campaigns": Welch from sums', () => {
  const treated = sampleOf({ n: 3461, sum: 2422.7, sumOfSquares: 134_698.29 });
  const control = sampleOf({ n: 3407, sum: 1396.87, sumOfSquares: 52_377.9767 });
  const { difference, interval, p } = compareMeans(treated, control)!;
  expect(difference).toBeCloseTo(0.29, 10);
  expect(interval.from).toBeCloseTo(0.04538, 5);
  expect(interval.to).toBeCloseTo(0.53462, 5);
  expect(p).toBeCloseTo(0.02016, 5);
});

// scipy.stats.ttest_ind([3, 5, 8, 13, 2], [1, 2, 2, 6], equal_var=False), scipy 1.17, with its
// interval of 90 %.
it('agrees with scipy on a small set', () => {
  const compared = compareMeans(sampleOf(momentsOf([3, 5, 8, 13, 2])), sampleOf(momentsOf([1, 2, 2, 6])), 0.9)!;
  expect(compared.t).toBeCloseTo(1.517430564572099, 12);
  expect(compared.df).toBeCloseTo(6.094236753669121, 11);
  expect(compared.p).toBeCloseTo(0.17919797269636567, 12);
  expect(compared.interval.from).toBeCloseTo(-0.9557714273419116, 10);
  expect(compared.interval.to).toBeCloseTo(7.85577142734191, 10);
  // The control's 2.75 is 2.5 standard errors above 0, so its ratio has two ends; it spans 0 as the
  // difference does.
  expect(compared.lift!.value).toBeCloseTo(6.2 / 2.75 - 1, 12);
  expect(compared.lift!.from).toBeLessThan(0);
});

it('is null for one customer, or for customers that are all alike', () => {
  const alike = { n: 9, mean: 3, variance: 0 };
  expect(compareMeans(sampleOf(momentsOf([3])), alike)).toBeNull();
  expect(compareMeans({ n: 1, mean: 3, variance: 4 }, alike)).toBeNull();
  expect(compareMeans({ n: 9, mean: 1, variance: 2 }, sampleOf(momentsOf([])))).toBeNull();
  expect(compareMeans(alike, { n: 4, mean: 3, variance: 0 })).toBeNull();
  expect(compareMeans(alike, { n: 4, mean: 2, variance: 1 })).toMatchObject({ difference: 1, df: 3, t: 2 });
  // Of so little that its square is nearly too small for a double.
  expect(compareMeans({ n: 9, mean: 1e-100, variance: 0 }, { n: 7, mean: 0, variance: 0 })!.df).toBeCloseTo(
    1 / ((7 / 16) ** 2 / 8 + (9 / 16) ** 2 / 6),
    9,
  );
});

// A set in which the variance is that of 12, 12, …, 10, 10, … together:
// scipy.stats.ttest_ind_from_stats(12, sd, n, 10, sd, n, equal_var=False), scipy 1.17.
it.each([
  [2, 2, 0.22540333075851665],
  [5, 5, 0.01707168123378265],
  [100, 100, 9.783333846305387e-32],
  [100, 2, 0.05798382686091277],
])('is the surer the more there are where all of %d spend 12 and all of %d spend 10', (of12, of10, p) => {
  const compared = compareMeans({ n: of12, mean: 12, variance: 0 }, { n: of10, mean: 10, variance: 0 })!;
  expect(compared.difference).toBe(2);
  expect(compared.t).toBeCloseTo(Math.sqrt(of12 + of10 - 1), 12);
  expect(compared.p / p).toBeCloseTo(1, 8);
  expect(compared.interval.from > 0).toBe(p < 0.05);
});

it.each([
  [() => compareMeans({ n: 2.5, mean: 1, variance: 1 }, good), 'treated.n must be a whole number from 0, not 2.5'],
  [() => compareMeans({ n: 2, mean: NaN, variance: 1 }, good), 'treated.mean must be a finite number, not NaN'],
  [
    () => compareMeans(good, { n: 2, mean: 1, variance: -1 }),
    'control.variance must be a finite number from 0, not -1',
  ],
  [
    () => compareMeans(good, { n: 2, mean: 1, variance: Infinity }),
    'control.variance must be a finite number from 0, not Infinity',
  ],
  [() => compareMeans(good, good, 95), 'level must be between 0 and 1, not 95'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});
const good = { n: 5, mean: 1, variance: 1 };

const group = fc
  .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 40 })
  .map(momentsOf)
  .map((m) => sampleOf(m));

it('holds its estimate, mirrors when the groups are swapped, and agrees with its lift on whether there is a difference', () => {
  fc.assert(
    fc.property(group, group, (a, b) => {
      const compared = compareMeans(a, b);
      const other = compareMeans(b, a);
      if (!compared || !other) return expect([a.variance + b.variance, a.mean]).toEqual([0, b.mean]);
      const { difference, interval, lift } = compared;
      expect((interval.from + interval.to) / 2).toBeCloseTo(difference, 6);
      expect(interval.from).toBeLessThan(interval.to);
      expect(other.interval.from).toBeCloseTo(-interval.to, 9);
      expect(other.t).toBeCloseTo(-compared.t, 12);
      expect(other.p).toBeCloseTo(compared.p, 12);
      if (lift) expect(lift.from > 0 || lift.to! < 0).toBe(interval.from > 0 || interval.to < 0);
    }),
  );
});
