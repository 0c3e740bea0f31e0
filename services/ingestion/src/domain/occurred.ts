// When an event happened, by the service's clock.
import { Invalid, LATEST_INSTANT, instantIn } from '@segue/contracts';
import type { SegmentEvent } from './segment-event';

export interface Timing {
  /** UTC milliseconds by the service's clock. */
  now: number;
  /** Of the batch; an event's own goes before it. */
  sentAt: unknown;
  /** History is taken at its word: no correction, and nothing is too late for it. */
  history: boolean;
}

/** Less than this between sending and receiving is the network, not a wrong clock. */
const NETWORK_MS = 10_000;

/**
 * The device's time of the event, moved by how far the device's clock was off when it sent (its `sentAt` beside our receipt), as Segment does. Never
 * after `now`. @throws {Invalid} for a time that cannot be read.
 */
export function occurredAt(event: SegmentEvent, { now, sentAt, history }: Timing): number {
  const field = present(event.timestamp) ? 'timestamp' : 'originalTimestamp';
  const said = instantOf(event[field], field);
  if (said === null) return now;
  if (history) return said;
  const sent = instantOf(present(event.sentAt) ? event.sentAt : sentAt, 'sentAt');
  return Math.min(now, sent === null ? said : said + clockError(now - sent));
}

const clockError = (behind: number) => (Math.abs(behind) <= NETWORK_MS ? 0 : behind);

const present = (value: unknown) => value !== undefined && value !== null;

function instantOf(value: unknown, path: string): number | null {
  if (!present(value)) return null;
  const instant = typeof value === 'number' ? value : instantIn(String(value));
  // Before 1970 no till wrote receipts: such a time is a fault.
  if (!Number.isSafeInteger(instant) || instant < 0 || instant > LATEST_INSTANT) {
    throw new Invalid('time', path, 'must be an ISO 8601 time or UTC milliseconds');
  }
  return instant;
}
