// Facts after one more touchpoint, and facts folded anew from a history.
import { type NumberedTouchpoint, turnOf } from '@segue/contracts';
import { type Folding, NO_BASKETS, type WantedLines, foldBasket } from '@segue/orders';
import { allFit, valueAt } from '../judges/values/comparison';
import type { EventNeed, Needs } from '../needs/needs';
import { type Draft, type Facts, type RuleFacts, emptyRuleFacts } from './facts';
import { hasFolded, withNumber } from './folded-numbers';
import { type Mark, type Visit, isLaterMark, latestVisits, own, scalarsIn, withKey, withSeen, withTime } from './kept';
import { EMPTY_SERIES, addAmount, amountOf } from './series';

/**
 * The facts after this touchpoint; the same object if it was folded before. In whatever order an
 * identity's touchpoints come and however often, the facts are the same in the end. With
 * `folding.drafts` the facts of earlier folds must not be read again.
 * @throws {Error} if the identity's part was kept for other needs: adopt or rebuild it first.
 */
export function fold(
  facts: Facts,
  touchpoint: NumberedTouchpoint,
  needs: Needs,
  folding?: Pick<Folding, 'drafts'>,
): Facts {
  const { identity, number } = touchpoint;
  const part = own(facts, identity) ?? emptyRuleFacts(needs);
  if (part.needs !== needs.id) throw new Error(`facts kept for needs ${part.needs} cannot be folded for ${needs.id}`);
  if (hasFolded(part, number)) return facts;
  return { ...facts, [identity]: foldOne(part, touchpoint, needs, folding) };
}

/**
 * Folds touchpoints that were not folded before, in any order, without noting their numbers: the
 * caller knows which ones they are.
 */
export function foldPage(part: RuleFacts, page: readonly NumberedTouchpoint[], needs: Needs): RuleFacts {
  const folding = { drafts: new WeakSet() };
  return page.reduce((before, touchpoint) => keepAll({ ...before }, before, touchpoint, needs, folding), part);
}

/** One identity's facts anew from its whole history. */
export function rebuild(identity: string, history: Iterable<NumberedTouchpoint>, needs: Needs): Facts {
  let facts: Facts = { [identity]: emptyRuleFacts(needs) };
  const folding = { drafts: new WeakSet() };
  for (const touchpoint of history) facts = fold(facts, touchpoint, needs, folding);
  return facts;
}

function foldOne(
  part: RuleFacts,
  touchpoint: NumberedTouchpoint,
  needs: Needs,
  folding?: Pick<Folding, 'drafts'>,
): RuleFacts {
  return keepAll({ ...part, ...withNumber(part, touchpoint.number) }, part, touchpoint, needs, folding);
}

/** Adds what a touchpoint tells to `next`, a copy of `part`, and returns it. */
function keepAll(
  next: Draft,
  part: RuleFacts,
  touchpoint: NumberedTouchpoint,
  needs: Needs,
  folding?: Pick<Folding, 'drafts'>,
): RuleFacts {
  for (const need of own(needs.events, touchpoint.event) ?? []) {
    if (allFit(need.where, touchpoint.properties)) keep(next, part, need, touchpoint);
  }
  if (needs.lines) keepLines(next, touchpoint, needs.lines, folding);
  return next;
}

function keep(next: Draft, { first, last }: RuleFacts, need: EventNeed, touchpoint: NumberedTouchpoint): void {
  const { key } = need;
  const { occurredAt: at, properties } = touchpoint;
  switch (need.as) {
    case 'times':
      next.events = withKey(next.events, key, withTime(own(next.events, key) ?? [], at, need.keep));
      return;
    case 'series': {
      const amount = need.property === undefined ? 0 : amountOf(valueAt(properties, need.property));
      if (amount === null) return;
      next.series = withKey(next.series, key, addAmount(own(next.series, key) ?? EMPTY_SERIES, at, amount, need.reach));
      return;
    }
    case 'distinct': {
      const seen = scalarsIn(valueAt(properties, need.property));
      next.distinct = withKey(next.distinct, key, withSeen(own(next.distinct, key) ?? [], seen, at, need.keep));
      return;
    }
    case 'visits': {
      const places = scalarsIn(valueAt(properties, need.property));
      const visits = places.map((place): Visit => [place, at, turnOf(touchpoint)]);
      next.visits = withKey(next.visits, key, latestVisits([...(own(next.visits, key) ?? []), ...visits], need.keep));
      return;
    }
    case 'first':
    case 'last': {
      const mark: Mark = [at, turnOf(touchpoint), allFit(need.has, properties)];
      const before = own(need.as === 'first' ? first : last, key);
      if (before && isLaterMark(before, mark) === (need.as === 'last')) return;
      next[need.as] = withKey(next[need.as], key, mark);
    }
  }
}

function keepLines(
  next: Draft,
  touchpoint: NumberedTouchpoint,
  lines: WantedLines,
  folding?: Pick<Folding, 'drafts'>,
): void {
  const before = next.baskets ?? NO_BASKETS;
  const baskets = foldBasket(before, touchpoint, lines, folding);
  if (baskets !== before) next.baskets = baskets;
}
