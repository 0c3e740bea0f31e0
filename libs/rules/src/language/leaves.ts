// The conditions that hold no others, by kind. Their schemas are in `leaf-schemas.ts`.
//
// One logic for the unknown: a comparison with something unknown does not hold, and its negation
// therefore does. A rule that means "and it is known" says so with `known`.
import { type Comparison, Count, type NumberComparison } from './comparisons';
import type { EventPattern, Filter } from './patterns';
import { Scalar } from './shapes';
import { Duration, Leaving, Within } from './time';
import { OrderLeaf } from './order-leaves';

/** Which place counts: the most frequent of the latest touchpoints, the latest, or any. */
export const VISITS = ['usual', 'last', 'any'] as const;

export type TraitLeaf = { kind: 'trait'; name: string } & Comparison;

export type EventLeaf = { kind: 'event'; times: Count; within?: Within } & EventPattern;

export type NeverLeaf = { kind: 'never'; within?: Within } & EventPattern;

/**
 * The sum of a numeric property; 0 if there is nothing to add. To four decimals; values beyond
 * ±1e11 and other than numbers are left out.
 */
export type SumLeaf = { kind: 'sum'; property: string; within?: Within } & EventPattern & NumberComparison;

/** Its mean; unknown if there is nothing to average. */
export type AverageLeaf = { kind: 'average'; property: string; within?: Within } & EventPattern & NumberComparison;

/**
 * How many of these for each of those; unknown without those. E.g. messages opened of messages
 * sent.
 */
export type RatioLeaf = { kind: 'ratio'; part: EventPattern; whole: EventPattern; within?: Within } & NumberComparison;

/** How many different values a property had. */
export type DistinctLeaf = { kind: 'distinct'; property: string; times: Count; within?: Leaving } & EventPattern;

/** The earliest touchpoint of a pattern: when it was, and what it was like. */
export type FirstLeaf = { kind: 'first'; has?: Filter[]; within?: Within } & EventPattern;

/** The latest one. */
export type LastLeaf = { kind: 'last'; has?: Filter[]; within?: Within } & EventPattern;

/**
 * An A within the window with no B from it until so long after it: any A, not only the latest. True
 * from the end of that time, and for as long as the A is within the window; a B at the very end of
 * that time, or later, changes nothing. `still`: with no B since at all, so that a late B ends it.
 */
export type UnansweredLeaf = {
  kind: 'unanswered';
  by: EventPattern;
  for: Duration;
  still?: boolean;
  within?: Leaving;
} & EventPattern;

/**
 * One after the other, each later than the one before, from the first to the last no longer than
 * `span`; the last within the window.
 */
export type SequenceLeaf = { kind: 'sequence'; steps: EventPattern[]; span: Duration; within?: Leaving };

/**
 * Where they do it: a property of the touchpoint names the store, region or trade area (`store.id`,
 * `store.region`), and what names none does not count. `any`: at least one touchpoint was in one of
 * these; `last`: the latest was; `usual`: the place of most of the latest (at most USUAL_VISITS of
 * them) within the window is one of these, of several as frequent the one seen last.
 */
export type PlaceLeaf = {
  kind: 'place';
  visit: (typeof VISITS)[number];
  property: string;
  in: Scalar[];
  within?: Leaving;
} & EventPattern;

/**
 * Whole calendar days of the brand's zone since the last order; without orders neither comparison
 * holds.
 */
export type RecencyLeaf = { kind: 'recency'; is: 'atLeast' | 'atMost'; days: number };

/** The tier in a scheme: the value tiers, RFM names, … */
export type TierLeaf = { kind: 'tier'; scheme: string; in: string[] };

/** A number that scoring knows: expectedRevenue, pAlive, net, orders, … */
export type NumberLeaf = { kind: 'number'; name: string } & (NumberComparison | { is: 'known' } | { is: 'unknown' });

/**
 * Today lies from `from` to `to` days after the day in a trait (negative: before). Yearly: after
 * any of its anniversaries, of which one of 29 February falls on the 28th in other years.
 */
export type DateLeaf = { kind: 'date'; name: string; yearly?: boolean; from: number; to: number; zone?: 'customer' };

/** Whole years since the day in a trait. */
export type AgeLeaf = { kind: 'age'; name: string; zone?: 'customer' } & NumberComparison;

export type SegmentLeaf = { kind: 'segment'; id: string };

export type ConsentLeaf = {
  kind: 'consent';
  channel: string;
  purpose: string;
  is: 'granted' | 'withdrawn' | 'unknown';
};

/**
 * A share of all customers, fixed by hash: from 0 to 1, shares of one seed are nested, those of
 * different seeds independent.
 */
export type ShareLeaf = { kind: 'share'; seed: string; from: number; to: number };

export type Leaf =
  | TraitLeaf
  | EventLeaf
  | NeverLeaf
  | SumLeaf
  | AverageLeaf
  | RatioLeaf
  | DistinctLeaf
  | FirstLeaf
  | LastLeaf
  | UnansweredLeaf
  | SequenceLeaf
  | PlaceLeaf
  | OrderLeaf
  | RecencyLeaf
  | TierLeaf
  | NumberLeaf
  | DateLeaf
  | AgeLeaf
  | SegmentLeaf
  | ConsentLeaf
  | ShareLeaf;
