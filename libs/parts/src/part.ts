// The state of one identity's touchpoints. A part is a fold of the identity's own touchpoints; a
// customer is the join of its identities' parts. Both are commutative and associative, so neither
// the order of arrival nor a merge or split can change what is known.
import { type Touchpoint, turnOf } from '@segue/contracts';
import { foldOrder, joinOrders } from '@segue/orders';
import { bouncedIn, isRestoring, joinBounces } from './bounces';
import { type Folding, MAX_TRAITS, MAX_VOIDS, type OnDropped, isKept } from './bounds';
import { type SourceClaims, claim, joinClaims } from './claims';
import { consentKeysOf, consentWins, isGrant } from './consents';
import { isKnown, makesKnown } from './known';
import { type Brand, EMPTY_PART, type Part } from './part-state';
import { type Void, isVoid, joinVoids, voidKeyOf } from './voids';
import { type LastWrite, type LastWrites, joinWrites, later, latest } from './last-writes';

/**
 * Returns the part after this touchpoint.
 * @throws {Invalid} when an order or a consent cannot be read; nothing is folded then.
 */
export function evolve(part: Part, touchpoint: Touchpoint, brand: Brand, folding: Folding = {}): Part {
  if (isVoid(touchpoint)) return withVoid(part, touchpoint);
  if (isRestoring(touchpoint)) return withRestored(part, touchpoint);
  const { occurredAt } = touchpoint;
  const next: Part = {
    ...part,
    known: isKnown(part) || makesKnown(touchpoint),
    firstSeen: part.firstSeen === null ? occurredAt : Math.min(part.firstSeen, occurredAt),
    lastSeen: part.lastSeen === null ? occurredAt : Math.max(part.lastSeen, occurredAt),
    touchpoints: part.touchpoints + 1,
    orders: foldOrder(part.orders, touchpoint, brand.currency, folding),
  };
  if (touchpoint.trust === 'public') addClaims(next, touchpoint, folding.onDropped);
  else {
    next.traits = withTraits(part.traits, touchpoint, folding.onDropped);
    next.consents = withConsent(part.consents, touchpoint);
  }
  addFromContext(next, touchpoint);
  Object.assign(next, bouncedIn(part, touchpoint));
  return next;
}

/**
 * Joins the parts of two identities of one customer. They share no touchpoint, so counts add up.
 */
export function join(a: Part, b: Part): Part {
  return joinAll([a, b]);
}

/** Joins the parts of a customer's identities, in any order. */
export function joinAll(parts: readonly Part[]): Part {
  const [only] = parts;
  if (!only) return EMPTY_PART;
  if (parts.length === 1) return only;
  const joined: Part = { ...only, known: isKnown(only) };
  for (const part of parts.slice(1)) add(joined, part);
  joined.orders = joinOrders(parts.map((part) => part.orders));
  return joined;
}

/** Adds a part to the joined one, except its orders, which are copied once for all parts. */
function add(joined: Part, part: Part): void {
  joined.traits = latest(joinWrites(joined.traits, part.traits), MAX_TRAITS);
  joined.consents = joinWrites(joined.consents, part.consents, consentWins);
  if (part.claims) joined.claims = joined.claims ? joinClaims(joined.claims, part.claims) : part.claims;
  if (part.voids) joined.voids = joined.voids ? joinVoids(joined.voids, part.voids, MAX_VOIDS) : part.voids;
  if (part.bounced) joined.bounced = joinBounces(joined.bounced ?? {}, part.bounced);
  joined.known = joined.known || isKnown(part);
  Object.assign(joined, defined('timeZone', later(joined.timeZone, part.timeZone)));
  Object.assign(joined, defined('locale', later(joined.locale, part.locale)));
  joined.firstSeen = fewest(joined.firstSeen, part.firstSeen, Math.min);
  joined.lastSeen = fewest(joined.lastSeen, part.lastSeen, Math.max);
  joined.touchpoints += part.touchpoints;
}

