import fc from 'fast-check';
import { off, vectors } from '../../testing/vectors';
import { watchRate, watchRates } from './rate-sequences';

// Waudby-Smith & Ramdas (2020), section 2; the roots of prior / posterior = 1/error, computed by
// mpmath.
it.each(vectors.rates)('$successes of $n, prior ($a, $b), error $error', (row) => {
  const { from, to } = watchRate({ n: row.n!, successes: row.successes! }, row.error!, { a: row.a!, b: row.b! });
  expect(off(from, row.from!)).toBeLessThan(1e-9);
  expect(off(to, row.to!)).toBeLessThan(1e-9);
});

it('knows nothing before the first customer', () => {
  expect(watchRate({ n: 0, successes: 0 })).toEqual({ from: 0, to: 1 });
});

it('errs at most five times in a hundred, from a flat prior, by default', () => {
  const counts = { n: 30, successes: 4 };
  expect(watchRate(counts)).toEqual(watchRate(counts, 0.05, { a: 1, b: 1 }));
  expect(watchRates(counts, counts)).toEqual(watchRates(counts, counts, 0.05, { a: 1, b: 1 }));
});

it('shares the error between two rates', () => {
  const [a, b] = [
    { n: 1000, successes: 60 },
    { n: 500, successes: 20 },
  ];
  const [of1, of0] = [watchRate(a, 0.05), watchRate(b, 0.05)];
  expect(watchRates(a, b, 0.1)).toEqual({
    difference: expect.closeTo(0.02, 14),
    interval: { from: of1.from - of0.to, to: of1.to - of0.from },
    lift: { value: expect.closeTo(0.5, 14), from: of1.from / of0.to - 1, to: of1.to / of0.from - 1 },
  });
  expect(watchRates(a, { n: 5, successes: 0 }).lift).toBeNull();
});

it.each([
  [() => watchRate({ n: 2, successes: 3 }), 'counts.successes must be at most counts.n (2), not 3'],
  [() => watchRate({ n: 2, successes: 1 }, 1), 'error must be between 0 and 1, not 1'],
  [() => watchRate({ n: 2, successes: 1 }, 0.1, { a: 0, b: 1 }), 'prior.a must be a finite number above 0, not 0'],
  [() => watchRate({ n: 2, successes: 1 }, 0.1, { a: 1, b: -1 }), 'prior.b must be a finite number above 0, not -1'],
  [() => watchRates({ n: 0, successes: 0 }, { n: 1, successes: 0 }), 'treated.n must be above 0, not 0'],
  [() => watchRates({ n: 1, successes: 0 }, { n: 0, successes: 0 }), 'control.n must be above 0, not 0'],
  [
    () => watchRates({ n: 1, successes: 2 }, { n: 1, successes: 0 }),
    'treated.successes must be at most treated.n (1), not 2',
  ],
  [
    () => watchRates({ n: 1, successes: 1 }, { n: 1, successes: 2 }),
    'control.successes must be at most control.n (1), not 2',
  ],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});

it('holds the share seen, and mirrors when success is called failure', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, some) => {
      const successes = Math.min(n, some);
      const { from, to } = watchRate({ n, successes });
      expect(from).toBeLessThanOrEqual(successes / n);
      expect(to).toBeGreaterThanOrEqual(successes / n);
      const other = watchRate({ n, successes: n - successes });
      expect(other.from).toBeCloseTo(1 - to, 10);
      expect(other.to).toBeCloseTo(1 - from, 10);
    }),
  );
});
