// By what words a customer is found: names, addresses and numbers that hold, lower case, as whole words that a search can complete. Pure.
import type { Identity } from '@segue/contracts';
import { type Brand, EMPTY_PART, type Part, heldTraits, isKnown } from '@segue/parts';
import type { IdentityRow } from './absorb';

const SEARCHED_TRAITS = ['name', 'firstName', 'lastName', 'first_name', 'last_name', 'email', 'phone', 'company'];
const MAX_TERM = 128;
/** Words of one text by which it is found. */
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
 * What a batch changes. An identity is found by what holds of it now: of a known person not by what a public source claims, also when the claim
 * is of another identity of hers.
 */
export function termChanges(before: Rows, after: Rows, brand: Brand): TermChanges {
  const changes: TermChanges = { added: [], removed: [] };
  const [knownBefore, knownAfter] = [knownCustomers(before), knownCustomers(after)];
  for (const [identity, row] of after) {
    const { customer, part } = before.get(identity) ?? { customer: row.customer, part: EMPTY_PART };
    const [wasKnown, isNowKnown] = [knownBefore.has(customer), knownAfter.has(row.customer)];
    if (isSaying(part, row.part) && (wasKnown === isNowKnown || !row.part.claims)) continue;
    const had = new Set(termsOf(part, wasKnown, brand));
    const has = new Set(termsOf(row.part, isNowKnown, brand));
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

function termsOf(part: Part, known: boolean, brand: Brand): string[] {
  const traits = heldTraits({ ...part, known }, brand);
  return SEARCHED_TRAITS.flatMap((trait) => {
    const value = traits[trait];
    return typeof value === 'string' || typeof value === 'number' ? termsIn(String(value)) : [];
  });
}

/** The whole text, and each of its first words. */
export function termsIn(text: string): string[] {
  const whole = text.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, MAX_TERM);
  return whole === '' ? [] : [...new Set([whole, ...whole.split(' ', MAX_WORDS)])];
}
