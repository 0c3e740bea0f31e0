// The time of an event by the service's clock. Pure.
import { Invalid, LATEST_INSTANT, instantIn } from '@segue/contracts';
import type { SegmentEvent } from './segment-event';

export interface Timing {
  /** UTC milliseconds by the service's clock. */
  now: number;
  /** `sentAt` of the batch; the event's own takes precedence. */
  sentAt: unknown;
  /** History is neither corrected by `sentAt` nor limited by `now`. */
  history: boolean;
}

/** Earlier times are refused: they come from a wrong unit or a clock that was never set. */
const EARLIEST_INSTANT = Date.UTC(1990, 0, 1);
const DAY_MS = 86_400_000;

/**
 * Returns the time of the event, UTC milliseconds: the device's time, corrected by the error of its
 * clock (our receipt less its `sentAt`), as Segment does. It may be after `now`; see `notAfter`.
 * @throws {Invalid} for a time that cannot be read, or before 1990.
 */
export function eventTime(event: SegmentEvent, { now, sentAt, history }: Timing): number {
  const field = present(event.timestamp) ? 'timestamp' : 'originalTimestamp';
  const said = instantOf(event[field], field);
  if (said === null) return now;
  const sent = history ? null : instantOf(present(event.sentAt) ? event.sentAt : sentAt, 'sentAt');
  const happened = sent === null ? said : said + now - sent;
  if (happened < EARLIEST_INSTANT) throw new Invalid('time', field, 'is before 1990');
  return happened;
}

/**
 * Returns the times moved so that none is after `now` and their order is kept. Times ahead of `now`
 * come from one clock that is fast, so they move back together: the last one to `now`, with the
 * differences kept. Earlier times move only if they would otherwise come after a later one. A time
 * more than a day ahead is not due to a clock: such times move separately, at most to a day before
 * `now`.
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

/** Maximum of a time in seconds, in the year 10,000; as milliseconds it lies before 1979. */
const MOST_SECONDS = LATEST_INSTANT / 1000;

/**
 * Returns the instant of a number. Many languages count in seconds, so a number that is before 1990
 * in milliseconds is read as seconds.
 */
function instantOfNumber(value: number): number {
  if (value >= EARLIEST_INSTANT) return Math.floor(value);
  return value >= EARLIEST_INSTANT / 1000 && value <= MOST_SECONDS ? Math.round(value * 1000) : NaN;
}
