// Leaves about numbers: those that stay, those that jump at known instants, and falling ones.
import type { NumberFact } from '../language/context';
import type { NumberLeaf } from '../language/leaves';
import { type Range, inRange, rangeOf } from './values/ranges';
import type { LeafJudge } from './judge';

import type { View } from './view';

export function numberJudge(leaf: NumberLeaf): LeafJudge {
  const factOf = ({ context: { numbers } }: View) =>
    numbers && Object.hasOwn(numbers, leaf.name) ? numbers[leaf.name] : undefined;
  const value = (view: View, at: number) => {
    const fact = factOf(view);
    return fact ? (lastStep(fact.steps, at)?.value ?? fact.value) : null;
  };
  if (leaf.is === 'known' || leaf.is === 'unknown') {
    const wanted = leaf.is === 'known';
    return { leaf, holds: (view) => (factOf(view) !== undefined) === wanted, changesAfter: () => null, value };
  }
  const range = rangeOf(leaf);
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
    judgement: (view) => {
      const fact = factOf(view);
      if (fact === undefined) return NEVER_HOLDS;
      const { now } = view.context;
      return {
        holds: numberHolds(view, leaf.name, fact, range, now),
        standsUntil:
          (fact.fallsBelow && levelBefore(view, leaf.name, fact, range)) ??
          numberChanges(view, leaf.name, fact, range, now),
      };
    },
    value,
  };
}

function numberHolds(view: View, name: string, fact: NumberFact, { low, high }: Range, at: number): boolean {
  if (!fact.fallsBelow) return inRange({ low, high }, lastStep(fact.steps, at)?.value ?? fact.value);
  return reachesLevel(view, name, fact, low, at) && !reachesLevel(view, name, fact, high, at);
}

/**
 * Whether a falling number is still at or above a level at `at`. At the present instant it is
 * compared; only later instants are searched for.
 */
function reachesLevel(view: View, name: string, fact: NumberFact, level: number, at: number): boolean {
  if (fact.value < level) return false;
  if (at <= view.context.now || level === -Infinity) return true;
  const crossing = view.crossing(name, fact, level);
  return crossing === null || crossing > at;
}

function numberChanges(view: View, name: string, fact: NumberFact, range: Range, at: number): number | null {
  if (fact.fallsBelow) return fallingChanges(view, name, fact, range, at);
  return stepOutOf(range, fact, at);
}

/** Returns the first step after `at` that enters or leaves the range. */
function stepOutOf(range: Range, { value, steps = [] }: NumberFact, at: number): number | null {
  let present = value;
  for (const step of steps) {
    if (step.at <= at) present = step.value;
    else if (inRange(range, step.value) !== inRange(range, present)) return step.at;
  }
  return null;
}

/**
 * A falling number enters a range from above and leaves it below; a large fall may skip the range.
 */
function fallingChanges(view: View, name: string, fact: NumberFact, { low, high }: Range, at: number): number | null {
  if (!reachesLevel(view, name, fact, low, at)) return null;
  if (reachesLevel(view, name, fact, high, at)) {
    const enters = view.crossing(name, fact, high);
    return enters !== null && reachesLevel(view, name, fact, low, enters) ? enters : null;
  }
  return low === -Infinity ? null : view.crossing(name, fact, low);
}

/** When a falling number comes to a level before the one at which it enters or leaves the range. */
function levelBefore(view: View, name: string, fact: NumberFact, { low, high }: Range): number | undefined {
  const own = fact.value < high ? low : high;
  const next = view.nextLevel(name, fact);
  // No number falls below 0, and what never changes need not be judged again.
  if (own <= 0 || next <= own) return undefined;
  return view.crossing(name, fact, next) ?? undefined;
}

export function lastStep<T extends { at: number }>(steps: readonly T[] | undefined, at: number): T | null {
  let last: T | null = null;
  for (const step of steps ?? []) {
    if (step.at > at) break;
    last = step;
  }
  return last;
}

export const NEVER_HOLDS = { holds: false, standsUntil: null };
