// The input of a judgement beside the facts: the instant, the zones, and data from elsewhere
// (traits, orders, numbers, tiers, consents), each as it continues if nothing happens. Data that a
// rule does not read may be omitted; a getter is called only when a rule reads it.
import type { ConsentState } from '@segue/contracts';
import type { PlacedOrder } from '@segue/orders';
import type { Day } from '@segue/valuation';

export interface Context {
  /** UTC ms; never before the latest touchpoint that was folded. */
  readonly now: number;
  /** The brand's IANA zone. */
  readonly zone: string;
  /**
   * The customer's own; the brand's is taken until it is known, and where it is not valid.
   */
  readonly customerZone?: string | null;
  /** Day of the last order in the brand's zone; null without orders. */
  readonly lastOrderDay?: Day | null;
  /** The orders joined over all identities. */
  readonly orders?: JoinedOrders;
  readonly numbers?: { readonly [name: string]: NumberFact | undefined };
  readonly tiers?: { readonly [scheme: string]: TierFact | undefined };
  /**
   * The traits that hold, as in the head. Which source may set a trait is decided only where the
   * parts of a customer's identities are joined.
   */
  readonly traits?: { readonly [name: string]: unknown };
  readonly consents?: ConsentState;
  /** The name by which random shares are drawn; it stays when a visitor signs in. */
  readonly subject?: string;
}

export interface JoinedOrders {
  /** All that were placed, cancelled ones included, by time. */
  readonly placed: readonly PlacedOrder[];
  /** Digits after the point of the brand's currency. */
  readonly digits: number;
}

/**
 * A number now and later. With neither `fallsBelow` nor `steps` it stays until the next touchpoint.
 * - `fallsBelow(level)`: for numbers that only fall: the first instant at which it is below a level
 *   that it still reaches; null if never.
 * - `steps`: for numbers that jump at known instants: from `at` on it is `value`; ascending.
 */
export interface NumberFact {
  readonly value: number;
  readonly fallsBelow?: (level: number) => number | null;
  readonly steps?: readonly { readonly at: number; readonly value: number }[];
}

/** A tier now, and the tiers that follow at known instants, ascending, as far as they are known. */
export interface TierFact {
  readonly tier: string;
  readonly steps?: readonly { readonly at: number; readonly tier: string }[];
}
