// Over the whole stated domain (x up to 2,000, t_x ≤ T up to 2,000 weeks, every edge of it) and
// parameters from 1/1000 to 3,000: every function gives a finite number in its range, falls and
// rises where theory says so, and probabilities add up.
import fc from 'fast-check';
import { discountedPurchases } from '../numerics/discounting';
import { expectedWhileAlive } from './dropout';
import { type Fit, fitGammaGamma, fitMbgNbd, fitBgNbd } from '../fitting/fit';
import { expectedSpend, gammaGammaLikelihood } from './gamma-gamma';
import type { History } from './history';
import * as valuation from '../index';
import { compress } from './rows';

const parameter = fc.double({ min: Math.log(1e-3), max: Math.log(3_000), noNaN: true }).map(Math.exp);
const edge = (most: number) =>
  fc.oneof(fc.constant(0), fc.constant(most), fc.double({ min: 0, max: most, noNaN: true }));
const history: fc.Arbitrary<History> = fc
  .record({
    x: fc.oneof(fc.constantFrom(0, 1, 2, 2_000), fc.integer({ min: 0, max: 2_000 })),
    T: edge(2_000),
    share: fc.oneof(fc.constantFrom(0, 1, 1 - 1e-15, 1 - 1e-9), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ x, T, share }) => ({ x, tx: x === 0 ? 0 : T * share, T }));
const weeks = fc.oneof(fc.constantFrom(1e-6, 39, 2_000), fc.double({ min: 1e-6, max: 2_000, noNaN: true }));

const dropout = fc.record({ r: parameter, alpha: parameter, a: parameter, b: parameter });
const pareto = fc.record({ r: parameter, alpha: parameter, s: parameter, beta: parameter });
const models = [
  ['bgnbd', dropout],
  ['mbgnbd', dropout],
  ['paretoNbd', pareto],
] as const;
type Call = (...given: unknown[]) => number;
const of = (name: string, what: string): Call => (valuation as unknown as Record<string, Call>)[name + what] as Call;

/** What rounding may turn round. */
const HAIR = 1e-9;

describe.each(models)('%s', (name, parameters) => {
  const alive = (model: object, given: History) => of(name, 'PAlive')(model, given);
  const purchases = (model: object, given: History, t: number) => of(name, 'ExpectedPurchases')(model, given, t);

  it('has a finite log-likelihood', () => {
    fc.assert(
      fc.property(parameters, history, (model, given) => {
        expect(Math.abs(of(name, 'RowsLogLikelihood')(model, [{ ...given, weight: 3 }]))).toBeLessThan(Infinity);
      }),
      { numRuns: cases(800) },
    );
  });

  it('is alive with a chance that falls in silence', () => {
    fc.assert(
      fc.property(parameters, history, weeks, (model, given, silence) => {
        const [now, later] = [alive(model, given), alive(model, { ...given, T: given.T + silence })];
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(1);
        expect(later).toBeLessThanOrEqual(now + HAIR);
      }),
      { numRuns: cases(800) },
    );
  });

  it('expects purchases that rise with time ahead and fall in silence', () => {
    fc.assert(
      fc.property(parameters, history, weeks, weeks, (model, given, t, more) => {
        const now = purchases(model, given, t);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThan(Infinity);
        expect(purchases(model, given, t + more)).toBeGreaterThanOrEqual(now * (1 - HAIR));
        expect(purchases(model, { ...given, T: given.T + more }, t)).toBeLessThanOrEqual(now * (1 + HAIR) + 1e-300);
      }),
      { numRuns: cases(800) },
    );
  });

  it('has chances of counts', () => {
    fc.assert(
      fc.property(parameters, history, fc.integer({ min: 0, max: 2_000 }), weeks, (model, given, count, t) => {
        for (const chance of [
          of(name, 'CountProbability')(model, count, t),
          of(name, 'LaterCountProbability')(model, given, count, t),
        ]) {
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1 + HAIR);
        }
      }),
      { numRuns: cases(400) },
    );
  });

  it('has chances of counts that come to one', () => {
    fc.assert(
      fc.property(parameters, fc.double({ min: 0.01, max: 100, noNaN: true }), (model, t) => {
        const most = 100;
        let sum = 0;
        for (let count = 0; count < most; count++) sum += of(name, 'CountProbability')(model, count, t);
        expect(sum).toBeLessThanOrEqual(1 + HAIR);
        // Markov's bound on what lies beyond.
        const mean = (model.r / model.alpha) * t;
        expect(sum).toBeGreaterThanOrEqual(1 - mean / most - HAIR);
      }),
      { numRuns: cases(40) },
    );
  });

  it('comes down to levels where it says, and discounts to less than all', () => {
    fc.assert(
      fc.property(parameters, history, fc.double({ min: 0.01, max: 1, noNaN: true }), (model, given, share) => {
        const { x, tx } = given;
        const first = { x, tx, T: tx };
        const level = share * purchases(model, first, 39);
        const T = of(name, 'PurchasesCrossing')(model, x, tx, 39, level);
        if (level > 1e-290) expect(purchases(model, { x, tx, T }, 39) / level).toBeCloseTo(1, 6);
        const chance = share * alive(model, first);
        const gone = of(name, 'Crossing')(model, x, tx, chance) as number | null;
        if (gone !== null && gone < 1e12)
          expect(Math.abs(alive(model, { x, tx, T: gone }) - chance)).toBeLessThan(1e-6);
        const worth = discountedPurchases((t) => purchases(model, given, t), 39, 0.15);
        expect(worth).toBeGreaterThanOrEqual(0);
        expect(worth).toBeLessThanOrEqual(purchases(model, given, 39) * (1 + HAIR));
      }),
      { numRuns: cases(60) },
    );
  });
});

