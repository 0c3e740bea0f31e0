// Which identities are one customer. Every identity hangs on at most one stronger identity: of all that were ever named beside it in an identify,
// the one that was named first by event time. What hangs together is a customer. So a till's or a family's shared device stays with the first
// person who used it and never merges two known customers, and the result depends on the set of links only, not on their order.
import { type Identity, type Touchpoint, byStrength, customerIdOf, rankOf } from '@segue/contracts';

/** An identify's claim that `child` belongs to `parent`, which is of a stronger kind. */
export interface Link {
  child: Identity;
  parent: Identity;
  /** Event time, UTC milliseconds. */
  at: number;
}

export function linksOf(touchpoint: Pick<Touchpoint, 'type' | 'identity' | 'ids' | 'occurredAt'>): Link[] {
  if (touchpoint.type !== 'identify' && touchpoint.type !== 'alias') return [];
  const { identity: parent, ids, occurredAt: at } = touchpoint;
  return ids.filter((child) => rankOf(child) > rankOf(parent)).map((child) => ({ child, parent, at }));
}

/** The link that holds: the earlier, and at one instant the one to the stronger or smaller parent. */
export function firmer(a: Link | null, b: Link): Link {
  if (!a) return b;
  return b.at < a.at || (b.at === a.at && byStrength(b.parent, a.parent) < 0) ? b : a;
}

/**
 * The identity at the end of the chain of parents: the customer's canonical one. `parentOf` must know every identity on the way; kinds grow
 * stronger with each step, so that there are no circles.
 */
export function rootOf(identity: Identity, parentOf: (identity: Identity) => Identity | null): Identity {
  let root = identity;
  for (let parent = parentOf(root); parent; parent = parentOf(root)) root = parent;
  return root;
}

/** Customers that can only have existed before these identities became one: state, not news, so it can be said again and again. */
export function absorbedBy(customer: string, identities: readonly Identity[]): string[] {
  return identities.map(customerIdOf).filter((id) => id !== customer);
}
