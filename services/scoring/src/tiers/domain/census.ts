// What the value tiers hold: customers and money by tier, RFM names beside P(alive), and the tiers
// that other cut-offs would give. Pure.
import { type ValueScheme, type ValueTier, valueTierOf } from '@segue/valuation';
import type { Worth } from '../../score/domain/worth';

/** A customer as the census counts it. Money in minor units. */
export interface Valued {
  customer: string;
  tier: ValueTier;
  net: number;
  expectedRevenue: number;
  /** What the cut-off of MGC is compared with, as in `Worth`. */
  growth: number;
  pAlive: number;
  /** Whether the tier was given by hand: cut-offs do not move it. */
  byHand: boolean;
  /** The name by recency, frequency and money; null without purchases. */
  rfm: string | null;
}

export interface TierTotal {
  tier: string;
  customers: number;
  net: number;
  expectedRevenue: number;
}

export interface RfmTotal {
  name: string;
  customers: number;
  /** Of them, those who are more likely gone than not: P(alive) below one half. */
  likelyGone: number;
  /** The first ones by id. */
  examples: string[];
}

export interface TierMoves {
  /** From the tiers under one scheme to those under another; customers who stay are left out. */
  moves: { from: string; to: string; customers: number }[];
  moved: number;
  /** Customers by tier under the other scheme. */
  tiers: Record<string, number>;
  /** The first who move, by id. */
  examples: { customer: string; from: string; to: string }[];
}

const MOST_EXAMPLES = 50;
const EVEN_CHANCE = 0.5;

export const valuedOf = (
  customer: string,
  { net, expectedRevenue, growth, pAlive, value, byHand, rfm }: Worth,
): Valued => ({
  ...{ customer, tier: value.tier, net, expectedRevenue, growth, pAlive },
  byHand: byHand !== null,
  rfm: rfm?.name ?? null,
});

export function tierTotals(census: readonly Valued[]): TierTotal[] {
  const totals = new Map<string, TierTotal>();
  for (const { tier, net, expectedRevenue } of census) {
    const total = totals.get(tier) ?? { tier, customers: 0, net: 0, expectedRevenue: 0 };
    totals.set(tier, total);
    total.customers++;
    total.net += net;
    total.expectedRevenue += expectedRevenue;
  }
  return [...totals.values()];
}

/** Customers without purchases have no name and are left out. */
export function rfmTotals(census: readonly Valued[]): RfmTotal[] {
  const totals = new Map<string, RfmTotal>();
  for (const { customer, rfm: name, pAlive } of census) {
    if (name === null) continue;
    const total = totals.get(name) ?? { name, customers: 0, likelyGone: 0, examples: [] };
    totals.set(name, total);
    total.customers++;
    if (pAlive < EVEN_CHANCE) total.likelyGone++;
    if (total.examples.length < MOST_EXAMPLES) total.examples.push(customer);
  }
  return [...totals.values()];
}

/** Returns who changes tier where `draft` takes the place of `present`, at the census' instant. */
export function movesUnder(draft: ValueScheme, present: ValueScheme, census: readonly Valued[]): TierMoves {
  const result: TierMoves = { moves: [], moved: 0, tiers: {}, examples: [] };
  const counts = new Map<string, TierMoves['moves'][number]>();
  for (const { customer, tier, net, growth, byHand } of census) {
    const under = (scheme: ValueScheme) => (byHand ? tier : valueTierOf(scheme, { net, expectedRevenue: growth }));
    const [from, to] = [under(present), under(draft)];
    result.tiers[to] = (result.tiers[to] ?? 0) + 1;
    if (from === to) continue;
    result.moved++;
    const move = counts.get(`${from} ${to}`) ?? { from, to, customers: 0 };
    counts.set(`${from} ${to}`, move);
    move.customers++;
    if (result.examples.length < MOST_EXAMPLES) result.examples.push({ customer, from, to });
  }
  result.moves = [...counts.values()].sort((a, b) => b.customers - a.customers);
  return result;
}