function withTraits(traits: LastWrites<unknown>, touchpoint: Touchpoint, onDropped?: OnDropped): LastWrites<unknown> {
  if (touchpoint.type !== 'identify') return traits;
  const all = joinWrites(
    traits,
    traitsSaid(touchpoint, (count) => onDropped?.('traits', count)),
  );
  const kept = latest(all, MAX_TRAITS);
  if (kept !== all) onDropped?.('traits', Object.keys(all).length - MAX_TRAITS);
  return kept;
}

/** Returns the traits of an identify that are small enough. */
function traitsSaid(touchpoint: Touchpoint, onDropped: (count: number) => void): LastWrites<unknown> {
  const { properties, occurredAt: at } = touchpoint;
  const by = turnOf(touchpoint);
  const said: Record<string, LastWrite<unknown>> = {};
  for (const name of Object.keys(properties)) {
    const value = properties[name];
    if (isKept(name, value, touchpoint)) said[name] = { value, at, by };
    else onDropped(1);
  }
  return said;
}

function withConsent(consents: LastWrites<boolean>, touchpoint: Touchpoint): LastWrites<boolean> {
  const keys = consentKeysOf(touchpoint);
  if (keys.length === 0) return consents;
  const word = { value: isGrant(touchpoint), at: touchpoint.occurredAt, by: turnOf(touchpoint) };
  return joinWrites(consents, wordsOf(keys, word), consentWins);
}

function addClaims(part: Part, touchpoint: Touchpoint, onDropped?: OnDropped): void {
  const said = claimsIn(touchpoint, onDropped);
  const claims = said && claim(part.claims, touchpoint.source, said, onDropped);
  if (claims) part.claims = claims;
}

function claimsIn(touchpoint: Touchpoint, onDropped?: OnDropped): SourceClaims | undefined {
  const { occurredAt: at, recordedAt } = touchpoint;
  if (touchpoint.type === 'identify') {
    const traits = traitsSaid(touchpoint, (count) => onDropped?.('claims', count));
    return Object.keys(traits).length > 0 ? { traits } : undefined;
  }
  const keys = consentKeysOf(touchpoint);
  if (keys.length === 0) return undefined;
  const by = turnOf(touchpoint);
  return isGrant(touchpoint)
    ? { granted: wordsOf(keys, { value: true as const, at, by }) }
    : { withdrawn: wordsOf(keys, { value: recordedAt, at, by }) };
}

const wordsOf = <T>(keys: readonly string[], word: LastWrite<T>): LastWrites<T> =>
  Object.fromEntries(keys.map((key) => [key, word]));

/**
 * Adds a voided period. It is no act of the customer: the touchpoint is counted, but changes no
 * date.
 */
function withVoid(part: Part, { properties }: Touchpoint): Part {
  const { source, from, until, withdrawn } = properties as unknown as Void;
  const one = { source, from, until, withdrawn };
  return {
    ...part,
    voids: joinVoids(part.voids ?? {}, { [voidKeyOf(one)]: one }, MAX_VOIDS),
    known: isKnown(part),
    touchpoints: part.touchpoints + 1,
  };
}

/** It is no act of the customer: the touchpoint is counted, but changes no date. */
function withRestored(part: Part, { properties, occurredAt: at, id: by }: Touchpoint): Part {
  const said = { [properties.address as string]: { value: null, at, by } };
  return { ...part, bounced: joinBounces(part.bounced ?? {}, said), touchpoints: part.touchpoints + 1 };
}

function addFromContext(part: Part, touchpoint: Touchpoint): void {
  const { timezone, locale } = touchpoint.context;
  const [hasZone, hasLocale] = [isShortText(timezone), isShortText(locale)];
  if (!hasZone && !hasLocale) return;
  const at = touchpoint.occurredAt;
  const by = turnOf(touchpoint);
  if (hasZone) part.timeZone = later(part.timeZone, { value: timezone, at, by }) as LastWrite<string>;
  if (hasLocale) part.locale = later(part.locale, { value: locale, at, by }) as LastWrite<string>;
}

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 64;

const defined = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };

function fewest(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : choose(a, b);
}
