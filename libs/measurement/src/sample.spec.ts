import { momentsOf, pairsOf } from './moments';
import { covariance, otherOf, ratioSample, sampleOf, shareSample } from './sample';

it('has the mean and the variance with n − 1', () => {
  expect(sampleOf(momentsOf([3, 5, 8, 13, 2]))).toEqual({
    n: 5,
    mean: 6.2,
    variance: expect.closeTo(19.7, 12) as number,
  });
  expect(sampleOf(momentsOf([3, 5]))).toEqual({ n: 2, mean: 4, variance: 2 });
});

it('leaves unknown what so few do not tell', () => {
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
  ).toBeLessThan(1e-16);
  expect(() => ratioSample({ ...pairsOf([]), n: -1 })).toThrow('pairs.n must be a whole number from 0, not -1');
});
