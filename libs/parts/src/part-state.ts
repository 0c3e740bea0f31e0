// What is kept of one identity, and the settings of the brand by which it is read. Types, and the
// empty state.
import { NO_ORDERS, type Orders, type Rates } from '@segue/orders';
import type { Bounces } from './bounces';
import type { Claims } from './claims';
import type { Voids } from './voids';
import type { LastWrite, LastWrites } from './last-writes';

export interface Part {
  /** Values from server sources and from Segue itself. */
  traits: LastWrites<unknown>;
  /** By `channel/purpose`, from server sources. */
  consents: LastWrites<boolean>;
  /**
   * Statements of public sources, by source; which of them hold is decided where the customer's
   * parts are joined.
   */
  claims?: Claims;
  /** Periods with voided withdrawals. */
  voids?: Voids;
  /**
   * Whether a server source sent a touchpoint of a person here. Read it through `isKnown`: parts
   * stored by older versions lack it.
   */
  known?: boolean;
  /**
   * Addresses that their server refuses for good, as identities, with its answer, and those taken
   * back; the latest.
   */
  bounced?: Bounces;
  timeZone?: LastWrite<string>;
  locale?: LastWrite<string>;
  /** Null while there are none. UTC milliseconds. */
  firstSeen: number | null;
  lastSeen: number | null;
  touchpoints: number;
  orders: Orders;
  /**
   * Revision of the orders where they are stored as rows of their own (`LargeTables`); `orders` has
   * them once they are read.
   */
  orderRows?: string;
}

export interface Brand {
  currency: string;
  /** IANA zone of the brand's days. */
  zone: string;
  /** Country of phone numbers without a prefix; ISO 3166-1. */
  country?: string | undefined;
  /**
   * Traits that public sources cannot change for a known person; defaults to
   * DEFAULT_PROTECTED_TRAITS.
   */
  protectedTraits?: readonly string[];
  /** Exchange rates; without them orders in other currencies are not valued. */
  rates?: Rates;
}

export const EMPTY_PART: Part = Object.freeze({
  traits: {},
  consents: {},
  known: false,
  firstSeen: null,
  lastSeen: null,
  touchpoints: 0,
  orders: NO_ORDERS,
});
