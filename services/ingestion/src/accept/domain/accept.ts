// From the body of a request to touchpoints: each event is judged by itself, so that one bad event
// does not take the others along. Pure.
import { Invalid, type Origin, type Touchpoint, isKnownPerson, isNoOne, strongest, unsafeIn } from '@segue/contracts';
import { ORDER_IDS, currencyNamed, isCurrency, isOrderEvent, namedOrder, orderFault } from '@segue/orders';
import { VOID_EVENT, consentKeysOf, traitFault } from '@segue/parts';
import { digestOf, hash } from './digest';
import { knownName } from './event-names';
import { identitiesOf } from './identities';
import { notAfter, saidAt } from './occurred';
import { type SegmentEvent, checkEvent } from './segment-event';
import { isSigned } from './signature';

export interface ReceivedFrom {
  id: string;
  public: boolean;
  /** Keys with which the source's own server signs user ids; at most two are valid at a time. */
  signingKeys: readonly string[];
}

/** What the body does not say. */
export interface Reception {
  source: ReceivedFrom;
  origin: Origin;
  /** UTC milliseconds by the service's clock. */
  now: number;
  /** Place of the request's first event among what was received in this millisecond (`turnOf`). */
  place: number;
  /**
   * While history is replayed, what visitors do happens at this instant; null on the wall clock.
   */
  streamNow: number | null;
  /** Of the brand: for orders that name none. */
  currency: string;
  /** Whose numbering plan phone numbers without a prefix follow. */
  country?: string | undefined;
}

export interface Rejection {
  /** Place in the batch; 0 for a single event. */
  index: number;
  code: string;
  /** `batch.3.properties.total`. */
  path: string;
  message: string;
  event: unknown;
}

/** Of an event without a message id the touchpoint's `id` is '' until `withIds`. */
export interface Judged {
  accepted: { index: number; touchpoint: Touchpoint }[];
  rejected: Rejection[];
  /**
   * Remarks on events that were accepted: what was left out of them, and what hints at a mistaken
   * sender.
   */
  remarks: Rejection[];
}

/**
 * Returns the events of a batch.
 * @throws {Invalid} when the body as a whole is invalid: not an object, or `batch` not an array.
 */
export function eventsIn(body: unknown): readonly unknown[] {
  const { batch } = objectOf(body);
  if (!Array.isArray(batch)) throw new Invalid('shape', 'batch', 'must be an array of events');
  return batch as unknown[];
}

/**
 * Bytes of JSON of the context that a batch gives to all of its events: each of them stores a copy.
 * @throws {Invalid} as `eventsIn`.
 */
export function contextBytesOf(body: unknown): number {
  const { context } = objectOf(body);
  return isPlain(context) ? JSON.stringify(context).length : 0;
}

/** Judges the events one by one; pauses after each. @throws {Invalid} as `eventsIn`. */
export function* judgeBatch(body: unknown, reception: Reception): Generator<void, Judged> {
  const { context, sentAt } = objectOf(body);
  const judged: Judged = { accepted: [], rejected: [], remarks: [] };
  for (const [index, event] of eventsIn(body).entries()) {
    const outcome = judge(withContext(event, context), index, sentAt, reception);
    add(judged, outcome, index, `batch.${index}`, event);
    yield;
  }
  setBackTimes(judged, reception);
  for (const remark of sharedOrders(judged, eventsIn(body))) judged.remarks.push(remark);
  return judged;
}

/** `type` is of the path that was called; null where the body says it. */
export function judgeOne(body: unknown, type: SegmentEvent['type'] | null, reception: Reception): Judged {
  const event = objectOf(body);
  const outcome = judge(type === null ? event : { ...event, type }, 0, undefined, reception);
  const judged: Judged = { accepted: [], rejected: [], remarks: [] };
  add(judged, outcome, 0, '', body);
  setBackTimes(judged, reception);
  return judged;
}

/**
 * Gives each touchpoint without an id one of its own: an event that bears no message id is a new
 * fact, however often the same was said before.
 * @param draw returns the id for an event's place in its request.
 */
