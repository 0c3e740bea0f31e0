// Leaves about single touchpoints and their latest times: how often, how many different, first, last, one without the other, one after the other.
import type {
  DistinctLeaf,
  EventLeaf,
  FirstLeaf,
  LastLeaf,
  Leaf,
  NeverLeaf,
  SequenceLeaf,
  UnansweredLeaf,
  Within,
} from '../language';
import { eventKey, markKey, seriesKey } from '../needs';
import type { View } from '../view';
import { after, entersAt, leavesAt } from '../windows';
import { type LeafJudge, nextTurn, orNever } from './judge';

/** How often something may have happened; `most` null: as often as it will. */
export interface Limits {
  readonly least: number;
  readonly most: number | null;
}

export function limitsOf(leaf: EventLeaf | NeverLeaf | DistinctLeaf): Limits {
  if (leaf.kind === 'never') return { least: 0, most: 0 };
  const { times } = leaf;
  if ('atLeast' in times) return { least: times.atLeast, most: null };
  return 'atMost' in times ? { least: 0, most: times.atMost } : { least: times.exactly, most: times.exactly };
}

export function timesJudge(leaf: EventLeaf | NeverLeaf): LeafJudge {
  const key = eventKey(leaf);
  return latestJudge(leaf, limitsOf(leaf), leaf.within, (view) => view.times(key));
}

/** Of each value only its latest time counts: it is within the window as long as that is. */
export function distinctJudge(leaf: DistinctLeaf): LeafJudge {
  const key = seriesKey(leaf, leaf.property);
  return latestJudge(leaf, limitsOf(leaf), leaf.within, (view) => view.seen(key).map(([, at]) => at));
}

/**
 * From `least` to `most` times within a window. The count only falls while nothing happens: to below n when the n-th latest leaves the window,
 * which is why the n latest times are all that is kept.
 */
function latestJudge(
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
    value: (view, at) => {
      const zone = view.zoneOf(within);
      const times = timesOf(view).filter((time) => leavesAt(time, within, zone) > at);
      return { times: times.length, latest: times[0] ?? null };
    },
  };
}

export function markJudge(leaf: FirstLeaf | LastLeaf): LeafJudge {
  const { kind, within } = leaf;
  const key = markKey(leaf, leaf.has);
  /** From when to when it holds. */
  const spanOf = (view: View): [number, number] => {
    const mark = view.mark(kind, key);
    if (!mark?.[2]) return [Infinity, -Infinity];
    const zone = view.zoneOf(within);
    return [entersAt(mark[0], within, zone), leavesAt(mark[0], within, zone)];
  };
  return {
    leaf,
    holds: (view, at) => isWithin(spanOf(view), at),
    changesAfter: (view, at) => nextTurn(...spanOf(view), at),
    value: (view) => {
      const mark = view.mark(kind, key);
      return mark && { at: mark[0], has: mark[2] };
    },
  };
}

export function unansweredJudge(leaf: UnansweredLeaf): LeafJudge {
  const { within } = leaf;
  const [asked, answered] = [eventKey(leaf), eventKey(leaf.by)];
  const spanOf = (view: View): [number, number] => {
    const [last] = view.times(asked);
    const [answer] = view.times(answered);
    if (last === undefined || (answer !== undefined && answer >= last)) return [Infinity, -Infinity];
    const zone = view.zoneOf(within);
    return [after(last, leaf.for, zone), leavesAt(last, within, zone)];
  };
  return {
    leaf,
    holds: (view, at) => isWithin(spanOf(view), at),
    changesAfter: (view, at) => nextTurn(...spanOf(view), at),
    value: (view) => ({ latest: view.times(asked)[0] ?? null, answered: view.times(answered)[0] ?? null }),
  };
}

export function sequenceJudge(leaf: SequenceLeaf): LeafJudge {
  const { within } = leaf;
  const keys = leaf.steps.map(eventKey);
  const spanOf = (view: View): [number, number] => {
    const end = latestEnd(
      keys.map((key) => view.times(key)),
      (start) => after(start, leaf.span, view.zoneOf(within)),
    );
    return end === null ? [Infinity, -Infinity] : [end, leavesAt(end, within, view.zoneOf(within))];
  };
  return {
    leaf,
    holds: (view, at) => isWithin(spanOf(view), at),
    changesAfter: (view, at) => nextTurn(...spanOf(view), at),
    value: (view) => {
      const [end] = spanOf(view);
      return { completed: end === Infinity ? null : end };
    },
  };
}

/** When the latest run through all steps ended that took no longer than allowed; times are latest first. */
function latestEnd(steps: readonly (readonly number[])[], deadlineOf: (start: number) => number): number | null {
  for (const end of steps.at(-1) ?? []) {
    const start = latestStart(steps, end);
    if (start === null) return null;
    if (end <= deadlineOf(start)) return end;
  }
  return null;
}

/** Going back from the end, the latest touchpoint of each step before the next one makes the shortest run. */
function latestStart(steps: readonly (readonly number[])[], end: number): number | null {
  let next = end;
  for (let step = steps.length - 2; step >= 0; step--) {
    const before = steps[step]?.find((time) => time < next);
    if (before === undefined) return null;
    next = before;
  }
  return next;
}

function isWithin([from, until]: [number, number], at: number): boolean {
  return from <= at && at < until;
}
