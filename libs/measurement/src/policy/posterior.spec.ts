import { betaBelief, betaPosterior, normalBelief, normalPosterior } from './posterior';

it('adds successes and failures to the prior', () => {
  expect(betaBelief({ n: 100, sum: 10 })).toEqual({ a: 11, b: 91 });
  expect(betaBelief({ n: 3.5, sum: 1.5 }, { a: 2, b: 8 })).toEqual({ a: 3.5, b: 10 });
  // What decay leaves a hair above all.
  expect(betaBelief({ n: 2, sum: 2 + 1e-12 }).b).toBe(1);
});

it('draws a Beta on the line of log-odds', () => {
  const { mean, density, cumulative, marks } = betaPosterior({ a: 2, b: 6 });
  expect(mean).toBe(0.25);
  // Of Beta(2, 6) at x = .2: f = 42 x (1−x)⁵, F = .4232832; on log-odds the density is f·x(1−x).
  const odds = Math.log(0.2 / 0.8);
  expect(density(odds)).toBeCloseTo(42 * 0.2 * 0.8 ** 5 * 0.16, 12);
  expect(cumulative(odds)).toBeCloseTo(0.4232832, 12);
  expect(marks).toEqual([...marks].sort((a, b) => a - b));
  expect(cumulative(marks[0]!)).toBeLessThan(1e-13);
  expect(1 - cumulative(marks.at(-1)!)).toBeLessThan(1e-13);
});

// By hand: κₙ = 2 + 3, μₙ = (2·1 + 12)/5; νₙσₙ² = 4·2 + Σ(y−ȳ)² + (2·3/5)(4−1)² = 8 + 2 + 10.8;
// scale² = 20.8/7/5.
it('follows Gelman et al. (2013), section 3.3, where the variance is unknown', () => {
  const prior = { mean: 1, customers: 2, variance: 2, varianceCustomers: 4 };
  const belief = normalBelief({ n: 3, sum: 12, sumOfSquares: 50 }, prior);
  expect(belief).toEqual({ mean: 2.8, scale: expect.closeTo(Math.sqrt(20.8 / 35), 14), df: 7 });
  expect(normalBelief({ n: 0, sum: 0, sumOfSquares: 0 }, prior)).toEqual({ mean: 1, scale: 1, df: 4 });
});

it('follows Gelman et al. (2013), eq. 2.12, where it is known', () => {
  const prior = { mean: 1, customers: 2, variance: 20, varianceCustomers: Infinity };
  expect(normalBelief({ n: 3, sum: 12, sumOfSquares: 50 }, prior)).toEqual({ mean: 2.8, scale: 2, df: Infinity });
});

// By hand: μₙ = (2·3 + 12)/5; νₙσₙ² = 4·2 + 2 + (2·3/5)(4−3)².
it('gives the prior mean the weight of the customers that it is worth', () => {
  const seen = { n: 3, sum: 12, sumOfSquares: 50 };
  const prior = { mean: 3, customers: 2, variance: 2, varianceCustomers: 4 };
  const scale = expect.closeTo(Math.sqrt(11.2 / 35), 14);
  expect(normalBelief(seen, prior)).toEqual({ mean: 3.6, scale, df: 7 });
  expect(normalBelief(seen, { ...prior, varianceCustomers: Infinity }).mean).toBe(3.6);
});

it('draws the normal and Student’s t', () => {
  const normal = normalPosterior({ mean: 3, scale: 2, df: Infinity });
  expect(normal.mean).toBe(3);
  expect(normal.density(5)).toBeCloseTo(0.24197072451914337 / 2, 14);
  expect(normal.cumulative(5)).toBeCloseTo(0.8413447460685429, 14);
  // Cauchy: F(1) = 3/4, f(1) = 1/(2π).
  const cauchy = normalPosterior({ mean: 3, scale: 2, df: 1 });
  expect(cauchy.cumulative(5)).toBeCloseTo(0.75, 13);
  expect(cauchy.density(5)).toBeCloseTo(1 / (4 * Math.PI), 13);
});

it.each([1, 3, 30, Infinity])('leaves out no more than 1e-12 on either side with %d degrees of freedom', (df) => {
  const { marks, cumulative } = normalPosterior({ mean: 10, scale: 0.5, df });
  expect(marks).toEqual([...marks].sort((a, b) => a - b));
  expect(marks).toContain(10);
  expect(cumulative(marks[0]!)).toBeLessThan(1e-12);
  expect(1 - cumulative(marks.at(-1)!)).toBeLessThan(1e-12);
});

it.each([
  [() => betaBelief({ n: 2, sum: 3 }), 'evidence.sum must be from 0 to evidence.n (2), not 3'],
  [() => betaBelief({ n: 2, sum: -1 }, undefined, 'x'), 'x.sum must be from 0 to x.n (2), not -1'],
  [() => betaBelief({ n: NaN, sum: 0 }), 'evidence.n must be a finite number, not NaN'],
  [() => betaBelief({ n: 1, sum: 0 }, { a: 0, b: 1 }), 'prior.a must be a finite number above 0, not 0'],
  [() => betaBelief({ n: 1, sum: 0 }, { a: 1, b: -1 }), 'prior.b must be a finite number above 0, not -1'],
  [() => normalBelief(none, { ...prior, mean: NaN }), 'prior.mean must be a finite number, not NaN'],
  [() => normalBelief(none, { ...prior, customers: 0 }), 'prior.customers must be a finite number above 0, not 0'],
  [() => normalBelief(none, { ...prior, variance: -1 }), 'prior.variance must be a finite number above 0, not -1'],
  [() => normalBelief(none, { ...prior, varianceCustomers: 0 }), 'prior.varianceCustomers must be above 0, not 0'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});
const none = { n: 0, sum: 0, sumOfSquares: 0 };
const prior = { mean: 0, customers: 1, variance: 1, varianceCustomers: 1 };
