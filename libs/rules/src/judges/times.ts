// Leaves about the latest times of a pattern: how often it happened, how many different values.
import { firstIndex, leavesAt } from '../facts/windows';
import type { Count } from '../language/comparisons';
import type { DistinctLeaf, EventLeaf, Leaf, NeverLeaf } from '../language/leaves';
import type { Within } from '../language/time';
import { eventKey, seriesKey } from '../needs/keys';
import { type LeafJudge, orNever } from './judge';
import type { View } from './view';

/** How often something may have happened; `most` null: no maximum. */
export interface Limits {
  readonly least: number;
  readonly most: number | null;
}

export function limitsOf(leaf: EventLeaf | NeverLeaf | DistinctLeaf): Limits {
  return leaf.kind === 'never' ? { least: 0, most: 0 } : countLimits(leaf.times);
}

export function countLimits(times: Count): Limits {
  if ('atLeast' in times) return { least: times.atLeast, most: null };
  return 'atMost' in times ? { least: 0, most: times.atMost } : { least: times.exactly, most: times.exactly };
}

export function timesJudge(leaf: EventLeaf | NeverLeaf): LeafJudge {
  const key = eventKey(leaf);
  return latestJudge(leaf, limitsOf(leaf), leaf.within, (view) => view.times(key));
}

/** Only the latest time of each value counts: the value is within the window while that time is. */
export function distinctJudge(leaf: DistinctLeaf): LeafJudge {
  const key = seriesKey(leaf, leaf.property);
  return latestJudge(leaf, limitsOf(leaf), leaf.within, (view) => view.seen(key).map(([, at]) => at));
}

/**
 * From `least` to `most` times within a window. The count only falls while nothing happens: to
 * below n when the n-th latest leaves the window, which is why the n latest times are all that is
 * kept.
 */
export function latestJudge(
  leaf: Leaf,
  { least, most }: Limits,
  within: Within | undefined,
  timesOf: (view: View) => readonly number[],
): LeafJudge {
  const leaving = (view: View, n: number): number => {
    const at = timesOf(view)[n - 1];
    return at === undefined ? -Infinity : leavesAt(at, within, view.zoneOf(within));
  };
  const reaches = (view: View, n: number, at: number) => n === 0 || leaving(view, n) > at;
  return {
    leaf,
    holds: (view, at) => reaches(view, least, at) && (most === null || !reaches(view, most + 1, at)),
    changesAfter: (view, at) => {
      if (most !== null && reaches(view, most + 1, at)) {
        const fewEnough = leaving(view, most + 1);
        // Where several leave together the count may fall past the range at once.
        return reaches(view, least, fewEnough) ? orNever(fewEnough) : null;
      }
      const until = least > 0 ? leaving(view, least) : -Infinity;
      return until > at ? orNever(until) : null;
    },
    ...(most === null && {
      judgement: (view: View) => {
        const until = leaving(view, least);
        const holds = until > view.context.now;
        return { holds, standsUntil: holds ? orNever(until) : null };
      },
    }),
    value: (view, at) => {
      const zone = view.zoneOf(within);
      const times = timesOf(view);
      const count = firstIndex(0, times.length, (index) => leavesAt(times[index] as number, within, zone) <= at);
      return { times: count, latest: count > 0 ? (times[0] as number) : null };
    },
  };
}
