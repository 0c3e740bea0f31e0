// What a request is judged by and what comes of it. Pure.
import { Invalid, type Origin, type Touchpoint } from '@segue/contracts';
import { hash } from './digest';

export interface ReceivedFrom {
  id: string;
  public: boolean;
  /** Keys with which the source's own server signs user ids; at most two are valid at a time. */
  signingKeys: readonly string[];
}

/** The circumstances of a request beside its body. */
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
  /** The brand's currency, for orders that name none. */
  currency: string;
  /** Country of phone numbers without a prefix; ISO 3166-1. */
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

/** The `id` of a touchpoint is '' until `withIds` where its event has no message id. */
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

export function rejection({ code, path, message }: Invalid, index: number, within: string, event: unknown): Rejection {
  return { index, code, path: within === '' ? path : path === '' ? within : `${within}.${path}`, message, event };
}
