// When an event happened, by the service's clock.
import { Invalid } from '@segue/contracts';
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

/** Date and time with an offset or none (UTC), or a date alone. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const HAS_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

function instantOf(value: unknown, path: string): number | null {
  if (!present(value)) return null;
  const instant = typeof value === 'number' ? value : Date.parse(isoOf(String(value)));
  // Before 1970 no till wrote receipts: such a time is a fault.
  if (!Number.isSafeInteger(instant) || instant < 0 || instant > LATEST) {
    throw new Invalid('time', path, 'must be an ISO 8601 time or UTC milliseconds');
  }
  return instant;
}

/** The end of year 9999, the last that ISO 8601 writes with four digits. */
const LATEST = 253_402_300_799_999;

/** Without an offset a time is UTC, not whatever this machine's zone is. */
function isoOf(text: string): string {
  if (!ISO.test(text) || !isDay(text.slice(0, 10))) return '';
  const timed = text.length > 10;
  const normal = text.replace(' ', 'T').replace(',', '.');
  return timed && !HAS_OFFSET.test(normal.slice(11)) ? `${normal}Z` : normal;
}

/** `Date.parse` takes the 30th of February for the 1st of March. */
function isDay(day: string): boolean {
  const instant = Date.parse(day);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}
