// Intervals that hold at all times at once: one may test at any time, as often as wanted, and stop
// at any time, and is still wrong with at most the stated error over the whole life of the
// campaign.
import { mustBePositive, mustBeShare } from './given';
import { type Lift, fiellerLift } from '../tests/lift';
import { mustBeSample } from '../means/means';
import { type Interval, type Sample, withSpread } from '../tests/sample';

export interface Watch {
  /** Chance ever to exclude the true difference; default .05. */
  readonly error?: number;
  /**
   * Number of customers (both groups together) at which the interval is narrowest: about where you
   * expect to decide. Fixed before the first test; it costs some width elsewhere, never validity.
   */
  readonly tunedFor: number;
}

export interface WatchedComparison {
  /** The treated group's mean less the control's. */
  readonly difference: number;
  readonly interval: Interval;
  /**
   * Always valid: the chance that it is ever at or below p is at most p where there is no
   * difference.
   */
  readonly p: number;
  /** Null where the control's mean does not differ from 0 significantly. */
  readonly lift: Lift | null;
}

export const USUAL_ERROR = 0.05;

/**
 * An asymptotic confidence sequence for the difference of two means or proportions: Waudby-Smith,
 * Arbour, Sinha, Kennedy & Ramdas (2024), "Time-uniform central limit theory and asymptotic
 * confidence sequences", Annals of Statistics 52 (6), theorem 2.2, for the difference of two
 * independent samples: θ̂ ± c · s.e., where c is that of `multiplierAt`. In the limit of many
 * customers; each group should have some hundreds (of a proportion, tens of successes) before the
 * first test. For rare events and small groups `watchRates` holds exactly. Groups without any
 * spread but with different means are given one by `withSpread`.
 * @returns null where a group has fewer than two customers, or all figures are equal
 * @throws RangeError for impossible samples
 */
export function watch(
  treatedGroup: Sample,
  controlGroup: Sample,
  { error = USUAL_ERROR, tunedFor }: Watch,
): WatchedComparison | null {
  mustBeSample(treatedGroup, 'treated');
  mustBeSample(controlGroup, 'control');
  const [treated, control] = withSpread(treatedGroup, controlGroup);
  const squared = squaredError(treated, control);
  if (!(squared > 0)) return null;
  const customers = treated.n + control.n;
  const x = customers * mixtureWidth(error, tunedFor);
  const multiplier = multiplierOf(x, error);
  const difference = treated.mean - control.mean;
  const half = multiplier * Math.sqrt(squared);
  return {
    difference,
    interval: { from: difference - half, to: difference + half },
    p: alwaysValidP((difference * difference) / squared, x),
    lift: fiellerLift(treated, control, multiplier),
  };
}

/** Standard error of the difference; NaN where a group has fewer than two. */
export function squaredError(treated: Sample, control: Sample): number {
  if (treated.n < 2 || control.n < 2) return NaN;
  return treated.variance / treated.n + control.variance / control.n;
}

/**
 * Returns the number of standard errors to each side of the interval at a size: √( (x+1)/x ·
 * (ln(x+1) − 2 ln α) ) with x = n ρ². A fixed test takes 1.96. Robbins (1970), "Statistical Methods
 * Related to the Law of the Iterated Logarithm", Ann. Math. Stat. 41; Howard, Ramdas, McAuliffe &
 * Sekhon (2021), "Time-uniform, nonparametric, nonasymptotic confidence sequences", Ann. Stat. 49,
 * eq. 14 (two-sided normal mixture).
 */
export function multiplierAt(customers: number, error: number, tunedFor: number): number {
  return multiplierOf(customers * mixtureWidth(error, tunedFor), error);
}

/** @param x customers times the mixture's width */
export function multiplierOf(x: number, error: number): number {
  return Math.sqrt(((x + 1) / x) * (Math.log1p(x) - 2 * Math.log(error)));
}

/**
 * ρ², the variance of the normal mixture in squared standard deviations of one customer, at which
 * the interval is narrowest at `tunedFor` customers: x = n ρ² solves x = ln(1+x) − 2 ln α, that is
 * x = −W₋₁(−α²/e) − 1. Howard et al. (2021), proposition 3.
 */
export function mixtureWidth(error: number, tunedFor: number): number {
  mustBeShare(error, 'error');
  mustBePositive(tunedFor, 'tunedFor');
  const least = -2 * Math.log(error);
  let x = least;
  // Newton's steps; after the first they approach the solution from above.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const step = ((x - Math.log1p(x) - least) * (1 + x)) / x;
    x -= step;
    if (Math.abs(step) <= Number.EPSILON * x) break;
  }
  return x / tunedFor;
}

const MOST_ROUNDS = 100;

/**
 * One over the mixture's likelihood ratio exp(z²x / 2(x+1)) / √(1+x), at most 1. @param squaredZ
 * the squared difference in standard errors
 */
function alwaysValidP(squaredZ: number, x: number): number {
  return Math.min(1, Math.exp(Math.log1p(x) / 2 - (squaredZ * x) / (2 * (x + 1))));
}
