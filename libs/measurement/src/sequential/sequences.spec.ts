import fc from 'fast-check';
import { off, vectors } from '../../testing/vectors';
import { shareSample } from '../tests/sample';
import { mixtureWidth, multiplierAt, multiplierOf, squaredError, watch } from './sequences';

const sample = (n: number, mean: number, variance: number) => ({ n, mean, variance });

// Robbins (1970); Howard et al. (2021), eq. 14. The root of the mixture integral, computed by
// mpmath.
it.each(vectors.sequences)(
  'spans where the mixture of likelihood ratios reaches 1/error: $customers customers, error $error',
  ({ customers, error, width, multiplier }) => {
    expect(off(multiplierOf(customers! * width!, error!), multiplier!)).toBeLessThan(1e-12);
  },
);

it('is narrowest where it is tuned for: Howard et al. (2021), proposition 3', () => {
  // −W₋₁(−α²/e) − 1 for α = .05 and .01: scipy.special.lambertw(-alpha**2 / e, -1), scipy 1.17.
  expect(mixtureWidth(0.05, 1)).toBeCloseTo(8.211968062068253, 12);
  expect(mixtureWidth(0.01, 1000) * 1000).toBeCloseTo(11.756371222495419, 12);
  // Half-width at 1,000 customers, tuned a little more or less.
  const width = (tunedFor: number) => multiplierAt(1000, 0.05, tunedFor);
  expect(width(1000)).toBeCloseTo(3.035122413028551, 12);
  expect(width(1000)).toBeLessThan(width(990));
  expect(width(1000)).toBeLessThan(width(1010));
});

it('is found also for errors near 1', () => {
  const x = mixtureWidth(0.99, 1);
  expect(x - Math.log1p(x)).toBeCloseTo(-2 * Math.log(0.99), 14);
});

it('compares two means at any time', () => {
  const watched = watch(sample(400, 11, 9), sample(600, 10, 12), { error: 0.1, tunedFor: 2000 })!;
  const error = Math.sqrt(9 / 400 + 12 / 600);
  const half = multiplierAt(1000, 0.1, 2000) * error;
  expect(watched.difference).toBe(1);
  expect(watched.interval).toEqual({ from: expect.closeTo(1 - half, 14), to: expect.closeTo(1 + half, 14) });
  const ratio = 1 + watched.lift!.from;
  expect(11 - ratio * 10).toBeCloseTo(
    multiplierAt(1000, 0.1, 2000) * Math.sqrt(9 / 400 + (ratio * ratio * 12) / 600),
    10,
  );
});

it('errs at most five times in a hundred by default', () => {
  const [a, b] = [sample(400, 11, 9), sample(600, 10, 12)];
  expect(watch(a, b, { tunedFor: 500 })).toEqual(watch(a, b, { tunedFor: 500, error: 0.05 }));
});

// p = 1 / the mixture's likelihood ratio, here at a difference of two standard errors, computed by
// mpmath.
it.each(vectors.sequences)('has an always valid p: $customers customers', ({ customers, error, width, ratioAt2 }) => {
  const tunedFor = mixtureWidth(error!, 1) / width!;
  const half = customers! / 2;
  const watched = watch(sample(half, 2, half / 2), sample(half, 0, half / 2), { error: error!, tunedFor })!;
  expect(off(watched.p, 1 / ratioAt2!)).toBeLessThan(1e-11);
});

it('has no p above 1, and one at the error just when the interval ends at 0', () => {
  expect(watch(sample(50, 1, 1), sample(50, 1, 1), { tunedFor: 100 })!.p).toBe(1);
  const edge = multiplierAt(100, 0.05, 100) * Math.sqrt(2 / 50);
  const watched = watch(sample(50, edge, 1), sample(50, 0, 1), { tunedFor: 100 })!;
  expect(watched.p).toBeCloseTo(0.05, 12);
  expect(watched.interval.from).toBeCloseTo(0, 12);
});

it.each([
  // √(n − 1) standard errors against some 3.
  [4, 4, false],
  [6, 6, true],
  [300, 300, true],
  [300, 20, true],
])('is the surer the more there are where all of %d spend 12 and all of %d spend 10', (of12, of10, isSure) => {
  const n = of12 + of10;
  const { difference, interval, p } = watch(sample(of12, 12, 0), sample(of10, 10, 0), { tunedFor: n })!;
  const half = (2 / Math.sqrt(n - 1)) * multiplierAt(n, 0.05, n);
  expect(difference).toBe(2);
  expect(interval).toEqual({ from: expect.closeTo(2 - half, 12), to: expect.closeTo(2 + half, 12) });
  expect(interval.from > 0).toBe(isSure);
  expect(p < 0.05).toBe(isSure);
  expect(p).toBeGreaterThan(0);
});

it('is null for fewer than two, or where all are alike', () => {
  const one = sample(1, 1, NaN);
  expect(watch(one, sample(5, 1, 1), { tunedFor: 10 })).toBeNull();
  expect(watch(sample(5, 1, 1), one, { tunedFor: 10 })).toBeNull();
  // Whatever it may be given for a variance.
  for (const n of [0, 1]) {
    expect(squaredError(sample(n, 3, 4), sample(5, 1, 1))).toBeNaN();
    expect(squaredError(sample(5, 1, 1), sample(n, 3, 4))).toBeNaN();
  }
  expect(squaredError(sample(2, 3, 4), sample(2, 1, 1))).toBe(2.5);
  expect(watch(sample(5, 2, 0), sample(5, 2, 0), { tunedFor: 10 })).toBeNull();
  expect(squaredError(sample(2, 1, 1), sample(4, 1, 2))).toBe(1);
  expect(squaredError(sample(2, 1, 1), one)).toBeNaN();
});

it.each([
  [() => watch(sample(-1, 0, 1), sample(5, 1, 1), { tunedFor: 10 }), 'treated.n must be a whole number from 0, not -1'],
  [() => watch(sample(5, 1, 1), sample(5, NaN, 1), { tunedFor: 10 }), 'control.mean must be a finite number, not NaN'],
  [() => mixtureWidth(0, 10), 'error must be between 0 and 1, not 0'],
  [() => mixtureWidth(1, 10), 'error must be between 0 and 1, not 1'],
  [() => mixtureWidth(0.05, 0), 'tunedFor must be a finite number above 0, not 0'],
  [() => mixtureWidth(0.05, Infinity), 'tunedFor must be a finite number above 0, not Infinity'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});

it('holds its estimate, mirrors when the groups are swapped, and its lift, interval and p agree', () => {
  const group = fc
    .tuple(fc.integer({ min: 2, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, share]) => shareSample({ n, successes: Math.round(n * share) }));
  fc.assert(
    fc.property(group, group, fc.integer({ min: 1, max: 1_000_000 }), (a, b, tunedFor) => {
      const watched = watch(a, b, { tunedFor });
      const other = watch(b, a, { tunedFor });
      if (!watched || !other) return expect(a.variance + b.variance).toBe(0);
      const { difference, interval, p, lift } = watched;
      expect((interval.from + interval.to) / 2).toBeCloseTo(difference, 10);
      expect(other.interval.from).toBeCloseTo(-interval.to, 12);
      expect(other.p).toBeCloseTo(p, 12);
      const apart = interval.from > 0 || interval.to < 0;
      if (Math.abs(p - 0.05) > 1e-9) expect(apart).toBe(p < 0.05);
      if (lift && Math.abs(p - 0.05) > 1e-9) expect(lift.from > 0 || lift.to! < 0).toBe(apart);
    }),
  );
});
