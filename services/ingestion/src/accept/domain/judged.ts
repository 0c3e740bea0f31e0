// The circumstances by which a request is judged, and the result. Pure.
import { Invalid, type Origin, type Touchpoint } from '@segue/contracts';
import { hash } from './digest';

export interface ReceivedFrom {
  id: string;
  public: boolean;
  /** Keys with which the source's own server signs user ids; at most two are valid at a time. */
  signingKeys: readonly string[];
}

/** Everything about a request except its body. */
export interface Reception {
  source: ReceivedFrom;
  origin: Origin;
  /** UTC milliseconds by the service's clock. */
  now: number;
  /** Place of the request's first event among what was received in this millisecond (`turnOf`). */
  place: number;
  /** During a replay the time of visitors' events, UTC milliseconds; null otherwise. */
  replayTime: number | null;
  /** The brand's currency, for orders without one. */
  currency: string;
  /** Country of phone numbers without a prefix; ISO 3166-1. */
  country?: string | undefined;
}

export interface Rejection {
  /** Place in the batch; 0 for a single event. */
  index: number;
  code: string;
  /** Such as `batch.3.properties.total`. */
  path: string;
  message: string;
  event: unknown;
}

/**
 * The result for a request. Touchpoints of events without a message id have the `id` '' until
 * `withIds`.
 */
export interface Judged {
  accepted: { index: number; touchpoint: Touchpoint }[];
  rejected: Rejection[];
  /** Remarks on accepted events: fields that were left out, and signs of an error of the sender. */
  remarks: Rejection[];
}

/**
 * Gives each touchpoint without an id a new one: an event without a message id is a new fact, even
 * if it equals an earlier one.
 * @param draw returns the id for an event's place in its request.
 */
export function withIds({ accepted }: Judged, draw: (index: number) => string): void {
  for (const { index, touchpoint } of accepted) if (touchpoint.id === '') touchpoint.id = draw(index);
}

/**
 * Returns a hash of the content of a request, event by event, without transport fields, so that an
 * attempt with another `sentAt` is the same request.
 */
export function fingerprintOf({ accepted, rejected }: Judged): string {
  const taken = accepted.map(({ index, touchpoint }) => [index, touchpoint.type, touchpoint.digest]);
  return hash(JSON.stringify([taken, rejected.map(({ index, code, path }) => [index, code, path])]));
}

export function rejection({ code, path, message }: Invalid, index: number, within: string, event: unknown): Rejection {
  return { index, code, path: within === '' ? path : path === '' ? within : `${within}.${path}`, message, event };
}

/** Returns the rejection of an event whose touchpoint has more than `most` bytes. */
export function oversized(index: number, { type, id }: Touchpoint, most: number): Rejection {
  const message = `an event, with its ids and the context of its batch, may make at most ${most / 1024} KB`;
  return rejection(new Invalid('too_large', '', message), index, `batch.${index}`, { type, messageId: id });
}
