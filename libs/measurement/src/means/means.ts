// Compares two means once, at an instant fixed in advance: Welch's test. For repeated tests use
// `sequences.ts`.
import { studentQuantile, studentTwoSided } from '../tests/distributions';
import { must, mustBeCount, mustBeFinite, mustBeShare } from '../sequential/given';
import { type Lift, fiellerLift } from '../tests/lift';
import { type Interval, type Sample, withSpread } from '../tests/sample';

export interface MeanComparison {
  /** The treated group's mean less the control's. */
  readonly difference: number;
  readonly interval: Interval;
  readonly t: number;
  /** Degrees of freedom by Welch and Satterthwaite. */
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
  /** Null where the control's mean does not differ from 0 significantly. */
  readonly lift: Lift | null;
}

/**
 * Welch (1947), "The generalization of 'Student's' problem when several different population
 * variances are involved", Biometrika 34. For skewed spend it relies on the central limit:
 * winsorise, and let each group have some hundreds of customers. Groups without any spread but with
 * different means are given one by `withSpread`.
 * @returns null where a group has fewer than two customers, or all figures are equal
 * @throws RangeError for impossible samples
 */
export function compareMeans(treatedGroup: Sample, controlGroup: Sample, level = 0.95): MeanComparison | null {
  mustBeShare(level, 'level');
  mustBeSample(treatedGroup, 'treated');
  mustBeSample(controlGroup, 'control');
  const [treated, control] = withSpread(treatedGroup, controlGroup);
  const [v1, v0] = [errorOf(treated), errorOf(control)];
  if (!(v1 + v0 > 0)) return null;
  const difference = treated.mean - control.mean;
  const error = Math.sqrt(v1 + v0);
  const share = v1 / (v1 + v0);
  const df = 1 / ((share * share) / (treated.n - 1) + ((1 - share) * (1 - share)) / (control.n - 1));
  const multiplier = studentQuantile(level, df);
  return {
    difference,
    interval: { from: difference - multiplier * error, to: difference + multiplier * error },
    t: difference / error,
    df,
    p: studentTwoSided(difference / error, df),
    lift: fiellerLift(treated, control, multiplier),
  };
}

/** The squared standard error of a group's mean; NaN of fewer than two customers. */
function errorOf({ n, variance }: Sample): number {
  return n < 2 ? NaN : variance / n;
}

/**
 * @throws RangeError for impossible figures; a group of fewer than two may lack mean or variance
 */
export function mustBeSample({ n, mean, variance }: Sample, path: string): void {
  mustBeCount(n, `${path}.n`);
  if (n < 2) return;
  mustBeFinite(mean, `${path}.mean`);
  must(Number.isFinite(variance) && variance >= 0, `${path}.variance`, 'a finite number from 0', variance);
}
