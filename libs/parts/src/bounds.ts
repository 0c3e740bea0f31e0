// The bounds of one part. The result of a fold at a bound does not depend on the order of arrival.
import { Invalid, type Touchpoint } from '@segue/contracts';
import type { Folding as OrderFolding } from '@segue/orders';

/** Maximum number of trait names from server sources; the latest are kept. */
export const MAX_TRAITS = 100;
/** Maximum number of trait names claimed by one public source; the latest are kept. */
export const MAX_CLAIMED_TRAITS = 32;
/** Maximum characters of a trait's name. */
export const MAX_TRAIT_NAME_LENGTH = 128;
/** Maximum bytes of a trait's value as JSON, from a server source. */
export const MAX_TRAIT_BYTES = 2048;
/** Maximum bytes of a trait's value as JSON, from a public source. */
export const MAX_CLAIMED_TRAIT_BYTES = 512;
/** Maximum number of periods with voided withdrawals; those that ended last are kept. */
export const MAX_VOIDS = 16;

/** Maximum number of addresses remembered as refused; the latest are kept. */
export const MAX_BOUNCED = 10;

/** The kinds of items that have a bound. */
export type Bounded = 'traits' | 'claims' | 'orders' | 'refunds' | 'voids';

/**
 * Called by a fold with the number of dropped items, for a counter; it does not affect the result.
 */
export type OnDropped = (what: Bounded, count: number) => void;

/** Options of a fold; none of them changes the result. */
export interface Folding extends Omit<OrderFolding, 'onDropped'> {
  onDropped?: OnDropped;
}

type Identify = Pick<Touchpoint, 'type' | 'properties' | 'trust'>;

/**
 * Returns what is wrong with the traits of an identify before it is accepted; null for valid ones
 * and for all other types.
 */
export function traitFault(touchpoint: Identify): Invalid | null {
  if (touchpoint.type !== 'identify') return null;
  const { names: most, bytes } = limitsOf(touchpoint);
  const names = Object.keys(touchpoint.properties);
  if (names.length > most) return new Invalid('length', 'traits', `has more than ${most} traits`);
  for (const name of names) {
    if (name.length > MAX_TRAIT_NAME_LENGTH) {
      const path = `traits.${name.slice(0, MAX_TRAIT_NAME_LENGTH)}`;
      return new Invalid('length', path, `has a name of more than ${MAX_TRAIT_NAME_LENGTH} characters`);
    }
    if (!isWithin(touchpoint.properties[name], bytes)) {
      return new Invalid('length', `traits.${name}`, `must be at most ${bytes} bytes of JSON`);
    }
  }
  return null;
}

/** Whether a trait is small enough to be kept. */
export function isKept(name: string, value: unknown, touchpoint: Pick<Identify, 'trust'>): boolean {
  return name.length <= MAX_TRAIT_NAME_LENGTH && isWithin(value, limitsOf(touchpoint).bytes);
}

const SERVER = { names: MAX_TRAITS, bytes: MAX_TRAIT_BYTES };
const PUBLIC = { names: MAX_CLAIMED_TRAITS, bytes: MAX_CLAIMED_TRAIT_BYTES };

const limitsOf = ({ trust }: Pick<Identify, 'trust'>) => (trust === 'public' ? PUBLIC : SERVER);

/** A UTF-16 unit takes at most six bytes in JSON, so short texts need not be serialised. */
const MOST_BYTES_A_UNIT = 6;

function isWithin(value: unknown, bytes: number): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return true;
  if (typeof value === 'string' && value.length * MOST_BYTES_A_UNIT + 2 <= bytes) return true;
  return Buffer.byteLength(JSON.stringify(value) ?? '') <= bytes;
}
