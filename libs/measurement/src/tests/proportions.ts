// Compares two proportions once, at an instant fixed in advance: pooled z test and Newcombe's
// interval. For repeated tests use `sequences.ts`.
import { normalQuantile, normalTwoSided } from './distributions';
import { must, mustBeShare } from '../sequential/given';
import { type Lift, hybridLift } from './lift';
import { type Interval, type Successes, mustBeSuccesses } from './sample';

export interface ProportionComparison {
  /** The treated group's share less the control's. */
  readonly difference: number;
  readonly interval: Interval;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  /** Null where the control has no success. */
  readonly lift: Lift | null;
}

/**
 * Wilson's score interval of one proportion. Wilson (1927), JASA 22; Newcombe (1998), "Two-sided
 * confidence intervals for the single proportion", Stat. Med. 17, method 3.
 */
export function wilson(counts: Successes, level = 0.95, path = 'counts'): Interval {
  mustBeSuccesses(counts, path);
  mustBeShare(level, 'level');
  const { n, successes } = counts;
  must(n > 0, `${path}.n`, 'above 0', n);
  const z = normalQuantile((1 + level) / 2);
  const share = successes / n;
  const middle = successes + (z * z) / 2;
  const half = z * Math.sqrt(n * share * (1 - share) + (z * z) / 4);
  const whole = n + z * z;
  // With no success both are equal exactly; with successes only, rounding would leave a rest.
  return { from: (middle - half) / whole, to: successes === n ? 1 : (middle + half) / whole };
}

/**
 * The z test with a pooled variance (Fleiss, Levin & Paik 2003, "Statistical Methods for Rates and
 * Proportions", chapter 3, without correction for continuity) and the hybrid score interval of
 * Newcombe (1998), "Interval estimation for the difference between independent proportions", Stat.
 * Med. 17, method 10. The two use different variances and may disagree at the edge.
 * @throws RangeError for impossible counts, or an empty group
 */
export function compareProportions(treated: Successes, control: Successes, level = 0.95): ProportionComparison {
  const [of1, of0] = [wilson(treated, level, 'treated'), wilson(control, level, 'control')];
  const [p1, p0] = [treated.successes / treated.n, control.successes / control.n];
  const z = pooledZ(treated, control);
  const interval = {
    from: p1 - p0 - Math.hypot(p1 - of1.from, of0.to - p0),
    to: p1 - p0 + Math.hypot(of1.to - p1, p0 - of0.from),
  };
  return { difference: p1 - p0, interval, z, p: normalTwoSided(z), lift: hybridLift(p1, of1, p0, of0) };
}

function pooledZ(treated: Successes, control: Successes): number {
  const pooled = (treated.successes + control.successes) / (treated.n + control.n);
  // With only successes or none there is no difference.
  if (pooled === 0 || pooled === 1) return 0;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / treated.n + 1 / control.n));
  return (treated.successes / treated.n - control.successes / control.n) / error;
}
