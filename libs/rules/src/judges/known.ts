// Leaves about what is known otherwise: traits, recency, tiers, numbers, consents, random shares.
import { startOfDayNumber } from '@segue/valuation';
import { placeOf } from '../language/canonical';
import type { NumberFact } from '../language/context';
import type { ConsentLeaf, NumberLeaf, RecencyLeaf, ShareLeaf, TierLeaf, TraitLeaf } from '../language/leaves';
import { type Range, fits, inRange, rangeOf } from './comparison';
import type { LeafJudge } from './judge';
import type { View } from './view';

export function traitJudge(leaf: TraitLeaf): LeafJudge {
  return {
    leaf,
    holds: (view) => fits(leaf, view.trait(leaf.name)),
    changesAfter: () => null,
    value: (view) => view.trait(leaf.name),
  };
}

export function consentJudge(leaf: ConsentLeaf): LeafJudge {
  const key = `${leaf.channel}/${leaf.purpose}`;
  const stateOf = ({ context: { consents } }: View): ConsentLeaf['is'] => {
    const consent = consents && Object.hasOwn(consents, key) ? consents[key] : undefined;
    return consent ? (consent.granted ? 'granted' : 'withdrawn') : 'unknown';
  };
  return { leaf, holds: (view) => stateOf(view) === leaf.is, changesAfter: () => null, value: stateOf };
}

export function shareJudge(leaf: ShareLeaf): LeafJudge {
  const place = ({ context: { subject } }: View) =>
    subject === undefined ? null : placeOf(`${leaf.seed}\n${subject}`);
  return {
    leaf,
    holds: (view) => {
      const at = place(view);
      return at !== null && at >= leaf.from && at < leaf.to;
    },
    changesAfter: () => null,
    value: place,
  };
}

/** Unknown without an order: then neither comparison holds. */
export function recencyJudge(leaf: RecencyLeaf): LeafJudge {
  // Both comparisons change once: at the start of the day on which the wanted number is reached, or
  // passed.
  const turn = leaf.is === 'atLeast' ? leaf.days : leaf.days + 1;
  const since = (last: number, view: View, at: number) => view.dayAt(at, view.context.zone) - last;
  const turnsAt = (last: number, view: View) => startOfDayNumber(last + turn, view.context.zone);
  const isWanted = (hasTurned: boolean) => hasTurned === (leaf.is === 'atLeast');
  return {
    leaf,
    holds: (view, at) => {
      const last = view.lastOrder();
      return last !== null && isWanted(since(last, view, at) >= turn);
    },
    changesAfter: (view, at) => {
      const last = view.lastOrder();
      return last === null || since(last, view, at) >= turn ? null : turnsAt(last, view);
    },
    judgement: (view) => {
      const last = view.lastOrder();
      if (last === null) return NEVER_HOLDS;
      const hasTurned = since(last, view, view.context.now) >= turn;
      return { holds: isWanted(hasTurned), standsUntil: hasTurned ? null : turnsAt(last, view) };
    },
    value: (view, at) => {
      const last = view.lastOrder();
      return last === null ? null : { days: since(last, view, at), last: view.context.lastOrderDay };
    },
  };
}

const NEVER_HOLDS = { holds: false, standsUntil: null };

export function tierJudge(leaf: TierLeaf): LeafJudge {
  const fitting = (tier: string | null) => tier !== null && leaf.in.includes(tier);
  const factOf = ({ context: { tiers } }: View) =>
    tiers && Object.hasOwn(tiers, leaf.scheme) ? tiers[leaf.scheme] : undefined;
  const tierAt = (view: View, at: number): string | null => {
    const fact = factOf(view);
    if (!fact) return null;
    // Steps may be costly to know: they are asked for only where they matter.
    return at <= view.context.now ? fact.tier : (lastStep(fact.steps, at)?.tier ?? fact.tier);
  };
  return {
    leaf,
    holds: (view, at) => fitting(tierAt(view, at)),
    changesAfter: (view, at) => {
      const now = fitting(tierAt(view, at));
      return factOf(view)?.steps?.find((step) => step.at > at && fitting(step.tier) !== now)?.at ?? null;
    },
    value: tierAt,
  };
}

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
 * Whether a falling number is still at or above a level at `at`. Now it is only compared: a search
 * is made for later instants alone.
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

/** The first step after `at` that leads into the range from without, or out of it. */
function stepOutOf(range: Range, { value, steps = [] }: NumberFact, at: number): number | null {
  let present = value;
  for (const step of steps) {
    if (step.at <= at) present = step.value;
    else if (inRange(range, step.value) !== inRange(range, present)) return step.at;
  }
  return null;
}

/**
 * A falling number enters a range from above and leaves it below; it may also fall past it at once.
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

function lastStep<T extends { at: number }>(steps: readonly T[] | undefined, at: number): T | null {
  let last: T | null = null;
  for (const step of steps ?? []) {
    if (step.at > at) break;
    last = step;
  }
  return last;
}
