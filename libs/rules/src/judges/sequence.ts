// Leaves about touchpoints one after the other.
import { after, leavesAt } from '../facts/windows';
import type { SequenceLeaf } from '../language/leaves';
import { eventKey } from '../needs/keys';
import { type LeafJudge, isWithin, nextTurn } from './judge';
import { type Latest, latestOf } from './latest';
import type { View } from './view';

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
  /** Latest time at which a dropped sequence may have ended; −Infinity if none was dropped. */
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
