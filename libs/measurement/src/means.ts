// Two means once, at an instant that was fixed before: Welch's test. Who looks more often than once takes `sequences.ts`.
import { studentQuantile, studentTwoSided } from './distributions';
import { must, mustBeCount, mustBeFinite, mustBeShare } from './given';
import { type Lift, fiellerLift } from './lift';
import type { Interval, Sample } from './sample';

export interface MeanComparison {
  /** The treated group's mean less the control's. */
  readonly difference: number;
  readonly interval: Interval;
  readonly t: number;
  /** Degrees of freedom by Welch and Satterthwaite. */
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
  /** Null where the control's mean cannot be told from 0. */
  readonly lift: Lift | null;
}

/**
 * Welch (1947), "The generalization of 'Student's' problem when several different population variances are involved", Biometrika 34. For skewed spend it
 * leans on the central limit: winsorise, and let each group have some hundreds of customers.
 * @returns null where a group has fewer than two customers or neither has any spread: nothing can be told
 * @throws RangeError for samples that cannot be
 */
export function compareMeans(treated: Sample, control: Sample, level = 0.95): MeanComparison | null {
  mustBeShare(level, 'level');
  const [v1, v0] = [errorOf(treated, 'treated'), errorOf(control, 'control')];
  if (!(v1 + v0 > 0)) return null;
  const difference = treated.mean - control.mean;
  const error = Math.sqrt(v1 + v0);
  const df = ((v1 + v0) * (v1 + v0)) / ((v1 * v1) / (treated.n - 1) + (v0 * v0) / (control.n - 1));
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
function errorOf(sample: Sample, path: string): number {
  mustBeSample(sample, path);
  return sample.variance / sample.n;
}

/** @throws RangeError for what no group can have; a group of fewer than two may have no mean or variance */
export function mustBeSample({ n, mean, variance }: Sample, path: string): void {
  mustBeCount(n, `${path}.n`);
  if (n < 2) return;
  mustBeFinite(mean, `${path}.mean`);
  must(Number.isFinite(variance) && variance >= 0, `${path}.variance`, 'a finite number from 0', variance);
}
