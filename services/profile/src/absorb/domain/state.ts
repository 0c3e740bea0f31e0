// What `absorb` takes and returns. Pure.
import type { ConsentChanged, Identity, NumberedTouchpoint, ProfileChanged, Touchpoint } from '@segue/contracts';
import type { Bounded } from '@segue/parts';
import type { Evidence } from '../../identities/domain/evidence';
import type { IdentityRow } from '../../identities/domain/identity';
import type { TermChanges } from '../../search/domain/terms';

/**
 * State of the store, under the locks of `customers`: all identities of these customers, and which
 * touchpoints of the batch were seen before. Where the batch links an identity that stands apart,
 * `customers` includes the one that its link names.
 */
export interface KnownProfiles {
  identities: ReadonlyMap<Identity, IdentityRow>;
  /** Current versions, by customer; 0 for a new one. */
  customers: ReadonlyMap<string, number>;
  /** Customers with orders in a currency without a known rate. */
  unvalued: ReadonlySet<string>;
  /** By `keyOf`. */
  seen: ReadonlyMap<string, { number: number; digest: string }>;
}

export interface Absorbed {
  /** New timeline rows. */
  timeline: NumberedTouchpoint[];
  /** Rows that are new or changed. */
  identities: IdentityRow[];
  /**
   * Customers with a new version. `unpublished`: the batch has no touchpoint of this customer, so a
   * redelivery would not publish it again; it is stored as unpublished until it was published.
   */
  versions: { customer: string; version: number; unpublished: boolean; unvalued: number }[];
  /**
   * One for every customer that the batch names or changed, also where nothing changed: a crash may
   * have prevented the previous publication.
   */
  profiles: ProfileChanged[];
  consents: ConsentChanged[];
  /** Evidence of links in the new timeline rows. */
  evidence: Evidence[];
  /** Search terms to add and to remove. */
  terms: TermChanges;
  /** Number of items dropped at bounds, for a counter. */
  dropped: ReadonlyMap<Bounded | 'identities', number>;
}

/** Returns the key of a touchpoint, which never changes. */
export const keyOf = ({ identity, source, id }: Pick<Touchpoint, 'identity' | 'source' | 'id'>) =>
  `${identity}\n${source}\n${id}`;

/** Groups rows by customer. */
export function membersOf(rows: Iterable<IdentityRow>): Map<string, IdentityRow[]> {
  const members = new Map<string, IdentityRow[]>();
  for (const row of rows) {
    const others = members.get(row.customer);
    if (others) others.push(row);
    else members.set(row.customer, [row]);
  }
  return members;
}
