// Which identities belong to one customer. Every signal names all identities of its customer at the
// time; each identity keeps the newest group that names it. So groups follow from the set of
// signals, not from their order, and a merge or a split has the same effect early or late. Pure.
import { type Identity, type Signal, strongest } from '@segue/contracts';

export interface IdentityGroup {
  /** All identities of the customer, sorted; at least one. */
  identities: readonly Identity[];
  /**
   * Version of the customer, then number of its transition: the larger pair is the newer group. A
   * merge and a split raise the version.
   */
  version: number;
  number: number;
}

export function identityGroupIn({
  identities,
  version,
  number,
}: Pick<Signal, 'identities' | 'version' | 'number'>): IdentityGroup {
  return { identities: [...new Set(identities)].sort(), version, number };
}

/**
 * Returns the newer group. Commutative, associative, idempotent. A signal that is published twice
 * may name more identities the second time: both lists count.
 */
export function newerIdentityGroup(a: IdentityGroup, b: IdentityGroup): IdentityGroup {
  if (a === b) return a;
  const order = a.version - b.version || a.number - b.number;
  if (order !== 0) return order > 0 ? a : b;
  const all = new Set([...a.identities, ...b.identities]);
  return all.size === a.identities.length ? a : { ...a, identities: [...all].sort() };
}

/**
 * Returns all identities of the customer of `identity`: the newest group that names it, so that a
 * late signal of a merged customer leads to the survivor. Returns the identity alone where a newer
 * group of that customer lacks it. `groupOf` must know every identity of the groups that it
 * returns.
 */
export function customerOf(identity: Identity, groupOf: (identity: Identity) => IdentityGroup): readonly Identity[] {
  const { identities } = groupOf(identity);
  const isNamedStill = groupOf(strongest(identities)).identities.includes(identity);
  return isNamedStill ? identities : [identity];
}

/**
 * Returns the identity that caused a signal: the owner of the touchpoint behind it, else (a due
 * time, an edit, a merge) the customer's strongest.
 */
export function causerOf({ cause, identities }: Pick<Signal, 'cause' | 'identities'>): Identity {
  const named = cause?.kind === 'touchpoint' ? identities.filter((one) => cause.id.startsWith(`${one}/`)) : [];
  // One identity's value may begin with another identity's value and a slash, so the longest match
  // counts.
  const [longest] = named.sort((a, b) => b.length - a.length);
  return longest ?? strongest(identities);
}
