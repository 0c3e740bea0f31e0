// Which identities are one customer, as far as signals told it. Every signal names all identities
// that its customer had when it was told; each identity keeps the newest such word that names it.
// So what is known follows from the set of signals, not from their order, and a merge or a split
// that is heard of late changes the same things as one that is heard of early. Pure.
import { type Identity, type Signal, strongest } from '@segue/contracts';

export interface IdentityGroup {
  /** All of the customer, sorted; at least one. */
  identities: readonly Identity[];
  /**
   * When it was told: the customer's version, then the number of its transition. A merge and a
   * split make the version larger.
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
 * Commutative, associative, idempotent. One signal that was told twice may have found more
 * identities the second time: both count.
 */
export function newerIdentityGroup(a: IdentityGroup, b: IdentityGroup): IdentityGroup {
  if (a === b) return a;
  const order = a.version - b.version || a.number - b.number;
  if (order !== 0) return order > 0 ? a : b;
  const all = new Set([...a.identities, ...b.identities]);
  return all.size === a.identities.length ? a : { ...a, identities: [...all].sort() };
}

/**
 * All identities of the customer to whom this one belongs: the newest word that names it, so that a
 * late signal of somebody who was merged away leads to the one in whom they ended; alone, where
 * that customer has been heard of without it since. `wordOn` must know every identity that a word
 * names.
 */
export function customerOf(identity: Identity, wordOn: (identity: Identity) => IdentityGroup): readonly Identity[] {
  const { identities } = wordOn(identity);
  const isNamedStill = wordOn(strongest(identities)).identities.includes(identity);
  return isNamedStill ? identities : [identity];
}

/**
 * Whose doing a signal is: the identity that owns the touchpoint behind it, else (a due time, an
 * edit, a merge) the customer's strongest.
 */
export function causerOf({ cause, identities }: Pick<Signal, 'cause' | 'identities'>): Identity {
  const named = cause?.kind === 'touchpoint' ? identities.filter((one) => cause.id.startsWith(`${one}/`)) : [];
  // One identity's value may begin with another's and a slash: the longer one is meant.
  const [longest] = named.sort((a, b) => b.length - a.length);
  return longest ?? strongest(identities);
}
