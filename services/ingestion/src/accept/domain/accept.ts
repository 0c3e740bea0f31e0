// Turns the body of a request into touchpoints. Each event is judged by itself, so that an invalid
// event does not reject the others. Pure.
import { Invalid, type Touchpoint, strongest, unsafeIn } from '@segue/contracts';
import { orderFault } from '@segue/orders';
import { consentKeysOf, traitFault } from '@segue/parts';
import { eventsIn, objectOf, withContext } from './body';
import { withComposedIds } from './composed-ids';
import { idOf, nameOf, propertiesOf } from './content';
import { digestOf } from './digest';
import { identitiesOf } from './identities';
import { type Judged, type Reception, rejection } from './judged';
import { notAfter, eventTime } from './occurred';
import { isAboutOrder, readOrder, remarkOnId, sharedOrders } from './orders';
import { assertMay, assertNotOurs, isVouchedFor, withoutSignature } from './permissions';
import { type SegmentEvent, checkEvent } from './segment-event';

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

/**
 * Judges a single event.
 * @param type the type in the path; null if the body states it.
 */
export function judgeOne(body: unknown, type: SegmentEvent['type'] | null, reception: Reception): Judged {
  const event = type === null ? objectOf(body) : { ...objectOf(body), type };
  const outcome = judge(event, 0, undefined, reception);
  const judged: Judged = { accepted: [], rejected: [], remarks: [] };
  // With its type, so that what is kept of it can be sent again.
  add(judged, outcome, 0, '', event);
  setBackTimes(judged, reception);
  return judged;
}

/** Moves back the live events that are ahead of the clock (`notAfter`). */
function setBackTimes({ accepted }: Judged, { now, origin }: Reception): void {
  if (origin !== 'live' || !accepted.some(({ touchpoint }) => touchpoint.occurredAt > now)) return;
  const times = notAfter(
    accepted.map(({ touchpoint }) => touchpoint.occurredAt),
    now,
  );
  for (const [at, { touchpoint }] of accepted.entries()) touchpoint.occurredAt = times[at] as number;
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
  const { source, origin, now, replayTime, currency, country } = reception;
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
    properties: withComposedIds(propertiesOf(event, remarks)),
    context: withoutSignature(event.context),
    digest: digestOf(event),
    occurredAt: history || replayTime === null ? eventTime(event, { now, sentAt, history }) : replayTime,
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

/**
 * Checks what other services read of a touchpoint while its sender can still be answered.
 * @throws {Invalid} for a touchpoint that they could not read.
 */
function assertReadable(touchpoint: Touchpoint, currency: string): void {
  const fault = orderFault(touchpoint, currency) ?? traitFault(touchpoint);
  if (fault) throw fault;
  consentKeysOf(touchpoint);
}
