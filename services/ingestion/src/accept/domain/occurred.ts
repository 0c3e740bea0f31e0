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

/**
 * Earlier than this no sender of today has anything to report; a unit is mistaken, or a clock was
 * never set.
 */
const EARLIEST_INSTANT = Date.UTC(1990, 0, 1);
const DAY_MS = 86_400_000;

/**
 * Returns the device's time of the event, moved by how far the device's clock was off when it sent
 * (its `sentAt` beside our receipt), as Segment does; UTC milliseconds. It may be after `now`, see
 * `notAfter`.
 * @throws {Invalid} for a time that cannot be read, or before 1990.
 */
export function saidAt(event: SegmentEvent, { now, sentAt, history }: Timing): number {
  const field = present(event.timestamp) ? 'timestamp' : 'originalTimestamp';
  const said = instantOf(event[field], field);
  if (said === null) return now;
  const sent = history ? null : instantOf(present(event.sentAt) ? event.sentAt : sentAt, 'sentAt');
  const happened = sent === null ? said : said + now - sent;
  if (happened < EARLIEST_INSTANT) throw new Invalid('time', field, 'is before 1990');
  return happened;
}

/**
 * Returns the times with none after `now`, in the order in which they were. What is ahead of the
 * clock moves back together, so that the last of it is at `now` and the differences stay: it was
 * said by one clock that is fast. Times before `now` move with it only where they would otherwise
 * come after what followed them. A time more than a day ahead is no matter of a clock: those move
 * by themselves and by no more than to a day before `now`.
 */
export function notAfter(times: readonly number[], now: number): readonly number[] {
  const near = spanOf(times.filter((time) => time > now && time <= now + DAY_MS));
  const far = spanOf(times.filter((time) => time > now + DAY_MS));
  if (near === null && far === null) return times;
  const error = near === null ? 0 : near.last - now;
  const lastBefore = Math.max(...times.filter((time) => time <= now), -Infinity);
  const isOneClock = near !== null && lastBefore > near.first - error;
  return times.map((time) => {
    if (far !== null && time > now + DAY_MS) return Math.max(now - DAY_MS, now + time - far.last);
    return time > now || isOneClock ? time - error : time;
  });
}

function spanOf(times: readonly number[]): { first: number; last: number } | null {
  if (times.length === 0) return null;
  const [first, last] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  return { first, last };
}

const present = (value: unknown) => value !== undefined && value !== null;

function instantOf(value: unknown, path: string): number | null {
  if (!present(value)) return null;
  const instant = typeof value === 'number' ? instantOfNumber(value) : instantIn(String(value));
  if (!Number.isSafeInteger(instant) || instant < 0 || instant > LATEST_INSTANT) {
    throw new Invalid('time', path, 'must be an ISO 8601 time, UTC milliseconds or Unix seconds, from 1990 on');
  }
  return instant;
}

/** Milliseconds up to here lie before 1979, and seconds up to here before the year 10,000. */
const MOST_SECONDS = LATEST_INSTANT / 1000;

/**
 * Many languages count in seconds: a number that is no time since 1990 in milliseconds is one in
 * seconds, or none.
 */
function instantOfNumber(value: number): number {
  if (value >= EARLIEST_INSTANT) return Math.floor(value);
  return value >= EARLIEST_INSTANT / 1000 && value <= MOST_SECONDS ? Math.round(value * 1000) : NaN;
}
