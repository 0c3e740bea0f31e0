// Claims of public sources that do not hold, for display, and the bounds that a customer has
// reached. Pure.
import { MAX_ORDERS, MAX_REFUNDS } from '@segue/orders';
import { type Bounded, MAX_CLAIMED_TRAITS, MAX_TRAITS, MAX_VOIDS } from './bounds';
import { heldConsents } from './consents';
import { isKnown } from './known';
import type { Brand, Part } from './part-state';
import { protectedBy } from './traits';
import { type LastWrite, lastWriteOf } from './last-writes';

export interface Unconfirmed {
  source: string;
  /** The name of a trait, or `channel/purpose` of a consent. */
  trait?: string;
  consent?: string;
  /** `true` for a consent. */
  value: unknown;
  /** UTC milliseconds. */
  at: number;
}

/**
 * Returns claims on protected traits and grants that await confirmation by a server source. Empty
 * for an unknown person.
 */
export function unconfirmed(part: Part, brand: Brand): Unconfirmed[] {
  if (!part.claims || !isKnown(part)) return [];
  return [...unconfirmedTraits(part, brand), ...unconfirmedGrants(part)];
}

function unconfirmedTraits({ claims = {}, traits: trusted }: Part, brand: Brand): Unconfirmed[] {
  const hidden = protectedBy(brand);
  return Object.entries(claims).flatMap(([source, { traits = {} }]) =>
    Object.entries(traits)
      .filter(([trait, { value }]) => hidden.includes(trait) && !isSame(value, valueOf(trusted, trait)))
      .map(([trait, { value, at }]) => ({ source, trait, value, at })),
  );
}

const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

const valueOf = (words: Part['traits'], name: string) => lastWriteOf(words, name)?.value ?? null;

function unconfirmedGrants(part: Part): Unconfirmed[] {
  const held = heldConsents(part);
  const isOpen = (key: string, { at }: LastWrite<true>) => !held[key] || (!held[key].granted && at > held[key].at);
  return Object.entries(part.claims ?? {}).flatMap(([source, { granted = {} }]) =>
    Object.entries(granted)
      .filter(([key, word]) => isOpen(key, word))
      .map(([consent, { at }]) => ({ source, consent, value: true, at })),
  );
}

/** Returns the bounds that the part has reached; items beyond them are dropped. */
export function atBound({ traits, claims = {}, voids = {}, orders }: Part): Bounded[] {
  const reached: Record<Bounded, boolean> = {
    traits: sizeOf(traits) >= MAX_TRAITS,
    claims: Object.values(claims).some((words) => sizeOf(words.traits ?? {}) >= MAX_CLAIMED_TRAITS),
    orders: sizeOf(orders) >= MAX_ORDERS,
    refunds: Object.values(orders).some(({ refunds }) => refunds !== undefined && sizeOf(refunds) >= MAX_REFUNDS),
    voids: sizeOf(voids) >= MAX_VOIDS,
  };
  return (Object.keys(reached) as Bounded[]).filter((what) => reached[what]);
}

const sizeOf = (record: object) => Object.keys(record).length;
