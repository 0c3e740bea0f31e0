// What one identity's touchpoints say of a customer. A part is a fold of the identity's own touchpoints; a customer is the join of its
// identities' parts. Both are commutative and associative, so neither the order of arrival nor a merge or split can change what is known.
import { type ConsentState, type Head, Invalid, type Touchpoint } from '@segue/contracts';
import { NO_ORDERS, type Orders, foldOrder, joinOrders } from '@segue/orders';

/** A value with when and by which touchpoint it was said: the later word wins, ties by the touchpoint's id. */
export interface Said<T> {
  value: T;
  at: number;
  by: string;
}

export interface Part {
  traits: { readonly [name: string]: Said<unknown> };
  /** By `channel/purpose`. */
  consents: { readonly [key: string]: Said<boolean> };
  timeZone?: Said<string>;
  locale?: Said<string>;
  /** Null while there are none. UTC milliseconds. */
  firstSeen: number | null;
  lastSeen: number | null;
  touchpoints: number;
  orders: Orders;
}

export interface Brand {
  currency: string;
  /** IANA zone in which days are days. */
  zone: string;
}

export const EMPTY_PART: Part = Object.freeze({
  traits: {},
  consents: {},
  firstSeen: null,
  lastSeen: null,
  touchpoints: 0,
  orders: NO_ORDERS,
});

export const CONSENT_EVENTS = { 'Consent Granted': true, 'Consent Withdrawn': false } as const;

/** @throws {Invalid} when an order or a consent cannot be read; nothing is folded then. */
export function evolve(part: Part, touchpoint: Touchpoint, brand: Brand): Part {
  const { occurredAt } = touchpoint;
  return {
    ...part,
    ...saidInContext(part, touchpoint),
    traits: touchpoint.type === 'identify' ? withTraits(part.traits, touchpoint) : part.traits,
    consents: withConsent(part.consents, touchpoint),
    firstSeen: part.firstSeen === null ? occurredAt : Math.min(part.firstSeen, occurredAt),
    lastSeen: part.lastSeen === null ? occurredAt : Math.max(part.lastSeen, occurredAt),
    touchpoints: part.touchpoints + 1,
    orders: foldOrder(part.orders, touchpoint, brand.currency),
  };
}

/** What two identities of one customer say together. They share no touchpoint, so counts add up. */
export function join(a: Part, b: Part): Part {
  return {
    traits: joinSaid(a.traits, b.traits),
    consents: joinSaid(a.consents, b.consents),
    ...defined('timeZone', later(a.timeZone, b.timeZone)),
    ...defined('locale', later(a.locale, b.locale)),
    firstSeen: fewest(a.firstSeen, b.firstSeen, Math.min),
    lastSeen: fewest(a.lastSeen, b.lastSeen, Math.max),
    touchpoints: a.touchpoints + b.touchpoints,
    orders: joinOrders(a.orders, b.orders),
  };
}

export function consentState(part: Part): ConsentState {
  return Object.fromEntries(Object.entries(part.consents).map(([key, { value, at }]) => [key, { granted: value, at }]));
}

/** The values that hold now; one that was set to null was taken back. */
export function traitsOf(part: Part): Head['traits'] {
  return Object.fromEntries(
    Object.entries(part.traits)
      .filter(([, said]) => said.value !== null)
      .map(([name, said]) => [name, said.value]),
  );
}

/** `channel/purpose` of a consent event, e.g. `email/marketing`; null for other events. @throws {Invalid} when it names no channel. */
export function consentKeyOf(touchpoint: Pick<Touchpoint, 'type' | 'event' | 'properties'>): string | null {
  if (touchpoint.type !== 'track' || !Object.hasOwn(CONSENT_EVENTS, touchpoint.event)) return null;
  const { channel, purpose = 'marketing' } = touchpoint.properties;
  return `${nameOf(channel, 'channel')}/${nameOf(purpose, 'purpose')}`;
}

function nameOf(value: unknown, field: string): string {
  if (typeof value === 'string' && /^[\w-]{1,64}$/.test(value)) return value;
  throw new Invalid('consent', `properties.${field}`, 'must be a name such as email');
}

function withTraits(traits: Part['traits'], { properties, occurredAt, id }: Touchpoint): Part['traits'] {
  const said = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, { value, at: occurredAt, by: id }]),
  );
  return joinSaid(traits, said);
}

function withConsent(consents: Part['consents'], touchpoint: Touchpoint): Part['consents'] {
  const key = consentKeyOf(touchpoint);
  if (!key) return consents;
  const value = CONSENT_EVENTS[touchpoint.event as keyof typeof CONSENT_EVENTS];
  return joinSaid(consents, { [key]: { value, at: touchpoint.occurredAt, by: touchpoint.id } });
}

function saidInContext(part: Part, { context, occurredAt, id }: Touchpoint): Pick<Part, 'timeZone' | 'locale'> {
  const timeZone = text(context.timezone, occurredAt, id);
  const locale = text(context.locale, occurredAt, id);
  return {
    ...defined('timeZone', later(part.timeZone, timeZone)),
    ...defined('locale', later(part.locale, locale)),
  };
}

function text(value: unknown, at: number, by: string): Said<string> | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 64 ? { value, at, by } : undefined;
}

function joinSaid<T>(a: { readonly [key: string]: Said<T> }, b: { readonly [key: string]: Said<T> }) {
  const joined: Record<string, Said<T>> = { ...a };
  for (const [key, said] of Object.entries(b)) {
    joined[key] = later(Object.hasOwn(joined, key) ? joined[key] : undefined, said) as Said<T>;
  }
  return joined;
}

function later<T>(a: Said<T> | undefined, b: Said<T> | undefined): Said<T> | undefined {
  if (!a || !b) return a ?? b;
  return b.at > a.at || (b.at === a.at && b.by > a.by) ? b : a;
}

const defined = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };

function fewest(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : choose(a, b);
}
