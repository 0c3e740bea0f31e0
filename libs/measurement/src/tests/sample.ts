// A group as comparisons take it: its size, the mean, and the variance of one customer.
// Proportions, means, ratios and adjusted means are all reduced to this.
import { must, mustBeCount, mustBeFinite } from '../sequential/given';
import { type Moments, type PairedMoments, centred } from '../means/moments';
import { beyond, roundingOf } from '../describe/rounding';

export interface Sample {
  readonly n: number;
  readonly mean: number;
  /** Variance of one customer; NaN with fewer than two. */
  readonly variance: number;
}

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A number of customers, and how many of them succeeded (bought, clicked, …). */
export interface Successes {
  readonly n: number;
  readonly successes: number;
}

/**
 * The mean of one number per customer, the variance with n − 1. @throws RangeError for n that is no
 * count, or sums that are not finite
 */
export function sampleOf({ n, sum, sumOfSquares }: Moments, path = 'moments'): Sample {
  mustBeCount(n, `${path}.n`);
  mustBeFinite(sum, `${path}.sum`);
  mustBeFinite(sumOfSquares, `${path}.sumOfSquares`);
  const squares = centred(sumOfSquares, sum, sum, n);
  return { n, mean: sum / n, variance: n < 2 ? NaN : beyond(roundingOf(sumOfSquares, n), squares) / (n - 1) };
}

/**
 * Two groups for a comparison. Where neither has any spread of its own but their means differ (all
 * of one spend 10, all of the other 12), the difference would be certain with any number of
 * customers; then each gets the variance of all customers around their common mean. The difference
 * then lies √(n − 1) standard errors from 0, n of both groups together. Means that differ by less
 * than rounding may hide stay without spread.
 */
export function withSpread(treated: Sample, control: Sample): [treated: Sample, control: Sample] {
  const n = treated.n + control.n;
  const difference = Math.abs(treated.mean - control.mean);
  const hidden = 2 * Math.sqrt(n * Number.EPSILON) * Math.max(Math.abs(treated.mean), Math.abs(control.mean));
  if (!(treated.variance === 0 && control.variance === 0 && difference > hidden)) return [treated, control];
  const variance = (treated.n * control.n * difference * difference) / (n * (n - 1));
  return [
    { ...treated, variance },
    { ...control, variance },
  ];
}

/** @throws RangeError for impossible counts */
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
 * Returns a ratio of two sums, e.g. revenue per order where customers, not orders, were split: Σ
 * value / Σ other, with the variance of one customer by the delta method. Deng, Knoblich & Lu
 * (2018), "Applying the Delta Method in Metric Analytics", KDD: Var(R) ≈ (Var y − 2R Cov + R² Var
 * x) / (n x̄²). Valid where x̄ is many standard errors above 0.
 */
export function ratioSample(pairs: PairedMoments, path = 'pairs'): Sample {
  const { n, variance } = sampleOf(pairs, path);
  const below = sampleOf(otherOf(pairs), path);
  const mean = pairs.sum / pairs.otherSum;
  const spread = leftOf(pairs, mean, variance, below.variance);
  return { n, mean, variance: spread / (below.mean * below.mean) };
}

/** Var(y − θx); 0 where only rounding is left. */
export function leftOf(pairs: PairedMoments, theta: number, variance: number, otherVariance: number): number {
  const { n, sumOfSquares, otherSumOfSquares } = pairs;
  const square = theta * theta;
  const rounding = 2 * (roundingOf(sumOfSquares, n) + square * roundingOf(otherSumOfSquares, n));
  return beyond(rounding / (n - 1), variance - 2 * theta * covariance(pairs) + square * otherVariance);
}

/** Variance with n − 1. */
export function covariance({ n, sum, otherSum, productSum }: PairedMoments): number {
  return centred(productSum, sum, otherSum, n) / (n - 1);
}

export function otherOf({ n, otherSum, otherSumOfSquares }: PairedMoments): Moments {
  return { n, sum: otherSum, sumOfSquares: otherSumOfSquares };
}
