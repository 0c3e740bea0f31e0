// Leaves about one touchpoint without another after it.
import { after, leavesAt } from '../facts/windows';
import type { UnansweredLeaf } from '../language/leaves';
import { eventKey } from '../needs/keys';
import { type LeafJudge, orNever } from './judge';
import { type Latest, latestOf } from './latest';
import type { View } from './view';

export function unansweredJudge(leaf: UnansweredLeaf): LeafJudge {
  const [asked, answered] = [eventKey(leaf), eventKey(leaf.by)];
  const left = (view: View) => leftOver(latestOf(view, asked), latestOf(view, answered), leaf, view);
  const spanAt = ({ spans }: LeftOver, at: number) => spans.find(({ from, until }) => from <= at && at < until);
  return {
    leaf,
    holds: (view, at) => spanAt(left(view), at) !== undefined,
    changesAfter: (view, at) => turnOf(left(view).spans, at),
    // Dropped touchpoints are earlier than the kept ones and leave the window first, so they matter
    // only where no kept one holds.
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

/** One unanswered touchpoint, and the instants between which it counts. */
interface Span {
  readonly since: number;
  readonly from: number;
  readonly until: number;
}

interface LeftOver {
  /** Latest first: of two the later begins and ends later, or with the other. */
  readonly spans: readonly Span[];
  /** Whether touchpoints that were dropped may still be within the window. */
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
 * Whether there is an answer from one instant until before another; `lost` where the answers of
 * that time were dropped.
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
