// Webhooks of systems of one's own, whose payloads are events of the Segment spec: as they are, or
// within Standard Webhooks or CloudEvents. Pure.
import { Invalid } from '@segue/contracts';
import { hash } from '../../accept/domain/digest';
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { isPlain } from '../../accept/domain/body';
import { textIn } from './fields';
import { type Delivery, type Reading, type WebhookHeaders, taken } from './reading';

/** Maximum number of events in one webhook. */
export const MAX_EVENTS = 1_000;

/**
 * Reads one event, or `{batch: […]}`. An event without a `messageId` has that of the webhook, which
 * stays the same when it is sent again.
 */
export function readStandard({ headers, body }: Delivery): Reading {
  const id = textIn(headers['webhook-id']);
  const { batch } = (isPlain(body) ? body : {}) as { batch?: unknown };
  if (!Array.isArray(batch)) return taken([withId(body, id)]);
  return taken(atMost(batch).map((event, place) => withId(event, `${id}/${place}`)));
}

/** Reads CloudEvents 1.0: one event in headers or in the body, or several in a batch. */
export function readCloudEvents({ headers, body }: Delivery): Reading {
  const type = textIn(headers['content-type']).toLowerCase();
  if (type.startsWith('application/cloudevents-batch')) {
    if (!Array.isArray(body)) throw new Invalid('shape', '', 'a batch of CloudEvents is an array');
    return taken(atMost(body).map((event, place) => readOne(event, `${place}.`)));
  }
  if (type.startsWith('application/cloudevents')) return taken([readOne(body, '')]);
  return taken([readOne({ ...attributesIn(headers), data: body }, '')]);
}

const PREFIX = 'ce-';

/** The attributes of a binary event: header fields with `ce-`, percent-encoded. */
function attributesIn(headers: WebhookHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, value]) => [name.slice(PREFIX.length), decoded(textIn(value))]),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * The data is an event of the Segment spec; without `type` it is a track, named by `event`, else by
 * the type of the CloudEvent. `source` and `id` together identify it.
 */
function readOne(event: unknown, path: string): SegmentEvent {
  const { specversion, id, source, type, time, ...rest } = isPlain(event) ? event : {};
  if (specversion !== '1.0') throw new Invalid('shape', `${path}specversion`, 'must be 1.0');
  for (const [name, value] of Object.entries({ id, source, type }))
    if (textIn(value) === '') throw new Invalid('shape', `${path}${name}`, 'is missing');
  const data = dataIn(rest, path);
  const named = 'type' in data ? {} : { type: 'track', event: data.event ?? textIn(type) };
  const timed = 'timestamp' in data || time === undefined ? {} : { timestamp: time };
  return withId({ ...data, ...named, ...timed }, JSON.stringify([source, id]));
}

function dataIn({ data, data_base64: encoded }: Record<string, unknown>, path: string): Record<string, unknown> {
  if (typeof encoded === 'string') return dataIn({ data: parsed(encoded, path) }, path);
  if (!isPlain(data)) throw new Invalid('shape', `${path}data`, 'must be an event of the Segment spec');
  return data;
}

function parsed(encoded: string, path: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString()) as unknown;
  } catch {
    throw new Invalid('json', `${path}data_base64`, 'must be JSON');
  }
}

function atMost(events: readonly unknown[]): readonly unknown[] {
  if (events.length > MAX_EVENTS) throw new Invalid('length', '', `a webhook may have at most ${MAX_EVENTS} events`);
  return events;
}

const MAX_ID = 256;

/** Judging checks what this is: here it is only said to be an event. */
function withId(event: unknown, id: string): SegmentEvent {
  if (!isPlain(event) || textIn(event.messageId) !== '') return event as SegmentEvent;
  return { ...event, messageId: id.length > MAX_ID ? hash(id) : id } as unknown as SegmentEvent;
}
