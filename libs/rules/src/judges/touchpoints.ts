// Leaves about single touchpoints and their latest times: how often, how many different, first,
// last, one without the other, one after the other.
import type {
  Count,
  DistinctLeaf,
  EventLeaf,
  FirstLeaf,
  LastLeaf,
  Leaf,
  NeverLeaf,
  SequenceLeaf,
  UnansweredLeaf,
  Within,
} from '../language/language';
import { LATEST_TIMES, eventKey, markKey, seriesKey } from '../compile/needs';
import type { View } from '../compile/view';
import { after, entersAt, firstIndex, leavesAt } from '../facts/windows';
import { type LeafJudge, nextTurn, orNever } from './judge';

/** How often something may have happened; `most` null: as often as it will. */
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

/** Of each value only its latest time counts: it is within the window as long as that is. */
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
  const [asked, answered] = [eventKey(leaf), eventKey(leaf.by)];
  const left = (view: View) => leftOver(latestOf(view, asked), latestOf(view, answered), leaf, view);
  const spanAt = ({ spans }: LeftOver, at: number) => spans.find(({ from, until }) => from <= at && at < until);
  return {
    leaf,
    holds: (view, at) => spanAt(left(view), at) !== undefined,
    changesAfter: (view, at) => turnOf(left(view).spans, at),
    // What is not known is earlier than what is, and leaves the window first: it matters only where
    // nothing known holds.
    isRough: (view) => {
      const found = left(view);
      return found.isUnsure && spanAt(found, view.context.now) === undefined;
    },
    value: (view, at) => ({
      unanswered: spanAt(left(view), at)?.since ?? null,
      latest: view.times(asked)[0] ?? null,
      answered: view.times(answered)[0] ?? null,
    }),
  };
}

/** One touchpoint that was left without an answer, and from when to when that counts. */
interface Span {
  readonly since: number;
  readonly from: number;
  readonly until: number;
}

interface LeftOver {
  /** Latest first: of two the later begins and ends later, or with the other. */
  readonly spans: readonly Span[];
  /** Whether there may be earlier ones within the window of which it is not known any more. */
  readonly isUnsure: boolean;
}

/** What was left unanswered, as far as it is within the window now or later. */
function leftOver(asked: Latest, answers: Latest, { for: wait, still, within }: UnansweredLeaf, view: View): LeftOver {
  const zone = view.zoneOf(within);
  const spans: Span[] = [];
  for (const since of asked.times) {
    const until = leavesAt(since, within, zone);
    if (until <= view.context.now) return { spans, isUnsure: false };
    const from = after(since, wait, zone);
    const answer = answerTo(since, still ? Infinity : from, answers);
    if (answer === 'lost') return { spans, isUnsure: true };
    if (answer === 'none') spans.push({ since, from, until });
  }
  const isAnswered = still === true && (answers.times[0] ?? -Infinity) >= (asked.times.at(-1) ?? Infinity);
  return { spans, isUnsure: !asked.isWhole && !isAnswered };
}

/**
 * Whether there is an answer from one instant until before another; `lost` where those of that time
 * are not kept any more.
 */
function answerTo(since: number, before: number, { times, isWhole }: Latest): 'given' | 'none' | 'lost' {
  const next = times.findLast((time) => time >= since);
  if (next !== undefined && next < before) return 'given';
  return isWhole || next !== times.at(-1) ? 'none' : 'lost';
}

/**
 * The end of what holds at `at` with all that takes over from it, else the next beginning; null if
 * never.
 */
function turnOf(spans: readonly Span[], at: number): number | null {
  let end: number | null = null;
  for (const { from, until } of spans.toReversed()) {
    if (until <= Math.max(at, from)) continue;
    if (end === null && from > at) return from;
    if (end !== null && from > end) break;
    end = until;
  }
  return end === null ? null : orNever(end);
}

/** The latest times of a pattern, latest first; `isWhole` false if there were earlier ones. */
interface Latest {
  readonly times: readonly number[];
  readonly isWhole: boolean;
}

/** However many other rules have kept: every rule has the same answer alone. */
function latestOf(view: View, key: string): Latest {
  const times = view.times(key);
  return times.length > LATEST_TIMES
    ? { times: times.slice(0, LATEST_TIMES), isWhole: false }
    : { times, isWhole: true };
}

export function sequenceJudge(leaf: SequenceLeaf): LeafJudge {
  const { within } = leaf;
  const keys = leaf.steps.map(eventKey);
  const runOf = (view: View): Run =>
    latestRun(
      keys.map((key) => latestOf(view, key)),
      (start) => after(start, leaf.span, view.zoneOf(within)),
    );
  const spanOf = (view: View): [number, number] => {
    const { end } = runOf(view);
    return end === null ? [Infinity, -Infinity] : [end, leavesAt(end, within, view.zoneOf(within))];
  };
  return {
    leaf,
    holds: (view, at) => isWithin(spanOf(view), at),
    changesAfter: (view, at) => nextTurn(...spanOf(view), at),
    isRough: (view) => {
      const { unsure } = runOf(view);
      return unsure > -Infinity && leavesAt(unsure, within, view.zoneOf(within)) > view.context.now;
    },
    value: (view) => ({ completed: runOf(view).end }),
  };
}

/** The latest way through all steps that took no longer than allowed. */
interface Run {
  readonly end: number | null;
  /** The latest time at which it may have ended if more were kept; −Infinity if it is known. */
  readonly unsure: number;
}

function latestRun(steps: readonly Latest[], deadlineOf: (start: number) => number): Run {
  const ends = steps.at(-1) as Latest;
  for (const end of ends.times) {
    const start = latestStart(steps, end);
    if (start === null) return { end: null, unsure: -Infinity };
    if (end > deadlineOf(start.at)) continue;
    return start.isKnown ? { end, unsure: -Infinity } : { end: null, unsure: end };
  }
  return { end: null, unsure: ends.isWhole ? -Infinity : (ends.times.at(-1) as number) };
}

/**
 * Going back from the end, the latest touchpoint of each step before the next one makes the
 * shortest run. Where a step's earlier times are not kept, it began before `at`; null if there is
 * none.
 */
function latestStart(steps: readonly Latest[], end: number): { at: number; isKnown: boolean } | null {
  let next = end;
  for (const { times, isWhole } of steps.slice(0, -1).reverse()) {
    const before = times.find((time) => time < next);
    if (before === undefined) return isWhole ? null : { at: next, isKnown: false };
    next = before;
  }
  return { at: next, isKnown: true };
}

export function isWithin([from, until]: [number, number], at: number): boolean {
  return from <= at && at < until;
}
