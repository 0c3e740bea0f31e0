// Against integrals computed by mpmath on other lines than ours (reference/vectors.py).
import fc from 'fast-check';
import { vectors } from '../../testing/vectors';
import { chancesOfBest } from './best';
import { normalCdf, studentTwoSided } from '../tests/distributions';
import { betaPosterior, normalPosterior } from './posterior';

const beta = (arms: readonly (readonly number[])[]) =>
  chancesOfBest(arms.map(([a, b]) => betaPosterior({ a: a!, b: b! })));

it('REFERENCES, "Measurement of campaigns": P(best) of Beta(11, 91), Beta(13, 89), Beta(9, 93)', () => {
  const [first, second, third] = beta([
    [11, 91],
    [13, 89],
    [9, 93],
  ]);
  expect(first).toBeCloseTo(0.28724, 5);
  expect(second).toBeCloseTo(0.60151, 5);
  expect(third).toBeCloseTo(0.11125, 5);
});

it.each(vectors.betaBest)('Beta $arms', ({ arms, chances }) => {
  beta(arms).forEach((chance, arm) => expect(Math.abs(chance - chances[arm]!)).toBeLessThan(1e-10));
});

it.each(vectors.normalBest)(
  'normal or Student (mean, scale, degrees of freedom; 0: normal) $arms',
  ({ arms, chances }) => {
    const posteriors = arms.map(([mean, scale, df]) => normalPosterior({ mean, scale, df: df || Infinity }));
    chancesOfBest(posteriors).forEach((chance, arm) => expect(Math.abs(chance - chances[arm]!)).toBeLessThan(1e-9));
  },
);

it('separates what differs by a thousandth after a million customers, and what is sure', () => {
  const [more, less] = beta([
    [31_001, 969_001],
    [30_001, 970_001],
  ]);
  // 4.112 standard errors: 1.961e-5 by the normal.
  expect(Math.abs(less! / 1.961e-5 - 1)).toBeLessThan(0.02);
  expect(more! + less!).toBe(1);
  expect(
    beta([
      [1, 1e6],
      [1e6, 1],
    ]),
  ).toEqual([expect.closeTo(0, 12), expect.closeTo(1, 12)]);
});

it('is even between equals, and sure of the only one', () => {
  expect(
    beta([
      [3, 4],
      [3, 4],
    ]),
  ).toEqual([0.5, 0.5]);
  expect(beta([[0.5, 7]])).toEqual([1]);
  expect(() => chancesOfBest([])).toThrow(new RangeError('posteriors must be at least one, not empty'));
});

it('adds up to 1, and does not depend on the order', () => {
  const arm = fc.tuple(
    fc.double({ min: 0.1, max: 2000, noNaN: true }),
    fc.double({ min: 0.1, max: 20_000, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(arm, { minLength: 2, maxLength: 4 }), (arms) => {
      const chances = beta(arms);
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
      expect(
        beta([...arms].reverse())
          .reverse()
          .map((chance, index) => Math.abs(chance - chances[index]!) < 1e-10),
      ).not.toContain(false);
    }),
    { numRuns: 30 },
  );
});

// P(Y > X) is E[Yᵃ], a ratio of gamma functions, of which whole d leave the product.
it.each([
  [0.05, 0.1, 3],
  [0.3, 2, 1],
  [7, 4_000, 2],
])('a power of a uniform against another Beta, in closed form: Beta(%d, 1) and Beta(%d, %d)', (a, c, d) => {
  const [loses, wins] = [
    Array.from({ length: d }, (_, k) => (c + k) / (c + a + k)).reduce((product, factor) => product * factor, 1),
    beta([
      [a, 1],
      [c, d],
    ])[0]!,
  ];
  expect(Math.abs(wins - (1 - loses))).toBeLessThan(1e-10);
  const mirrored = beta([
    [1, a],
    [d, c],
  ])[0]!;
  expect(Math.abs(mirrored - loses)).toBeLessThan(1e-10);
});

it.each([1e-6, 0.01, 1_000, 1e9])('normals of a scale of %d differ by their difference', (scale) => {
  const arms = [0, 1].map((mean) => normalPosterior({ mean: mean * scale, scale, df: Infinity }));
  expect(Math.abs(chancesOfBest(arms)[1]! - normalCdf(Math.SQRT1_2))).toBeLessThan(1e-10);
});

it('Student with half a degree of freedom reaches as far as he does', () => {
  const arms = [
    normalPosterior({ mean: 0, scale: 1, df: 0.5 }),
    normalPosterior({ mean: 3, scale: 1e-7, df: Infinity }),
  ];
  expect(Math.abs(chancesOfBest(arms)[0]! - studentTwoSided(3, 0.5) / 2)).toBeLessThan(1e-8);
});
