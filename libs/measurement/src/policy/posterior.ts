// Posterior distributions of a choice's mean reward: Beta for rewards of 0 or 1, normal for
// amounts, with the variance known or not. Evidence may be fractional (see `evidence.ts`).
import { betaCdf, lnBeta, normalCdf, studentCdf, studentDensity } from '../tests/distributions';
import type { Evidence } from '../sequential/evidence';
import { must, mustBeFinite, mustBePositive } from '../sequential/given';

/**
 * A distribution on a line, as numerical integration needs it. Posteriors on the same line can be
 * compared.
 */
export interface Posterior {
  readonly mean: number;
  readonly density: (place: number) => number;
  readonly cumulative: (place: number) => number;
  /**
   * Ascending places between which the density is smooth, from where it begins to where it ends to
   * 1e-13.
   */
  readonly marks: readonly number[];
}

export interface BetaBelief {
  readonly a: number;
  readonly b: number;
}

/** Uniform: worth one success and one failure. */
export const UNIFORM: BetaBelief = { a: 1, b: 1 };

/**
 * Bayes' rule for rewards of 0 or 1. @throws RangeError where the evidence has more successes than
 * trials, or fewer than none
 */
export function betaBelief(
  { n, sum }: Pick<Evidence, 'n' | 'sum'>,
  prior: BetaBelief = UNIFORM,
  path = 'evidence',
): BetaBelief {
  mustBePositive(prior.a, 'prior.a');
  mustBePositive(prior.b, 'prior.b');
  mustBeFinite(n, `${path}.n`);
  // Decay may leave slightly more successes than trials.
  must(sum >= 0 && sum <= n * (1 + 1e-9), `${path}.sum`, `from 0 to ${path}.n (${n})`, sum);
  return { a: prior.a + sum, b: prior.b + Math.max(0, n - sum) };
}

/**
 * On the line of log-odds, where every Beta is a smooth hill, also those that run off to infinity
 * at 0 or 1.
 */
export function betaPosterior({ a, b }: BetaBelief): Posterior {
  const scale = lnBeta(a, b);
  const middle = Math.log(a / b);
  const width = Math.sqrt(1 / a + 1 / b);
  return {
    mean: a / (a + b),
    density: (odds) => Math.exp(-a * Math.log1p(Math.exp(-odds)) - b * Math.log1p(Math.exp(odds)) - scale),
    // From the nearer end, or a share of 1 less next to nothing would be 1.
    cumulative: (odds) =>
      odds < 0 ? betaCdf(1 / (1 + Math.exp(-odds)), a, b) : 1 - betaCdf(1 / (1 + Math.exp(odds)), b, a),
    marks: [
      ...TAIL.map((steps) => middle - HILL_END * width - steps / a).reverse(),
      ...HILL.map((steps) => middle + steps * width),
      ...TAIL.map((steps) => middle + HILL_END * width + steps / b),
    ],
  };
}

const HILL_END = 8;
const HILL = [-8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8];
/** Beyond the hill it falls exponentially: this many e-folds. */
const TAIL = [4, 12, 36];

/**
 * Normal prior of the mean; `customers` and `varianceCustomers` are the numbers of customers that
 * the guesses are worth.
 */
export interface NormalPrior {
  readonly mean: number;
  readonly customers: number;
  readonly variance: number;
  /** Infinity: the variance is known. */
  readonly varianceCustomers: number;
}

/** Student's t around `mean`; the normal where `df` is infinite. */
export interface NormalBelief {
  readonly mean: number;
  readonly scale: number;
  readonly df: number;
}

/**
 * The mean's marginal posterior under the conjugate normal–inverse-χ² prior. Gelman et al. (2013),
 * "Bayesian Data Analysis", 3rd ed., section 3.3; with a known variance section 2.5, eq. 2.12. For
 * skewed amounts an approximation that needs some hundreds of customers.
 */
export function normalBelief({ n, sum, sumOfSquares }: Omit<Evidence, 'at'>, prior: NormalPrior): NormalBelief {
  mustBeFinite(prior.mean, 'prior.mean');
  mustBePositive(prior.customers, 'prior.customers');
  mustBePositive(prior.variance, 'prior.variance');
  must(prior.varianceCustomers > 0, 'prior.varianceCustomers', 'above 0', prior.varianceCustomers);
  const customers = prior.customers + n;
  const mean = (prior.customers * prior.mean + sum) / customers;
  if (prior.varianceCustomers === Infinity) return { mean, scale: Math.sqrt(prior.variance / customers), df: Infinity };
  const df = prior.varianceCustomers + n;
  const seen = n > 0 ? Math.max(0, sumOfSquares - (sum * sum) / n) : 0;
  const apart = n > 0 ? ((prior.customers * n) / customers) * (sum / n - prior.mean) ** 2 : 0;
  const variance = (prior.varianceCustomers * prior.variance + seen + apart) / df;
  return { mean, scale: Math.sqrt(variance / customers), df };
}

export function normalPosterior({ mean, scale, df }: NormalBelief): Posterior {
  const at = (place: number) => (place - mean) / scale;
  const reach = doublings(df);
  return {
    mean,
    density:
      df === Infinity
        ? (place) => Math.exp((-at(place) * at(place)) / 2) / (Math.sqrt(2 * Math.PI) * scale)
        : (place) => studentDensity(at(place), df) / scale,
    cumulative: df === Infinity ? (place) => normalCdf(at(place)) : (place) => studentCdf(at(place), df),
    marks: [
      ...reach.map((steps) => mean - steps * scale).reverse(),
      mean,
      ...reach.map((steps) => mean + steps * scale),
    ],
  };
}

/**
 * From half a standard deviation on, doubled until nothing is left: the tail of t falls like a
 * power.
 */
function doublings(df: number): number[] {
  const most = Math.min(MOST_DOUBLINGS, 5 + Math.ceil(LEFT_OUT_BITS / df));
  return [...NEAR, ...Array.from({ length: most - 3 }, (_, power) => 2 ** (power + 3))];
}

const NEAR = [0.5, 1, 2, 3, 4, 6];
const LEFT_OUT_BITS = 44;
const MOST_DOUBLINGS = 60;
