// Search terms of a customer: names, addresses and numbers that hold, lower case, as whole words
// that a search can complete. Pure.
import { emailOf, phoneOf } from '@segue/addresses';
import type { Identity } from '@segue/contracts';
import { type Brand, EMPTY_PART, type Part, heldTraits, isKnown, wordOf } from '@segue/parts';
import type { IdentityRow } from './absorb';

const SEARCHED_TRAITS = ['name', 'firstName', 'lastName', 'first_name', 'last_name', 'email', 'phone', 'company'];
const MAX_TERM = 128;
/** Maximum number of words of one text that are search terms. */
const MAX_WORDS = 8;

export interface Term {
  term: string;
  identity: Identity;
}

export interface TermChanges {
  added: Term[];
  removed: Term[];
}

type Rows = ReadonlyMap<Identity, IdentityRow>;

/**
 * Returns the search terms that a batch adds and removes. An identity is found by the traits that
 * hold now. For a known customer the claims of public sources are left out, for each of the
 * identities.
 */
export function termChanges(old: Rows, rows: Rows, brand: Brand): TermChanges {
  const changes: TermChanges = { added: [], removed: [] };
  const [knownBefore, knownAfter] = [knownCustomers(old), knownCustomers(rows)];
  for (const [identity, row] of rows) {
    const { customer, part } = old.get(identity) ?? { customer: row.customer, part: EMPTY_PART };
    const [wasKnown, isNowKnown] = [knownBefore.has(customer), knownAfter.has(row.customer)];
    if (isSaying(part, row.part) && (wasKnown === isNowKnown || !row.part.claims)) continue;
    const [before, after] = [textsOf(part, wasKnown, brand), textsOf(row.part, isNowKnown, brand)];
    if (isSame(before, after)) continue;
    const [had, has] = [new Set(before.flatMap(termsIn)), new Set(after.flatMap(termsIn))];
    for (const term of has) if (!had.has(term)) changes.added.push({ term, identity });
    for (const term of had) if (!has.has(term)) changes.removed.push({ term, identity });
  }
  return changes;
}

function knownCustomers(rows: Rows): Set<string> {
  const known = new Set<string>();
  for (const { customer, part } of rows.values()) if (isKnown(part)) known.add(customer);
  return known;
}

const isSaying = (a: Part, b: Part) => a.traits === b.traits && a.claims === b.claims;

/**
 * Returns the values of the searched traits; without claims, the stored values are those that hold.
 */
function textsOf(part: Part, known: boolean, brand: Brand): string[] {
  const held = part.claims && heldTraits({ ...part, known }, brand);
  return SEARCHED_TRAITS.flatMap((trait) => {
    const value = held ? held[trait] : wordOf(part.traits, trait)?.value;
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return [String(value), ...normalOf(trait, String(value), brand.country)];
  });
}

/** An address is found in its normal form as well as by what was sent. */
function normalOf(trait: string, text: string, country: string | undefined): string[] {
  const normal = trait === 'email' ? emailOf(text) : trait === 'phone' ? phoneOf(text, country) : null;
  return normal === null ? [] : [normal];
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, place) => text === b[place]);

/** Returns the whole text and each of its first words. */
export function termsIn(text: string): string[] {
  const whole = text.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, MAX_TERM);
  return whole === '' ? [] : [...new Set([whole, ...whole.split(' ', MAX_WORDS)])];
}
