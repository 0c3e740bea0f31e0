// From the body of a request to touchpoints: each event is judged by itself, so that one bad event does not take the others along. Pure.
import { Invalid, type Origin, type Touchpoint, strongest, unsafeIn } from '@segue/contracts';
import { isOrderEvent, orderFault } from '@segue/orders';
import { consentKeyOf } from '@segue/parts';
import { derivedId, digestOf } from './digest';
import { identitiesOf, isKnownPerson } from './identities';
import { occurredAt } from './occurred';
import { type SegmentEvent, checkEvent } from './segment-event';

/** What the body does not say. */
export interface Reception {
  source: { id: string; public: boolean };
  origin: Origin;
  /** UTC milliseconds by the service's clock. */
  now: number;
  /** While history is replayed, what visitors do happens at this instant; null on the wall clock. */
  streamNow: number | null;
  /** Of the brand: for orders that name none. */
  currency: string;
  /** Hash of the bytes, from which missing ids follow; asked for only then. */
  bodyHash: () => string;
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

export interface Judged {
  accepted: { index: number; touchpoint: Touchpoint }[];
  rejected: Rejection[];
}

/** @throws {Invalid} when the body as a whole is none: not an object, or `batch` not an array. */
export function judgeBatch(body: unknown, reception: Reception): Judged {
  const { batch, context, sentAt } = objectOf(body);
  if (!Array.isArray(batch)) throw new Invalid('shape', 'batch', 'must be an array of events');
  const judged: Judged = { accepted: [], rejected: [] };
  for (const [index, event] of batch.entries()) {
    const outcome = judge(withContext(event, context), index, sentAt, reception);
    if (outcome instanceof Invalid) judged.rejected.push(rejection(outcome, index, `batch.${index}`, event));
    else judged.accepted.push({ index, touchpoint: outcome });
  }
  return judged;
}

/** `type` is of the path that was called; null where the body says it. */
export function judgeOne(body: unknown, type: SegmentEvent['type'] | null, reception: Reception): Judged {
  const event = objectOf(body);
  const outcome = judge(type === null ? event : { ...event, type }, 0, undefined, reception);
  if (outcome instanceof Invalid) return { accepted: [], rejected: [rejection(outcome, 0, '', body)] };
  return { accepted: [{ index: 0, touchpoint: outcome }], rejected: [] };
}

export function rejection({ code, path, message }: Invalid, index: number, within: string, event: unknown): Rejection {
  return { index, code, path: within === '' ? path : path === '' ? within : `${within}.${path}`, message, event };
}

function judge(event: unknown, place: number, sentAt: unknown, reception: Reception): Touchpoint | Invalid {
  const fault = unsafeIn(event) ?? checkEvent(event);
  if (fault) return fault;
  try {
    return accept(event as SegmentEvent, place, sentAt, reception);
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}

function accept(event: SegmentEvent, place: number, sentAt: unknown, reception: Reception): Touchpoint {
  const { source, origin, now, streamNow, currency, bodyHash } = reception;
  const ids = identitiesOf(event);
  const history = origin !== 'live';
  const touchpoint: Touchpoint = {
    v: 1,
    identity: strongest(ids),
    source: source.id,
    id: event.messageId || derivedId(source.id, bodyHash(), place),
    type: event.type,
    event: nameOf(event),
    ids,
    properties: propertiesOf(event),
    context: (event.context ?? {}) as Record<string, unknown>,
    digest: digestOf(event),
    occurredAt: history || streamNow === null ? occurredAt(event, { now, sentAt, history }) : streamNow,
    recordedAt: now,
    origin,
    cause: null,
  };
  assertMay(source.public, touchpoint);
  assertReadable(touchpoint, currency);
  if (event.type === 'identify') assertTexts(event.traits ?? {});
  return touchpoint;
}

/** The name of what was tracked; the type's own name for the others. */
function nameOf(event: SegmentEvent): string {
  if (event.type !== 'track') return event.type;
  const name = event.event?.trim();
  if (!name) throw new Invalid('shape', 'event', 'a track needs the name of its event');
  return name;
}

/** What the event says: the fields that Segment keeps beside `properties` for some types stand among them. */
function propertiesOf(event: SegmentEvent): Record<string, unknown> {
  switch (event.type) {
    case 'track':
      return event.properties ?? {};
    case 'page':
    case 'screen':
      return { ...event.properties, ...given({ name: event.name, category: event.category }) };
    case 'identify':
      return event.traits ?? {};
    case 'group':
      return { ...event.traits, ...given({ groupId: event.groupId }) };
    case 'alias':
      return given({ previousId: event.previousId });
  }
}

const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** A public source's key can be read in any browser: money and who is who are not its to say. */
function assertMay(isPublic: boolean, { type, event, ids }: Touchpoint): void {
  if (!isPublic) return;
  if (type === 'track' && isOrderEvent(event)) {
    throw new Invalid('not_allowed', 'event', 'orders and refunds are taken from server sources only');
  }
  if (ids.filter(isKnownPerson).length > 1) {
    throw new Invalid('not_allowed', 'userId', 'a public source cannot say that two known customers are one');
  }
}

/** What nobody downstream could read is refused while its sender can still be told. */
function assertReadable(touchpoint: Touchpoint, currency: string): void {
  const fault = orderFault(touchpoint, currency);
  if (fault) throw fault;
  consentKeyOf(touchpoint);
}

/** What else they were would be written over the right ones, and no message could use it. */
const TEXT_TRAITS = ['email', 'name', 'firstName', 'lastName'];

function assertTexts(traits: Record<string, unknown>): void {
  const wrong = TEXT_TRAITS.find((name) => !['string', 'undefined'].includes(typeof (traits[name] ?? undefined)));
  if (wrong !== undefined) throw new Invalid('shape', `traits.${wrong}`, 'must be text');
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Invalid('shape', '', 'the body must be a JSON object');
  }
  return body as Record<string, unknown>;
}

/** What a batch says once for all of its events. */
function withContext(event: unknown, context: unknown): unknown {
  if (!isPlain(context) || !isPlain(event)) return event;
  return { ...event, context: { ...context, ...(isPlain(event.context) ? event.context : {}) } };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
