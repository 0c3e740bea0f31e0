// How far the clocks of a zone are ahead of UTC, and when that changes.
import { DAY_MS } from './day-number';
import { type Change, memoryOf } from './zone-memory';
import { zoneOffsets } from './zone-rules';

const MINUTE_MS = 60_000;
const MOST_CHANGES = 1_000;
const offsetIn = zoneOffsets();

/**
 * Milliseconds by which the zone's clocks are ahead of UTC at an instant. @throws {RangeError} an
 * unknown zone.
 */
export function offsetAt(instant: number, zone: string): number {
  const { offsets, changes } = memoryOf(zone);
  const utcDay = Math.floor(instant / DAY_MS);
  const known = offsets.get(utcDay);
  if (!Number.isNaN(known)) return known;
  const offset = changes.get(utcDay) ?? offsetOfDay(utcDay, zone);
  if (typeof offset === 'number') {
    offsets.set(utcDay, offset);
    return offset;
  }
  if (changes.size >= MOST_CHANGES) changes.clear();
  changes.set(utcDay, offset);
  return instant < offset.at ? offset.before : offset.after;
}

function offsetOfDay(utcDay: number, zone: string): number | Change {
  const [first, last] = [utcDay * DAY_MS, (utcDay + 1) * DAY_MS - 1];
  const [before, after] = [lookUpOffset(first, zone), lookUpOffset(last, zone)];
  return before === after ? before : { at: findChange(first, last, before, zone), before, after };
}

function lookUpOffset(instant: number, zone: string): number {
  const minutes = offsetIn(instant, zone);
  if (Number.isNaN(minutes)) throw new RangeError(`unknown time zone "${zone}"`);
  return Math.round(minutes * MINUTE_MS);
}

/** The instant in (from, to] at which the offset stops being `before`, by bisection. */
export function findChange(from: number, to: number, before: number, zone: string): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (lookUpOffset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}
