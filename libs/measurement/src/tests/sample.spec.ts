import { compareMeans } from '../means/means';
import { momentsOf, pairsOf } from '../means/moments';
import { covariance, otherOf, ratioSample, sampleOf, shareSample, withSpread } from './sample';

it('has the mean and the variance with n − 1', () => {
  expect(sampleOf(momentsOf([3, 5, 8, 13, 2]))).toEqual({
    n: 5,
    mean: 6.2,
    variance: expect.closeTo(19.7, 12) as number,
  });
  expect(sampleOf(momentsOf([3, 5]))).toEqual({ n: 2, mean: 4, variance: 2 });
});

it('leaves the variance of too few unknown', () => {
  expect(sampleOf(momentsOf([3]))).toEqual({ n: 1, mean: 3, variance: NaN });
  expect(sampleOf(momentsOf([]))).toEqual({ n: 0, mean: NaN, variance: NaN });
});

it('has no variance below 0, whatever rounding leaves', () => {
  expect(sampleOf({ n: 3, sum: 0.3, sumOfSquares: 0.03 - 1e-17 }).variance).toBe(0);
});

it('sees a share as the mean of noughts and ones', () => {
  expect(shareSample({ n: 8, successes: 2 })).toEqual({ n: 8, mean: 0.25, variance: 0.1875 });
});

it.each([
  [() => sampleOf({ n: 1.5, sum: 0, sumOfSquares: 0 }), 'moments.n must be a whole number from 0, not 1.5'],
  [() => sampleOf({ n: -1, sum: 0, sumOfSquares: 0 }), 'moments.n must be a whole number from 0, not -1'],
  [() => sampleOf({ n: 1, sum: NaN, sumOfSquares: 0 }), 'moments.sum must be a finite number, not NaN'],
  [
    () => sampleOf({ n: 1, sum: 0, sumOfSquares: Infinity }, 'a'),
    'a.sumOfSquares must be a finite number, not Infinity',
  ],
  [() => shareSample({ n: 3, successes: 4 }), 'counts.successes must be at most counts.n (3), not 4'],
  [() => shareSample({ n: 3, successes: -1 }, 'x'), 'x.successes must be a whole number from 0, not -1'],
  [() => shareSample({ n: NaN, successes: 0 }), 'counts.n must be a whole number from 0, not NaN'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});

// Computed from the customers themselves by numpy: R = Σy/Σx, the variance (n − 1) of (y − R x)/x̄.
it('has the delta variance of a ratio: Deng, Knoblich & Lu (2018)', () => {
  const pairs = pairsOf([
    [10, 8],
    [12, 11],
    [9, 9],
    [15, 13],
  ]);
  const { n, mean, variance } = ratioSample(pairs);
  expect(n).toBe(4);
  expect(mean).toBeCloseTo(1.1219512195121952, 14);
  expect(variance).toBeCloseTo(0.008066735533071148, 14);
  expect(covariance(pairs)).toBeCloseTo(5.5, 12);
  expect(otherOf(pairs)).toEqual({ n: 4, sum: 41, sumOfSquares: 435 });
});

it('has no spread where each has the same ratio', () => {
  expect(
    ratioSample(
      pairsOf([
        [0.1, 0.3],
        [0.2, 0.6],
        [0.7, 2.1],
      ]),
    ).variance,
  ).toBe(0);
  expect(() => ratioSample({ ...pairsOf([]), n: -1 })).toThrow('pairs.n must be a whole number from 0, not -1');
});

describe('groups without any spread', () => {
  const all = (value: number, n: number) => sampleOf(momentsOf(Array.from({ length: n }, () => value)));

  it.each([
    [7, 3],
    [1_013, 12_345],
    [99_999_999, 5_000],
    [10.1, 1_000],
    [1 / 3, 100_000],
    [0, 50],
  ])('have none by accident of rounding: %d, %d times', (value, n) => {
    expect(all(value, n).variance).toBe(0);
  });

  it.each([10, 10.1, 1 / 3])('have none either where each order brings %d', (price) => {
    const orders = (each: number, n: number) =>
      ratioSample(
        pairsOf(Array.from({ length: n }, (_, index): [number, number] => [each * (1 + (index % 5)), 1 + (index % 5)])),
      );
    const [treated, control] = [orders(price * 1.2, 60), orders(price, 90)];
    expect([treated.variance, control.variance]).toEqual([0, 0]);
    expect(compareMeans(treated, control)!.t).toBeCloseTo(Math.sqrt(149), 6);
    expect(compareMeans(orders(price, 60), control)).toBeNull();
  });

  it('keep the little that they have', () => {
    const oneOff = momentsOf([...Array.from({ length: 9_999 }, () => 100_000), 100_001]);
    expect(sampleOf(oneOff).variance).toBeCloseTo(1e-4, 6);
    expect(sampleOf(momentsOf([10.1, 10.1, 10.1001])).variance).toBeGreaterThan(0);
  });

  it('are given that of all customers together where their means differ', () => {
    // 10, 10, 10, 12, 12 around their mean of 10.8: Σ = 4.8, over n − 1.
    const [treated, control] = withSpread(all(12, 2), all(10, 3));
    expect(treated).toEqual({ n: 2, mean: 12, variance: expect.closeTo(1.2, 12) });
    expect(control).toEqual({ n: 3, mean: 10, variance: expect.closeTo(1.2, 12) });
  });

  it.each([
    [all(10, 4), all(10, 9)],
    [all(0.1, 1_000_000), all(0.1, 77)],
    [all(12, 4), { n: 9, mean: 10, variance: 1 }],
    [{ n: 9, mean: 10, variance: 1 }, all(12, 4)],
    [all(12, 1), all(10, 4)],
    [all(10, 0), all(10, 0)],
  ])('are left as they are where there is nothing to mend (%#)', (treated, control) => {
    expect(withSpread(treated, control)).toEqual([treated, control]);
  });
});
