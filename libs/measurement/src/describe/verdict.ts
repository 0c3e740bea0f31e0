// The verdict on a campaign's figures, as data for one sentence. It rests on always-valid
// intervals, so that it may be computed at any time and as often as wanted: a campaign without
// effect ever gets helped or hurt with at most the stated error.
import { must, mustBePositive, mustBeShare } from '../sequential/given';
import type { Lift } from '../tests/lift';
import { customersForWatch, daysUntil } from '../tests/power';
import { BROKEN_BELOW, watchSampleRatio } from '../tests/sample-ratio';
import { type Interval, type Sample, shareSample, withSpread } from '../tests/sample';
import { USUAL_ERROR, type WatchedComparison, watch } from '../sequential/sequences';
import { type Group, type Measured, type Trial, mustBeMeasured } from './trial';
import { requirements } from './enough';

export type Verdict =
  | ({ readonly kind: 'helped' | 'hurt' } & WatchedComparison)
  /**
   * `days` until a change of `smallestLift` would be detected with a chance of .8; 0: it would be
   * detected now; null: not within ten years.
   */
  | {
      readonly kind: 'no-difference';
      readonly days: number | null;
      readonly smallestLift: number;
      readonly interval: Interval;
      readonly lift: Lift | null;
    }
  /**
   * One group has too few customers, successes or failures for the intervals to hold. Days as
   * above.
   */
  | {
      readonly kind: 'not-enough';
      readonly group: Group;
      readonly of: 'customers' | 'successes' | 'failures';
      readonly has: number;
      readonly least: number;
      readonly days: number | null;
    }
  /** Customers per group do not fit the plan: nothing can be compared. Treated first. */
  | {
      readonly kind: 'broken-split';
      readonly counts: readonly [number, number];
      readonly expected: readonly [number, number];
      readonly p: number;
    };

const FAR_DAYS = 3650;

/** @throws RangeError for impossible figures */
export function verdict(trial: Trial): Verdict {
  const { measured, share, smallestLift, arrivalsPerDay } = trial;
  mustBeShare(share, 'share');
  mustBePositive(smallestLift, 'smallestLift');
  must(arrivalsPerDay >= 0, 'arrivalsPerDay', 'from 0', arrivalsPerDay);
  mustBeMeasured(measured);
  return brokenSplit(measured, share) ?? notEnough(trial) ?? compared(trial);
}

function brokenSplit({ treated, control }: Measured, share: number): Verdict | null {
  const counts = [treated.n, control.n] as const;
  const { expected, p } = watchSampleRatio(counts, [share, 1 - share]);
  if (p >= BROKEN_BELOW) return null;
  return { kind: 'broken-split', counts, expected: expected as [number, number], p };
}

/** Returns the first figure that is too small; null if none is. */
function notEnough({ measured, share, arrivalsPerDay }: Trial): Verdict | null {
  for (const group of ['treated', 'control'] as const) {
    const arrivals = arrivalsPerDay * (group === 'treated' ? share : 1 - share);
    for (const { of, has, least, rate } of requirements(measured, group))
      if (has < least)
        return { kind: 'not-enough', group, of, has, least, days: soon(daysUntil(least, has, arrivals * rate)) };
  }
  return null;
}

function compared(trial: Trial): Verdict {
  const { measured, smallestLift, better = 'more', error = USUAL_ERROR, tunedFor } = trial;
  const [treated, control] = withSpread(...samplesOf(measured));
  const comparison = watch(treated, control, { error, tunedFor });
  // All customers of both groups have the same figure: there is no difference and no spread from
  // which the time to detect one follows.
  if (!comparison) return { kind: 'no-difference', days: null, smallestLift, interval: { from: 0, to: 0 }, lift: null };
  const { interval, lift } = comparison;
  if (interval.from > 0) return { kind: better === 'more' ? 'helped' : 'hurt', ...comparison };
  if (interval.to < 0) return { kind: better === 'more' ? 'hurt' : 'helped', ...comparison };
  return { kind: 'no-difference', days: daysToKnow(trial, treated, control), smallestLift, interval, lift };
}

function samplesOf(measured: Measured): [treated: Sample, control: Sample] {
  if (measured.kind === 'mean') return evenlySpread(measured);
  return [shareSample(measured.treated), shareSample(measured.control)];
}

/**
 * Returns both samples with the larger of their variances. Where few customers spend, a small group
 * has two or three amounts and its own variance is far too small, or 0 without any; differences
 * would count as certain again and again.
 */
function evenlySpread({ treated, control }: { treated: Sample; control: Sample }): [treated: Sample, control: Sample] {
  const variance = Math.max(treated.variance, control.variance);
  return [
    { ...treated, variance },
    { ...control, variance },
  ];
}

/** Returns the days until detection, by the spread and shares so far. */
function daysToKnow(
  { smallestLift, error = USUAL_ERROR, tunedFor, arrivalsPerDay }: Trial,
  treated: Sample,
  control: Sample,
): number | null {
  const current = treated.n + control.n;
  const difference = Math.abs(control.mean) * smallestLift;
  // One group without spread leaves the spread of the other.
  const outlook = {
    variance: control.variance || treated.variance,
    treatedVariance: treated.variance || control.variance,
  };
  if (difference === 0) return null;
  const needed = customersForWatch(difference, outlook, tunedFor, { share: treated.n / current, error });
  return soon(daysUntil(needed, current, arrivalsPerDay));
}

function soon(days: number | null): number | null {
  return days !== null && days <= FAR_DAYS ? days : null;
}
