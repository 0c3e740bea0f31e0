// Links between identities. Every identity is attached to at most one stronger identity: of all
// that were ever named with it in an identify, the one that was named first by event time.
// Connected identities are one customer (`members.ts`). So a shared device of a till or a family
// stays with the first person that used it and never merges two known customers, and the result
// depends only on the set of links, not on their order.
import { type Identity, byStrength, customerIdOf, isKnownPerson, rankOf } from '@segue/contracts';
import type { Linking } from './evidence';
import type { IdentityRow, Link } from './identity';
import { IDENTITY_RULES, type IdentityRules } from './rules';

/** Returns the links that a touchpoint states: to each weaker identity that it names. */
export function linksOf(touchpoint: Linking, rules: IdentityRules = IDENTITY_RULES): Link[] {
  if (!rules.linkingTypes.includes(touchpoint.type)) return [];
  const { identity: parent, ids, occurredAt: at } = touchpoint;
  return ids.filter((child) => rankOf(child) > rankOf(parent)).map((child) => ({ child, parent, at }));
}

/**
 * Returns the link that holds: the earlier, and at one instant the one to the stronger or smaller
 * parent.
 */
export function firmer(a: Link | null, b: Link): Link {
  if (!a) return b;
  return b.at < a.at || (b.at === a.at && byStrength(b.parent, a.parent) < 0) ? b : a;
}

const HOUR_MS = 3_600_000;

/**
 * Returns the row after a link that names it as a child; the same object when nothing changes. For
 * anonymous identities the latest link counts too, by the hour: an SDK that identifies on every
 * page then changes the row once an hour.
 */
export function linked(row: IdentityRow, link: Link): IdentityRow {
  const holds = firmer(row.link, link);
  const hour = Math.floor(link.at / HOUR_MS) * HOUR_MS;
  const isLater = !isKnownPerson(row.identity) && (row.linkedLast === null || hour > row.linkedLast);
  if (holds === row.link && !isLater) return row;
  return { ...row, link: holds, linkedLast: isLater ? hour : row.linkedLast };
}

/**
 * Returns the identities that the links of a batch place: all children, and devices that are
 * parents. Of the identities that stand apart only these, and those they are attached to, may
 * return to the customer that their links name (`regroup`). Other identities can change their
 * customer too: those attached to one that moves, and those beyond the maximum.
 */
export function movableIn(batch: readonly Linking[], rules: IdentityRules = IDENTITY_RULES): Set<Identity> {
  const placed = new Set<Identity>();
  for (const touchpoint of batch) {
    for (const { child, parent } of linksOf(touchpoint, rules)) {
      placed.add(child);
      if (!isKnownPerson(parent)) placed.add(parent);
    }
  }
  return placed;
}

/**
 * Returns the ids of customers that can only have existed before these identities were joined. This
 * is state, not news, so it can be repeated.
 */
export function absorbedBy(customer: string, identities: readonly Identity[]): string[] {
  return identities.map(customerIdOf).filter((id) => id !== customer);
}