export function withIds({ accepted }: Judged, draw: (index: number) => string): void {
  for (const { index, touchpoint } of accepted) if (touchpoint.id === '') touchpoint.id = draw(index);
}

/**
 * Returns a hash of what a request says, event by event, transport fields aside: an attempt that
 * bears another `sentAt` is the same request.
 */
export function fingerprintOf({ accepted, rejected }: Judged): string {
  const taken = accepted.map(({ index, touchpoint }) => [index, touchpoint.type, touchpoint.digest]);
  return hash(JSON.stringify([taken, rejected.map(({ index, code, path }) => [index, code, path])]));
}

/**
 * Remarks on orders of one id under several people in one request: SDKs keep `properties` by
 * reference, so a sender that uses one object again sends the last order under every customer.
 */
function sharedOrders({ accepted }: Judged, events: readonly unknown[]): Rejection[] {
  const owners = new Map<string, string>();
  return accepted.flatMap(({ index, touchpoint }) => {
    const order = touchpoint.event === PURCHASE ? namedOrder(touchpoint.properties) : undefined;
    if (order === undefined) return [];
    const owner = owners.get(order);
    if (owner === undefined) owners.set(order, touchpoint.identity);
    if (owner === undefined || owner === touchpoint.identity) return [];
    const message = 'this order id stands under several people in one request; the event was taken';
    return [
      rejection(new Invalid('shared_order', 'properties.order_id', message), index, `batch.${index}`, events[index]),
    ];
  });
}

const PURCHASE = 'Order Completed';

/**
 * The Python SDK writes no ids that are UUID objects: an order without one was probably to have
 * one.
 */
function remarkOnId({ event, properties, context }: Touchpoint, remarks: Invalid[]): void {
  if (event !== PURCHASE || namedOrder(properties) !== undefined) return;
  const { library } = context as { library?: { name?: unknown } };
  if (!String(library?.name ?? '').includes('python')) return;
  const message = 'an order without id is an order of its own; send UUIDs as text. The event was taken';
  remarks.push(new Invalid('order_without_id', 'properties.order_id', message));
}

const isAboutOrder = ({ type, event }: Touchpoint): boolean => type === 'track' && isOrderEvent(event);

/** Brings what an event says of an order to its usual form, and remarks on what was changed. */
function readOrder(touchpoint: Touchpoint, remarks: Invalid[]): void {
  readCurrency(touchpoint, remarks);
  leaveOutNoOrder(touchpoint, remarks);
}

/** Reads the currency by its everyday name: `RMB` is CNY. */
function readCurrency(touchpoint: Touchpoint, remarks: Invalid[]): void {
  const { properties } = touchpoint;
  const { currency } = properties;
  if (typeof currency !== 'string') return;
  const code = currencyNamed(currency);
  if (code === currency.trim().toUpperCase() || !isCurrency(code)) return;
  touchpoint.properties = { ...properties, currency: code };
  const message = `is not a code of ISO 4217 and was read as ${code}; the event was taken`;
  remarks.push(new Invalid('currency_read', 'properties.currency', message));
}

/** Leaves out ids that name no order, such as `undefined`: all that bear one would be one order. */
function leaveOutNoOrder(touchpoint: Touchpoint, remarks: Invalid[]): void {
  const { properties } = touchpoint;
  for (const name of ORDER_IDS) {
    const id = properties[name];
    if ((typeof id !== 'string' || id.trim() === '') && typeof id !== 'number') continue;
    if (!isNoOne(String(id))) continue;
    const { [name]: _, ...others } = touchpoint.properties;
    touchpoint.properties = others;
    remarks.push(new Invalid('left_out', `properties.${name}`, 'names no order; the rest of the event was taken'));
  }
}

/** Sets back together the live events that are ahead of the clock. */
function setBackTimes({ accepted }: Judged, { now, origin }: Reception): void {
  if (origin !== 'live' || !accepted.some(({ touchpoint }) => touchpoint.occurredAt > now)) return;
  const times = notAfter(
    accepted.map(({ touchpoint }) => touchpoint.occurredAt),
    now,
  );
  for (const [at, { touchpoint }] of accepted.entries()) touchpoint.occurredAt = times[at] as number;
}

