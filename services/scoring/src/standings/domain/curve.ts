// A customer's value over time: by what was bought until each instant, and on to the horizon as it
// is if nothing more is bought. Pure.
import { NO_ORDERS, type Orders } from '@segue/orders';
import { HORIZON_WEEKS } from '@segue/valuation';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import type { Facts } from '../../score/domain/facts';
import { RuleView } from '../../score/domain/rule-view';

export interface CurvePoint {
  at: number;
  expectedRevenue: number;
  pAlive: number;
  net: number;
  tier: string;
}

const WEEK = 7 * 86_400_000;
const MAX_POINTS = 160;

/** Returns the instants of a curve, from what was seen first to the horizon, whole weeks apart. */
export function instantsOf(facts: ReadonlyMap<string, Facts>, now: number): number[] {
  const first = Math.min(...[...facts.values()].map(({ part }) => part.firstSeen ?? now));
  const until = now + HORIZON_WEEKS * WEEK;
  const step = WEEK * Math.max(1, Math.ceil((until - first) / WEEK / MAX_POINTS));
  const instants: number[] = [];
  for (let at = first; at < until; at += step) instants.push(at);
  return instants;
}

export function pointAt(facts: ReadonlyMap<string, Facts>, at: number, book: Rulebook): CurvePoint {
  const then = new Map(
    [...facts].map(([identity, one]) => [
      identity,
      { ...one, part: { ...one.part, orders: placedBy(one.part.orders, at) } },
    ]),
  );
  const { expectedRevenue, pAlive, net, value } = new RuleView(then, book, at).worth;
  return { at, expectedRevenue, pAlive, net, tier: value.tier };
}

function placedBy(orders: Orders, at: number): Orders {
  const placed = Object.entries(orders).filter(([, order]) => (order.placed ?? Infinity) <= at);
  return placed.length > 0 ? Object.fromEntries(placed) : NO_ORDERS;
}
