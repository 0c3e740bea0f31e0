// What scoring keeps of one identity: everything that a head and a rule need, folded once per
// touchpoint by its number. Pure.
import { type Head, type Identity, type NumberedTouchpoint, byStrength } from '@segue/contracts';
import { NO_ORDERS } from '@segue/orders';
import { type Brand, EMPTY_PART, type Folding, type Part, evolve, heldTraits, joinAll } from '@segue/parts';
import { type Needs, type RuleFacts as RulePart, adopt, covers, emptyRuleFacts, fold, hasFolded } from '@segue/rules';
import { dayOf } from '@segue/valuation';
import { type TierByHand, latestByHand } from './by-hand';

export interface Facts {
  part: Part;
  rules: RulePart;
  /**
   * Messages that reached the customer, by day in the brand's zone, for the cost of contacts. The
   * newest MAX_CONTACT_DAYS days.
   */
  contacts: { readonly [day: string]: number };
  /** Keys of the fixed lists that name this identity, sorted; absent where none does. */
  lists?: readonly string[];
  /** The value tier that was given to this identity by hand, also after its end. */
  byHand?: TierByHand;
}

export type FactsByIdentity = ReadonlyMap<Identity, Facts>;

/** More than twice the period of net margin. */
export const MAX_CONTACT_DAYS = 800;

/** The outcome that costs: what was sent, not what was tried. */
const CONTACT_EVENT = 'Message Sent';

export function emptyFactsFor(needs: Needs): Facts {
  return { part: EMPTY_PART, rules: emptyRuleFacts(needs), contacts: {} };
}

/**
 * Folds a touchpoint; returns the same object when it was folded before. With `folding.drafts` the
 * orders and baskets of `facts` must not be read again.
 * @throws what `evolve` throws.
 */
export function foldFacts(
  facts: Facts,
  touchpoint: NumberedTouchpoint,
  needs: Needs,
  brand: Brand,
  folding?: Folding,
): Facts {
  if (hasFolded(facts.rules, touchpoint.number)) return facts;
  const { lists, byHand } = facts;
  const folded = fold({ [touchpoint.identity]: facts.rules }, touchpoint, needs, folding);
  return {
    part: evolve(facts.part, touchpoint, brand, folding),
    rules: folded[touchpoint.identity] as RulePart,
    contacts: touchpoint.event === CONTACT_EVENT ? withContact(facts.contacts, touchpoint, brand) : facts.contacts,
    ...(lists && { lists }),
    ...(byHand && { byHand }),
  };
}

/** Returns the facts of an identity that is on a list, or is not; the same object if it was so. */
export function onList(facts: Facts, key: string, isOn: boolean): Facts {
  const { lists = [], ...rest } = facts;
  if (lists.includes(key) === isOn) return facts;
  const after = isOn ? [...lists, key].sort() : lists.filter((one) => one !== key);
  return after.length > 0 ? { ...rest, lists: after } : rest;
}

/** Returns the facts with this tier by hand, or without one. */
export function withByHand(facts: Facts, given: TierByHand | null): Facts {
  const { byHand, ...rest } = facts;
  if (given === null) return byHand === undefined ? facts : rest;
  return { ...rest, byHand: given };
}

/** Returns the lists that name one of the identities. */
export function listsOf(all: Iterable<Facts>): string[] {
  const keys = new Set<string>();
  for (const { lists } of all) if (lists) for (const key of lists) keys.add(key);
  return [...keys];
}

/**
 * Converts facts to the present needs where they can serve these. Others stay as they are until
 * they are folded again from history.
 */
export function adopted(facts: Facts, present: Needs, known: ReadonlyMap<string, Needs>): Facts {
  const kept = known.get(facts.rules.needs);
  if (facts.rules.needs === present.id || !kept || !covers(kept, present)) return facts;
  return { ...facts, rules: adopt({ only: facts.rules }, present).only as RulePart };
}

/** Parses stored facts. Older versions kept traits beside what rules count. */
export function storedFacts(state: string): Facts {
  const facts = JSON.parse(state) as Facts & { rules: { traits?: unknown } };
  // Deleting a field that does not exist would still make the object slow.
  if (facts.rules.traits !== undefined) delete facts.rules.traits;
  return facts;
}

/** Joins the facts of several identities of one customer. */
export interface Joined {
  part: Part;
  contacts: Facts['contacts'];
  byHand?: TierByHand;
}

export function joinFacts(all: readonly Facts[]): Joined {
  const [only] = all;
  if (only && all.length === 1) return only;
  const byHand = latestByHand(all);
  return {
    ...(byHand && { byHand }),
    part: joinAll(all.map((facts) => facts.part)),
    contacts: all.reduce((joined, facts) => addContacts(joined, facts.contacts), {} as Facts['contacts']),
  };
}

/**
 * Returns the names of traits whose value differs between `before` and `after`. A touchpoint may
 * change more than it names: where there is no room for all of a customer's traits, a new one
 * displaces others.
 */
export function changedTraits(before: FactsByIdentity, after: FactsByIdentity, brand: Brand): string[] {
  const [had, has] = [traitsOf(before, brand), traitsOf(after, brand)];
  const valueIn = (traits: Head['traits'], name: string) => (Object.hasOwn(traits, name) ? traits[name] : undefined);
  const names = new Set([...Object.keys(had), ...Object.keys(has)]);
  return [...names].filter((name) => valueIn(had, name) !== valueIn(has, name));
}

/** Returns the traits that hold. The join leaves out the orders: a customer may have thousands. */
function traitsOf(facts: FactsByIdentity, brand: Brand): Head['traits'] {
  const parts = [...facts.values()].map(({ part }) => ({ ...part, orders: NO_ORDERS }));
  return heldTraits(joinAll(parts), brand);
}

/**
 * Returns the identity by which random groups are drawn: the one seen first, and of one instant the
 * strongest. It stays when a visitor signs in, unlike the customer's id.
 */
export function bucketingIdOf(facts: FactsByIdentity): Identity {
  const [only] = facts.keys();
  if (only !== undefined && facts.size === 1) return only;
  const seen = (identity: Identity) => facts.get(identity)?.part.firstSeen ?? Infinity;
  const earlier = (a: Identity, b: Identity) => seen(a) < seen(b) || (seen(a) === seen(b) && byStrength(a, b) < 0);
  return [...facts.keys()].reduce((first, next) => (earlier(next, first) ? next : first));
}

function withContact(contacts: Facts['contacts'], touchpoint: NumberedTouchpoint, brand: Brand): Facts['contacts'] {
  return addContacts(contacts, { [dayOf(touchpoint.occurredAt, brand.zone)]: 1 });
}

function addContacts(a: Facts['contacts'], b: Facts['contacts']): Facts['contacts'] {
  const sum: Record<string, number> = { ...a };
  for (const [day, count] of Object.entries(b)) sum[day] = (sum[day] ?? 0) + count;
  const days = Object.keys(sum);
  if (days.length <= MAX_CONTACT_DAYS) return sum;
  // Days as YYYY-MM-DD: a day that was dropped never returns, since new ones are only later.
  const newest = days.sort().slice(-MAX_CONTACT_DAYS);
  return Object.fromEntries(newest.map((day) => [day, sum[day] as number]));
}
