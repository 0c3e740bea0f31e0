// Each kind of leaf answers twice: does it hold at an instant, and at which first later instant does its own answer change if nothing happens.
import { type Day, dayNumber, dayNumberAt, startOfDayNumber } from '@segue/valuation';
import { type Range, fits, inRange, rangeOf } from './comparison';
import type { NumberFact } from './context';
import type { EventLeaf, Leaf, NeverLeaf, NumberLeaf, RecencyLeaf, TierLeaf, TraitLeaf, Within } from './language';
import { eventKey } from './needs';
import type { View } from './view';
import { leavesAt } from './windows';

export interface LeafJudge {
  readonly leaf: Leaf;
  /** At `at`, which is now or later, if nothing happens until then. */
  holds(view: View, at: number): boolean;
  /** The first instant after `at` at which `holds` is other than at `at`; null if never. */
  changesAfter(view: View, at: number): number | null;
  /** What was compared, at `at`: plain JSON for the record. */
  value(view: View, at: number): unknown;
}

export function judgeOf(leaf: Leaf): LeafJudge {
  switch (leaf.kind) {
    case 'trait':
      return traitJudge(leaf);
    case 'event':
      return eventJudge(leaf);
    case 'never':
      return timesJudge(leaf, eventKey(leaf), 0, 0, leaf.within);
    case 'recency':
      return recencyJudge(leaf);
    case 'tier':
      return tierJudge(leaf);
    case 'number':
      return numberJudge(leaf);
  }
}

function traitJudge(leaf: TraitLeaf): LeafJudge {
  return {
    leaf,
    holds: (view) => fits(leaf, view.trait(leaf.name)),
    changesAfter: () => null,
    value: (view) => view.trait(leaf.name),
  };
}

function eventJudge(leaf: EventLeaf): LeafJudge {
  const { times, within } = leaf;
  const key = eventKey(leaf);
  if ('atLeast' in times) return timesJudge(leaf, key, times.atLeast, null, within);
  if ('atMost' in times) return timesJudge(leaf, key, 0, times.atMost, within);
  return timesJudge(leaf, key, times.exactly, times.exactly, within);
}

/**
 * From `least` to `most` times (null: no limit) within a window. The count only falls while nothing happens: to below n when the n-th
 * latest leaves the window, which is why the n latest times are all that is kept.
 */
function timesJudge(
  leaf: EventLeaf | NeverLeaf,
  key: string,
  least: number,
  most: number | null,
  within: Within | undefined,
): LeafJudge {
  const leaving = (view: View, n: number): number | null => {
    const at = view.nthLatest(key, n);
    return at === null ? -Infinity : leavesAt(at, within, view.context.zone);
  };
  const reaches = (view: View, n: number, at: number) => n === 0 || isAfter(leaving(view, n), at);
  return {
    leaf,
    holds: (view, at) => reaches(view, least, at) && (most === null || !reaches(view, most + 1, at)),
    changesAfter: (view, at) => {
      if (most !== null && reaches(view, most + 1, at)) {
        const enough = leaving(view, most + 1);
        // Where several leave together the count may pass by the range.
        return enough === null || !reaches(view, least, enough) ? null : enough;
      }
      return least > 0 && reaches(view, least, at) ? leaving(view, least) : null;
    },
    value: (view, at) => {
      const within = view.times(key).filter((time) => isAfter(leavesOf(time, view), at));
      return { times: within.length, latest: within[0] ?? null };
    },
  };

  function leavesOf(time: number, view: View): number | null {
    return leavesAt(time, within, view.context.zone);
  }
}

/** Null is never, hence after everything. */
function isAfter(instant: number | null, at: number): boolean {
  return instant === null || instant > at;
}

