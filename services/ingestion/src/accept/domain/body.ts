// Access to the raw JSON of a request. Pure.
import { Invalid } from '@segue/contracts';

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
 * Returns the bytes of JSON that the shared context of a batch adds over all its events: each event
 * stores a copy.
 * @throws {Invalid} as `eventsIn`.
 */
export function contextBytesOf(body: unknown): number {
  const { context } = objectOf(body);
  return isPlain(context) ? JSON.stringify(context).length : 0;
}

export function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Invalid('shape', '', 'the body must be a JSON object');
  }
  return body as Record<string, unknown>;
}

/**
 * Returns the event with the context of its batch. Events without a context of their own share the
 * object.
 */
export function withContext(event: unknown, context: unknown): unknown {
  if (!isPlain(context) || !isPlain(event)) return event;
  const own = isPlain(event.context) ? event.context : {};
  return { ...event, context: Object.keys(own).length === 0 ? context : { ...context, ...own } };
}

export const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
