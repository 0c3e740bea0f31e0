// How one standing (the tiers and segments of a customer) becomes the next. Pure. Times are UTC
// milliseconds; `clock` holds the service's time and the wall clock.
import type { NumberedTouchpoint, Origin } from '@segue/contracts';
import type { Folding } from '@segue/parts';
import { hasFolded } from '@segue/rules';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { type Facts, bucketingIdOf, foldFacts } from './facts';
import { type Steps, catchUp, judge, judgeAll } from './judge';
import { orderTransitions, orderSeen } from './order-transitions';
import { RuleView } from './rule-view';
import { NEVER_JUDGED, type NextChange, type ScoringClock, dueAt } from './standing.state';
import { occasionOf, scopeOf, touchpointTransitions } from './touchpoint-changes';
import { type Occasion, type Scored, withTransitions } from './transition';

/**
 * Brings a customer up to a touchpoint. Whatever was due earlier is fired first, at its own
 * instant, so that a purchase in May cannot hide a lapse in April. A touchpoint that was folded
 * before changes nothing.
 */
export function* advance(
  scored: Scored,
  touchpoint: NumberedTouchpoint,
  book: Rulebook,
  clock: ScoringClock,
  folding?: Folding,
): Steps {
  const before = scored.facts.get(touchpoint.identity) as Facts;
  const { rules: ruleFacts } = before;
  const needs = book.needs.get(ruleFacts.needs);
  if (!needs) throw new Error(`facts kept for unknown needs ${ruleFacts.needs}`);
  if (hasFolded(ruleFacts, touchpoint.number)) return scored;
  // `standing.rules` is the version of the rulebook. `catchUp` and `fireDue` are called only where
  // they may have something to do, because starting a generator costs more than the check.
  const current = scored.standing.rules === book.version ? scored : yield* catchUp(scored, book, clock);
  const now = Math.max(current.standing.judgedAt, touchpoint.occurredAt);
  const due = dueAt(current.standing);
  const fired = due === null || due > now ? current : yield* fireDue(current, now, book, clock);
  const orderBefore = orderSeen(fired.facts, touchpoint, book.subscribedOrders);
  // Folding may change orders in place, so it follows `fireDue` and `orderSeen`, which read them as
  // they were before this touchpoint.
  const after = foldFacts(before, touchpoint, needs, book.brand, folding);
  const folded = { ...fired, facts: new Map(fired.facts).set(touchpoint.identity, after) };
  // Random groups are drawn by the identity seen first. If a late touchpoint changes which that is,
  // all rules are judged, since some may ask for a share of customers.
  const isRegrouped = bucketingIdOf(folded.facts) !== bucketingIdOf(fired.facts);
  const occasion = occasionOf(touchpoint);
  // A new customer is NEVER_JUDGED, which `catchUp` leaves unchanged: everything is judged.
  const judged =
    folded.standing.rules === NEVER_JUDGED
      ? yield* judgeAll(folded, now, occasion, book, clock)
      : yield* judge(
          folded,
          isRegrouped ? 'all' : scopeOf(touchpoint, fired, folded, book),
          now,
          occasion,
          book,
          clock,
        );
  const drafts = [
    ...touchpointTransitions(touchpoint, book),
    ...(orderBefore ? orderTransitions(orderBefore, folded.facts, book.subscribedOrders) : []),
  ];
  if (drafts.length === 0) return judged;
  return withTransitions(judged, drafts, occasion, new RuleView(judged.facts, book, now));
}

/** Fires what falls due up to and including `until`, each at its own instant. */
export function* fireDue(scored: Scored, until: number, book: Rulebook, clock: ScoringClock): Steps {
  let next = scored;
  for (let due = dueAt(next.standing); due !== null && due <= until; due = later(due, dueAt(next.standing))) {
    next = yield* judge(next, 'due', due, dueOccasion(next, due, clock), book, clock);
  }
  return next;
}

function dueOccasion({ standing }: Scored, due: number, clock: ScoringClock): Occasion {
  const changes = [...Object.values(standing.tiers), ...Object.values(standing.segments)].flatMap(
    ({ next }) => next ?? [],
  );
  const origin = originOf(
    changes.filter(({ at }) => at === due),
    due,
    clock,
  );
  return { cause: { kind: 'due', id: `due ${due}`, depth: 1 }, origin, occurredAt: due, recordedAt: clock.wall };
}

/**
 * Returns the origin of the transitions at `due`: `backfill` up to `historyUntil`, else `live`. A
 * change that was overdue when it was stored keeps its origin. If all changes at `due` keep one,
 * that of the first is used.
 */
function originOf(changes: readonly NextChange[], due: number, clock: ScoringClock): Origin {
  // What fell due between the last time mark of a replay and the change to the wall clock is
  // history.
  if (due <= clock.historyUntil) return 'backfill';
  const stored = changes.flatMap(({ origin }) => origin ?? []);
  const [first] = stored;
  return first !== undefined && stored.length === changes.length ? first : 'live';
}

/** Returns the next due time. Throws where it is not later than `due`: it would fire for ever. */
function later(due: number, next: number | null): number | null {
  if (next !== null && next <= due) throw new Error(`due time ${next} does not move on`);
  return next;
}
