// The moves between tiers that come by themselves until an instant if nothing happens. Pure.
import type { Rulebook } from '../../rulebook/domain/rulebook';
import type { FoundCustomer } from '../../score/domain/known-standings';
import { RuleView } from '../../score/domain/rule-view';

export interface ComingMove {
  /** UTC milliseconds. */
  at: number;
  scheme: string;
  from: string;
  to: string;
}

/** Of one customer and scheme; a tier is never looked at more often in the spans that are asked. */
const MOST_LOOKS = 100;

/** Returns the moves of one customer up to and including `until`, soonest first. */
export function comingMoves({ standing, facts }: Omit<FoundCustomer, 'customer'>, book: Rulebook, until: number) {
  const moves: ComingMove[] = [];
  for (const [scheme, { tier, next }] of Object.entries(standing.tiers)) {
    let [from, at] = [tier, next?.at ?? null];
    for (let looks = 0; at !== null && at <= until && looks < MOST_LOOKS; looks++) {
      const then = tierIn(scheme, new RuleView(facts, book, at));
      if (then === null) break;
      if (then.tier !== from) moves.push({ at, scheme, from, to: then.tier });
      [from, at] = [then.tier, then.changesAt !== null && then.changesAt > at ? then.changesAt : null];
    }
  }
  return moves.sort((a, b) => a.at - b.at);
}

/** Null for a scheme that is no more, and for customers whose last purchase was taken back. */
function tierIn(scheme: string, { worth: { value, rfm } }: RuleView) {
  if (scheme === 'value') return { tier: value.tier as string, changesAt: value.changesAt };
  return scheme === 'rfm' && rfm ? { tier: rfm.name, changesAt: rfm.changesAt } : null;
}

export interface MoveCount {
  scheme: string;
  from: string;
  to: string;
  customers: number;
}

/** Adds the moves of one customer to the counts; one that goes the same way twice counts once. */
export function countMoves(counts: Map<string, MoveCount>, moves: readonly ComingMove[]): void {
  const ways = new Map(moves.map(({ scheme, from, to }) => [`${scheme} ${from} ${to}`, { scheme, from, to }]));
  for (const [way, move] of ways) {
    const count = counts.get(way) ?? { ...move, customers: 0 };
    counts.set(way, { ...count, customers: count.customers + 1 });
  }
}
