// A group as comparisons see it, whatever was measured: its size, the mean, and the variance of one customer around it. Proportions, means, ratios and
// means adjusted by what was known before all come down to this.
import { must, mustBeCount, mustBeFinite } from './given';
import { type Moments, type PairedMoments, centred } from './moments';

export interface Sample {
  readonly n: number;
  readonly mean: number;
  /** Of one customer; NaN where fewer than two leave it unknown. */
  readonly variance: number;
}

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** So many customers, of whom so many did it. */
export interface Successes {
  readonly n: number;
  readonly successes: number;
}

/** The mean of one number per customer, the variance with n − 1. @throws RangeError for n that is no count, or sums that are not finite */
export function sampleOf({ n, sum, sumOfSquares }: Moments, path = 'moments'): Sample {
  mustBeCount(n, `${path}.n`);
  mustBeFinite(sum, `${path}.sum`);
  mustBeFinite(sumOfSquares, `${path}.sumOfSquares`);
  // Rounding may leave a little below nothing.
  return { n, mean: sum / n, variance: n < 2 ? NaN : Math.max(0, centred(sumOfSquares, sum, sum, n)) / (n - 1) };
}

/** @throws RangeError for counts that cannot be */
export function shareSample(counts: Successes, path = 'counts'): Sample {
  mustBeSuccesses(counts, path);
  const mean = counts.successes / counts.n;
  return { n: counts.n, mean, variance: mean * (1 - mean) };
}

export function mustBeSuccesses({ n, successes }: Successes, path: string): void {
  mustBeCount(n, `${path}.n`);
  mustBeCount(successes, `${path}.successes`);
  must(successes <= n, `${path}.successes`, `at most ${path}.n (${n})`, successes);
}

/**
 * A ratio of two sums, e.g. revenue per order where customers, not orders, were split: Σ value / Σ other, with the variance of one customer by the delta
 * method. Deng, Knoblich & Lu (2018), "Applying the Delta Method in Metric Analytics", KDD: Var(R) ≈ (Var y − 2R Cov + R² Var x) / (n x̄²).
 * Good where x̄ is many standard errors above 0.
 */
export function ratioSample(pairs: PairedMoments, path = 'pairs'): Sample {
  const { n, variance } = sampleOf(pairs, path);
  const below = sampleOf(otherOf(pairs), path);
  const mean = pairs.sum / pairs.otherSum;
  const spread = variance - 2 * mean * covariance(pairs) + mean * mean * below.variance;
  return { n, mean, variance: Math.max(0, spread) / (below.mean * below.mean) };
}

/** With n − 1. */
export function covariance({ n, sum, otherSum, productSum }: PairedMoments): number {
  return centred(productSum, sum, otherSum, n) / (n - 1);
}

export function otherOf({ n, otherSum, otherSumOfSquares }: PairedMoments): Moments {
  return { n, sum: otherSum, sumOfSquares: otherSumOfSquares };
}