// Fader, Hardie & Lee (2005), eq. 10, by mpmath with 400 digits; where the series of
// `expectedWhileAlive` would overflow or lose digits.
it.each([
  [1, 1, 95.35299123144472, 1, 0, 0, 2000, 1.0100880440791265],
  [42.33768139814211, 1, 1.5, 1, 0, 0, 47.19125119403952, 2.9399864700872597],
  [66.31390604710613, 1, 0.5, 1, 0, 0, 39, 88.968590900802988],
  [0.001, 100, 0.7, 3000, 0, 39, 39, 0.00028056634919544467],
  [3000, 3000, 2000, 2000, 2000, 2000, 2000, 3.0010005002501251],
  [300, 10, 0.01, 0.02, 5, 20, 2000, 18881.677801897976],
])(
  'r %d, α %d, a %d, b %d: after %d in %d weeks, purchases of %d weeks while alive',
  (r, alpha, a, b, x, T, t, expected) => {
    expect(expectedWhileAlive({ r, alpha, a, b }, b + x - 1, x, T, t) / expected).toBeCloseTo(1, 11);
  },
);

describe('spend', () => {
  const spendModel = fc.record({
    p: parameter,
    q: parameter.map((more) => 1 + more),
    gamma: fc.double({ min: 1e-3, max: 1e12, noNaN: true }),
  });
  const amount = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1e9, noNaN: true }));

  it('is expected between the mean of all and that of the customer', () => {
    fc.assert(
      fc.property(spendModel, fc.integer({ min: 1, max: 2_000 }), amount, (model, x, mean) => {
        const [all, one] = [expectedSpend(model, 0, 0), expectedSpend(model, x, mean)];
        expect(one).toBeGreaterThanOrEqual(Math.min(all, mean) * (1 - HAIR));
        expect(one).toBeLessThanOrEqual(Math.max(all, mean) * (1 + HAIR));
        expect(one).toBeLessThan(Infinity);
      }),
    );
  });

  it('has a finite likelihood', () => {
    fc.assert(
      fc.property(spendModel, fc.integer({ min: 1, max: 2_000 }), amount, (model, x, mean) => {
        const { value, gradient } = gammaGammaLikelihood(model, [{ x, meanSpend: mean + 0.01, weight: 2 }]);
        for (const number of [value, ...gradient]) expect(Math.abs(number)).toBeLessThan(Infinity);
      }),
    );
  });
});

describe('a fit of a few, of equal, or of odd customers', () => {
  const isPlain = <P extends object>(fit: Fit<P>) =>
    fit.ok
      ? [...Object.values(fit.parameters), ...Object.values(fit.standardErrors), fit.logLikelihood].every(
          Number.isFinite,
        )
      : fit.reason.length > 10;

  it('is finite numbers or a reason', () => {
    const population = fc.array(fc.tuple(history, fc.constantFrom(1, 1, 30, 900)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(population, (some) => {
        const rows = compress(some.flatMap(([one, times]) => Array.from({ length: times }, () => one)));
        for (const fit of [fitBgNbd(rows), fitMbgNbd(rows)]) expect(isPlain(fit)).toBe(true);
        const spends = some.map(([{ x, T }, weight]) => ({ x, meanSpend: T, weight }));
        expect(isPlain(fitGammaGamma(spends))).toBe(true);
      }),
      { numRuns: cases(60) },
    );
  });
});

it('shares and scores of one customer, or of equal ones, are what they should be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1e9, noNaN: true }), (size, value) => {
      const equal = Array.from({ length: size }, () => value);
      // ⌈5 · mean rank / n⌉, the ranks from 1 to n.
      expect(new Set(valuation.rankScores(equal))).toEqual(new Set([Math.ceil((5 * (size + 1)) / (2 * size))]));
      const { recency } = valuation.rfmEdges(equal, equal, equal);
      expect(recency).toEqual([value + 1, value + 1, value + 1, value + 1]);
      const ranked = equal.map((score) => ({ score, revenue: 1 }));
      for (const share of [0, 0.2, 1]) expect(valuation.revenueHeld(ranked, share)).toBeCloseTo(share, 12);
      const bands = valuation.calibration(equal.map((expected) => ({ expected, actual: expected })));
      expect(bands.reduce((sum, { customers }) => sum + customers, 0)).toBe(size);
    }),
  );
});

it('what goes with what has a finite score', () => {
  const count = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(count, count, count, count, (both, first, second, neither) => {
      const ratio = valuation.logLikelihoodRatio(both, first, second, neither);
      expect(ratio).toBeGreaterThanOrEqual(0);
      expect(ratio).toBeLessThan(Infinity);
    }),
  );
});
