// Leaves about other known data: traits, recency, tiers, numbers, consents, random shares.
import { startOfDayNumber } from '@segue/valuation';
import { placeOf } from '../language/canonical';
import type { ConsentLeaf, RecencyLeaf, ShareLeaf, TierLeaf, TraitLeaf } from '../language/leaves';
import { fits } from './values/comparison';
import type { LeafJudge } from './judge';
import { lastStep, NEVER_HOLDS } from './numbers';
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

/** Without an order the recency is unknown: neither comparison holds. */
export function recencyJudge(leaf: RecencyLeaf): LeafJudge {
  // Either comparison changes once: at the start of the day on which the number of days is reached
  // or exceeded.
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

export function tierJudge(leaf: TierLeaf): LeafJudge {
  const fitting = (tier: string | null) => tier !== null && leaf.in.includes(tier);
  const factOf = ({ context: { tiers } }: View) =>
    tiers && Object.hasOwn(tiers, leaf.scheme) ? tiers[leaf.scheme] : undefined;
  const tierAt = (view: View, at: number): string | null => {
    const fact = factOf(view);
    if (!fact) return null;
    // Steps may be costly to compute, so they are read for later instants only.
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
