// Search terms of a customer: names, addresses and numbers that hold, lower case, as whole words
// that a search can complete. Pure. Each way of looking is a prefix of a stored term, so that no
// search reads more than it finds: given names of Han characters are terms of their own, the ends
// of numbers are kept backwards, and Chinese names are spelled out in Latin letters as well.
import { emailOf, phoneOf } from '@segue/addresses';
import { type Identity, type Touchpoint, isKnownPerson } from '@segue/contracts';
import { type Brand, EMPTY_PART, type Part, heldTraits, isKnown, lastWriteOf } from '@segue/parts';
import type { IdentityRow } from '../../identities/domain/identity';
import { wholeName } from '../../customers/domain/names';
import { MAX_TERM, MIN_DIGITS, endingOf, nameTerms, orderTerm, termsIn } from './words';

const SEARCHED_TRAITS = ['name', 'firstName', 'lastName', 'first_name', 'last_name', 'email', 'phone', 'company'];
const NAMES = new Set(['name', 'firstName', 'lastName', 'first_name', 'last_name']);

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
 * @param fresh touchpoints seen for the first time: the orders among them are found by their ids.
 */
export function termChanges(old: Rows, rows: Rows, fresh: readonly Touchpoint[], brand: Brand): TermChanges {
  const changes: TermChanges = { added: fresh.flatMap(orderTerms), removed: [] };
  // Whether the customer is known matters only for terms that public sources claim.
  const hasClaims = [...rows.values()].some(({ part }) => part.claims !== undefined);
  const [knownBefore, knownAfter] = hasClaims ? [knownCustomers(old), knownCustomers(rows)] : [NONE, NONE];
  for (const [identity, row] of rows) {
    const { customer, part } = old.get(identity) ?? { customer: row.customer, part: EMPTY_PART };
    if (!old.has(identity)) for (const term of endingsOf(identity)) changes.added.push({ term, identity });
    const [wasKnown, isNowKnown] = [knownBefore.has(customer), knownAfter.has(row.customer)];
    if (isSaying(part, row.part) && (wasKnown === isNowKnown || !row.part.claims)) continue;
    const [before, after] = [textsOf(part, wasKnown, brand), textsOf(row.part, isNowKnown, brand)];
    if (isSame(before, after)) continue;
    // Spelling a name costs more than all else here: names that stay are left out on both sides.
    const spells = !isSame(before.filter(isName), after.filter(isName));
    const allOf = (texts: readonly Text[]) => new Set(texts.flatMap((text) => termsOf(text, spells)));
    const [had, has] = [allOf(before), allOf(after)];
    for (const term of has) if (!had.has(term)) changes.added.push({ term, identity });
    for (const term of had) if (!has.has(term)) changes.removed.push({ term, identity });
  }
  return changes;
}

const NONE: ReadonlySet<string> = new Set();

function orderTerms({ event, identity, properties }: Touchpoint): Term[] {
  if (event !== 'Order Completed') return [];
  const id = properties.order_id ?? properties.orderId;
  if (typeof id !== 'string' && typeof id !== 'number') return [];
  return [{ term: orderTerm(String(id)), identity }];
}

/** A member or customer number is found by its last digits. Ids of devices are not searched for. */
function endingsOf(identity: Identity): string[] {
  if (!isKnownPerson(identity)) return [];
  const digits = /\d+$/.exec(identity)?.[0] ?? '';
  return digits.length < MIN_DIGITS ? [] : [endingOf(digits)];
}

function knownCustomers(rows: Rows): Set<string> {
  const known = new Set<string>();
  for (const { customer, part } of rows.values()) if (isKnown(part)) known.add(customer);
  return known;
}

const isSaying = (a: Part, b: Part) => a.traits === b.traits && a.claims === b.claims;

interface Text {
  trait: string;
  text: string;
}

/**
 * Returns the values of the searched traits; without claims, the stored values are those that hold.
 */
function textsOf(part: Part, known: boolean, brand: Brand): Text[] {
  const held = part.claims && heldTraits({ ...part, known }, brand);
  const values: Record<string, unknown> = {};
  for (const trait of SEARCHED_TRAITS) values[trait] = held ? held[trait] : lastWriteOf(part.traits, trait)?.value;
  const texts = SEARCHED_TRAITS.flatMap((trait): Text[] => {
    const value = values[trait];
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return [String(value), ...normalOf(trait, String(value), brand.country)].map((text) => ({ trait, text }));
  });
  // "Ana Lee" also finds a customer with a first and a last name in two traits.
  const whole = wholeName(values);
  return whole === null || whole === values.name ? texts : [...texts, { trait: 'name', text: whole }];
}

/** An address is found in its normal form as well as by what was sent. */
function normalOf(trait: string, text: string, country: string | undefined): string[] {
  const normal = trait === 'email' ? emailOf(text) : trait === 'phone' ? phoneOf(text, country) : null;
  return normal === null ? [] : [normal];
}

const isSame = (a: readonly Text[], b: readonly Text[]) =>
  a.length === b.length && a.every(({ text, trait }, place) => text === b[place]?.text && trait === b[place].trait);

const isName = ({ trait }: Text) => NAMES.has(trait);

function termsOf({ trait, text }: Text, spells: boolean): string[] {
  const terms = termsIn(text);
  if (NAMES.has(trait)) return terms.flatMap((word) => nameTerms(word, spells));
  if (trait !== 'phone') return terms;
  const digits = text.replace(/\D/g, '').slice(0, MAX_TERM - 1);
  return digits.length < MIN_DIGITS ? terms : [...new Set([...terms, digits, endingOf(digits)])];
}
