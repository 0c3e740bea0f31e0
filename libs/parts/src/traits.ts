// The traits that hold, within the bytes that a head allows for them. Pure.
import { DEFAULT_PROTECTED_TRAITS, type Head } from '@segue/contracts';
import { isKnown } from './known';
import type { Brand, Part } from './part-state';
import { type LastWrite, type LastWrites, isLater, latestFirst, lastWriteOf } from './last-writes';

/** Maximum bytes of JSON; leaves room for the rest of the head within its 64 KB. */
export const MAX_TRAITS_BYTES = 48_000;
/** A UTF-16 unit takes at most three bytes, so short texts need not be measured. */
const MOST_BYTES_A_UNIT = 3;

type Traits = Head['traits'];

/**
 * Returns the latest value of each trait; null removes a trait. For a known person protected traits
 * come from server sources alone. When bytes run short, trusted values are served first, the latest
 * first; a claim replaces or joins them only where it fits.
 */
export function heldTraits(part: Part, brand: Brand): Traits {
  const claims = believedClaims(part, brand);
  const held: Traits = {};
  for (const name of Object.keys(part.traits)) {
    const { value } = part.traits[name] as LastWrite<unknown>;
    if (value !== null) held[name] = value;
  }
  for (const name of Object.keys(claims)) put(held, name, (claims[name] as LastWrite<unknown>).value);
  if (isSurelySmall(held) || JSON.stringify(held).length * MOST_BYTES_A_UNIT <= MAX_TRAITS_BYTES) return held;
  return withinBytes(part.traits, claims);
}

/** Whether the traits fit by their lengths alone, each unit of text taken at its most. */
function isSurelySmall(held: Traits): boolean {
  let bytes = 2;
  for (const name of Object.keys(held)) {
    const value = held[name];
    if (typeof value === 'object') return false;
    const units = typeof value === 'string' ? value.length : LONGEST_NUMBER;
    bytes += MOST_BYTES_ESCAPED * (name.length + units) + SIGNS;
    if (bytes > MAX_TRAITS_BYTES) return false;
  }
  return true;
}

/** A control character is six in JSON; no other unit takes more bytes. */
const MOST_BYTES_ESCAPED = 6;
const LONGEST_NUMBER = 25;
/** Quotes of the name and the value, colon and comma. */
const SIGNS = 6;

/**
 * Returns the accepted claims of public sources: the latest value of each trait that has no later
 * trusted value.
 */
function believedClaims(part: Part, brand: Brand): LastWrites<unknown> {
  if (!part.claims) return {};
  const hidden = isKnown(part) ? protectedBy(brand) : [];
  const believed: Record<string, LastWrite<unknown>> = {};
  for (const { traits = {} } of Object.values(part.claims)) {
    for (const name of Object.keys(traits)) {
      const word = traits[name] as LastWrite<unknown>;
      const other = lastWriteOf(believed, name) ?? lastWriteOf(part.traits, name);
      if (!hidden.includes(name) && (!other || isLater(word, other))) believed[name] = word;
    }
  }
  return believed;
}

export const protectedBy = ({ protectedTraits = DEFAULT_PROTECTED_TRAITS }: Brand): readonly string[] =>
  protectedTraits;

function withinBytes(trusted: LastWrites<unknown>, claims: LastWrites<unknown>): Traits {
  const kept: Traits = {};
  let left = MAX_TRAITS_BYTES - 2;
  for (const words of [trusted, claims]) {
    for (const name of latestFirst(words)) {
      const { value } = words[name] as LastWrite<unknown>;
      const freed = Object.hasOwn(kept, name) ? bytesOf(name, kept[name]) : 0;
      const needed = value === null ? 0 : bytesOf(name, value);
      if (left + freed < needed) continue;
      left += freed - needed;
      put(kept, name, value);
    }
  }
  return kept;
}

function put(traits: Traits, name: string, value: unknown): void {
  if (value === null) delete traits[name];
  else traits[name] = value;
}

/** Bytes of one entry in JSON, with its comma. */
const bytesOf = (name: string, value: unknown) => Buffer.byteLength(JSON.stringify({ [name]: value })) - 1;