export function rejection({ code, path, message }: Invalid, index: number, within: string, event: unknown): Rejection {
  return { index, code, path: within === '' ? path : path === '' ? within : `${within}.${path}`, message, event };
}

interface Accepted {
  touchpoint: Touchpoint;
  remarks: readonly Invalid[];
}

function add(judged: Judged, outcome: Accepted | Invalid, index: number, within: string, event: unknown): void {
  if (outcome instanceof Invalid) {
    judged.rejected.push(rejection(outcome, index, within, event));
    return;
  }
  judged.accepted.push({ index, touchpoint: outcome.touchpoint });
  for (const fault of outcome.remarks) judged.remarks.push(rejection(fault, index, within, event));
}

function judge(event: unknown, place: number, sentAt: unknown, reception: Reception): Accepted | Invalid {
  const fault = unsafeIn(event) ?? checkEvent(event);
  if (fault) return fault;
  try {
    const remarks: Invalid[] = [];
    return { touchpoint: accept(event as SegmentEvent, place, sentAt, reception, remarks), remarks };
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}

function accept(
  event: SegmentEvent,
  place: number,
  sentAt: unknown,
  reception: Reception,
  remarks: Invalid[],
): Touchpoint {
  const { source, origin, now, streamNow, currency, country } = reception;
  const ids = identitiesOf(event, country, remarks);
  const isTrusted = !source.public || isVouchedFor(event, ids, source);
  const history = origin !== 'live';
  const touchpoint: Touchpoint = {
    v: 1,
    identity: strongest(ids),
    source: source.id,
    id: idOf(event),
    type: event.type,
    event: nameOf(event),
    ids,
    properties: propertiesOf(event, remarks),
    context: withoutSignature(event.context),
    digest: digestOf(event),
    occurredAt: history || streamNow === null ? saidAt(event, { now, sentAt, history }) : streamNow,
    trust: isTrusted ? 'server' : 'public',
    place: reception.place + place,
    recordedAt: now,
    origin,
    cause: null,
  };
  if (isAboutOrder(touchpoint)) readOrder(touchpoint, remarks);
  assertNotOurs(touchpoint);
  assertMay(source.public, touchpoint);
  assertReadable(touchpoint, currency);
  remarkOnId(touchpoint, remarks);
  return touchpoint;
}

/** '' where the event bears none. */
const idOf = ({ messageId }: SegmentEvent): string => String(messageId ?? '').trim();

/** The name of what was tracked; the type's own name for the others. */
function nameOf(event: SegmentEvent): string {
  if (event.type !== 'track') return event.type;
  const name = event.event?.trim();
  if (!name) throw new Invalid('shape', 'event', 'a track needs the name of its event');
  return knownName(name);
}

/**
 * What the event says: the fields that Segment keeps beside `properties` for some types stand among
 * them.
 */
function propertiesOf(event: SegmentEvent, remarks: Invalid[]): Record<string, unknown> {
  switch (event.type) {
    case 'track':
      return event.properties ?? {};
    case 'page':
    case 'screen':
      return { ...event.properties, ...given({ name: event.name, category: event.category }) };
    case 'identify':
      return traitsOf(event, remarks);
    case 'group':
      return { ...event.traits, ...given({ groupId: event.groupId }) };
    case 'alias':
      return given({ previousId: event.previousId });
  }
}

/**
 * Traits of an identify, also those in its context, where SDKs of RudderStack and mobile SDKs write
 * them; `traits` goes first.
 */
function traitsOf({ traits, context }: SegmentEvent, remarks: Invalid[]): Record<string, unknown> {
  const { traits: further } = (context ?? {}) as { traits?: unknown };
  return withTexts(isPlain(further) ? { ...further, ...traits } : (traits ?? {}), remarks);
}

const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/**
 * Whether the source's own server signed the user id (`context.signature`). The id is compared
 * without surrounding spaces, so that a signature of ` u42` is not one of `u42`.
 * @throws {Invalid} for a signature by none of the valid keys.
 */
function isVouchedFor({ context }: SegmentEvent, ids: readonly string[], { signingKeys }: ReceivedFrom): boolean {
  const { signature } = (context ?? {}) as { signature?: unknown };
  if (signature === undefined || signature === null || signature === '') return false;
  const path = 'context.signature';
  const userId = ids.find((id) => id.startsWith(USER_ID))?.slice(USER_ID.length);
  if (userId === undefined) throw new Invalid('signature', path, 'a signature needs a userId');
  if (typeof signature === 'string' && isSigned(userId, signature, signingKeys)) return true;
  throw new Invalid('signature', path, 'must be the hex HMAC-SHA256 of the userId by a signing key of this source');
}

const USER_ID = 'userId:';

/** Removes the signature: it is a credential that readers of a timeline must not be able to use. */
function withoutSignature(context: SegmentEvent['context']): Record<string, unknown> {
  if (!context) return {};
  if (!('signature' in context)) return context as Record<string, unknown>;
  const { signature: _, ...rest } = context as Record<string, unknown>;
  return rest;
}

/** Events that only Segue writes, about messages that it sent and withdrawals that were voided. */
const OURS: ReadonlySet<string> = new Set([
  ...['Message Sent', 'Message Failed', 'Message Held Back', 'Message Indeterminate'],
  VOID_EVENT,
]);

function assertNotOurs({ type, event }: Touchpoint): void {
  if (type === 'track' && OURS.has(event)) {
    throw new Invalid('not_allowed', 'event', 'this event is reserved for Segue itself');
  }
}

/**
 * Throws for events that a public source may not send. Its key can be read in any browser, so it
 * states neither money nor links of identities, signed or not (the signature covers the userId, no
 * other id and no amount).
 */
function assertMay(isPublic: boolean, { type, event, ids }: Touchpoint): void {
  if (!isPublic) return;
  if (type === 'track' && isOrderEvent(event)) {
    throw new Invalid('not_allowed', 'event', 'orders and refunds are taken from server sources only');
  }
  if (type === 'track' && event.startsWith('Message ')) {
    throw new Invalid('not_allowed', 'event', 'outcomes of messages are accepted from server sources only');
  }
  if (ids.filter(isKnownPerson).length > 1) {
    throw new Invalid('not_allowed', 'userId', 'a public source cannot say that two known customers are one');
  }
}

/** Throws for what no service could read later, while the sender can still be answered. */
function assertReadable(touchpoint: Touchpoint, currency: string): void {
  const fault = orderFault(touchpoint, currency) ?? traitFault(touchpoint);
  if (fault) throw fault;
  consentKeysOf(touchpoint);
}

/** No message could use them if they were anything else. */
const TEXT_TRAITS = ['email', 'phone', 'name', 'firstName', 'lastName', 'first_name', 'last_name'];

/**
 * Keeps a number among them as its text, and leaves out what else is no text: the rest of the
 * identify is as good as ever, and the value that was known must not give way to it.
 */
function withTexts(traits: Record<string, unknown>, remarks: Invalid[]): Record<string, unknown> {
  const others = TEXT_TRAITS.filter((name) => !['string', 'undefined'].includes(typeof (traits[name] ?? undefined)));
  if (others.length === 0) return traits;
  const texts = { ...traits };
  for (const name of others) {
    if (typeof traits[name] === 'number') texts[name] = String(traits[name]);
    else {
      delete texts[name];
      remarks.push(new Invalid('left_out', `traits.${name}`, 'must be text; the rest of the identify was taken'));
    }
  }
  return texts;
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Invalid('shape', '', 'the body must be a JSON object');
  }
  return body as Record<string, unknown>;
}

/**
 * What a batch says once for all of its events. Shared, not copied, by those that say nothing of
 * their own.
 */
function withContext(event: unknown, context: unknown): unknown {
  if (!isPlain(context) || !isPlain(event)) return event;
  const own = isPlain(event.context) ? event.context : {};
  return { ...event, context: Object.keys(own).length === 0 ? context : { ...context, ...own } };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