/** Known only to who ordered: else neither comparison holds. */
function recencyJudge(leaf: RecencyLeaf): LeafJudge {
  // Both comparisons change once: at the start of the day on which the wanted number is reached, or passed.
  const turn = leaf.is === 'atLeast' ? leaf.days : leaf.days + 1;
  const since = (last: Day, view: View, at: number) => dayNumberAt(at, view.context.zone) - dayNumber(last);
  return {
    leaf,
    holds: (view, at) => {
      const last = view.context.lastOrderDay;
      return last != null && since(last, view, at) >= turn === (leaf.is === 'atLeast');
    },
    changesAfter: (view, at) => {
      const last = view.context.lastOrderDay;
      if (last == null || since(last, view, at) >= turn) return null;
      return startOfDayNumber(dayNumber(last) + turn, view.context.zone);
    },
    value: (view, at) => {
      const last = view.context.lastOrderDay;
      return last == null ? null : { days: since(last, view, at), last };
    },
  };
}

function tierJudge(leaf: TierLeaf): LeafJudge {
  const fits = (tier: string | null) => tier !== null && leaf.in.includes(tier);
  const tierAt = (view: View, at: number): string | null => {
    const fact = view.context.tiers?.[leaf.scheme];
    return fact ? (lastStep(fact.steps, at)?.tier ?? fact.tier) : null;
  };
  return {
    leaf,
    holds: (view, at) => fits(tierAt(view, at)),
    changesAfter: (view, at) => {
      const now = fits(tierAt(view, at));
      const steps = view.context.tiers?.[leaf.scheme]?.steps;
      return steps?.find((step) => step.at > at && fits(step.tier) !== now)?.at ?? null;
    },
    value: tierAt,
  };
}

function numberJudge(leaf: NumberLeaf): LeafJudge {
  const range = rangeOf(leaf);
  const factOf = (view: View) => view.context.numbers?.[leaf.name];
  return {
    leaf,
    holds: (view, at) => {
      const fact = factOf(view);
      return fact !== undefined && numberHolds(view, leaf.name, fact, range, at);
    },
    changesAfter: (view, at) => {
      const fact = factOf(view);
      return fact === undefined ? null : numberChanges(view, leaf.name, fact, range, at);
    },
    value: (view, at) => {
      const fact = factOf(view);
      return fact === undefined ? null : (lastStep(fact.steps, at)?.value ?? fact.value);
    },
  };
}

function numberHolds(view: View, name: string, fact: NumberFact, { low, high }: Range, at: number): boolean {
  if (!fact.fallsBelow) return inRange({ low, high }, lastStep(fact.steps, at)?.value ?? fact.value);
  return reachesLevel(view, name, fact, low, at) && !reachesLevel(view, name, fact, high, at);
}

/** Whether a falling number is still at or above a level at `at`. Now it is only compared: a search is made for later instants alone. */
function reachesLevel(view: View, name: string, fact: NumberFact, level: number, at: number): boolean {
  if (fact.value < level) return false;
  return at <= view.context.now || level === -Infinity || isAfter(view.crossing(name, fact, level), at);
}

function numberChanges(view: View, name: string, fact: NumberFact, range: Range, at: number): number | null {
  if (fact.fallsBelow) return fallingChanges(view, name, fact, range, at);
  const now = inRange(range, lastStep(fact.steps, at)?.value ?? fact.value);
  return fact.steps?.find((step) => step.at > at && inRange(range, step.value) !== now)?.at ?? null;
}

/** A falling number enters a range from above and leaves it below; it may also fall past it at once. */
function fallingChanges(view: View, name: string, fact: NumberFact, { low, high }: Range, at: number): number | null {
  if (!reachesLevel(view, name, fact, low, at)) return null;
  if (reachesLevel(view, name, fact, high, at)) {
    const enters = view.crossing(name, fact, high);
    return enters !== null && reachesLevel(view, name, fact, low, enters) ? enters : null;
  }
  return low === -Infinity ? null : view.crossing(name, fact, low);
}

function lastStep<T extends { at: number }>(steps: readonly T[] | undefined, at: number): T | null {
  let last: T | null = null;
  for (const step of steps ?? []) {
    if (step.at > at) break;
    last = step;
  }
  return last;
}
