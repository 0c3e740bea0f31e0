// Which touchpoints a window holds: each enters and leaves it at one instant, so counts and sums
// change only at known instants.
import { dayNumber, dayNumberAt, dayPosition, instantAtPosition, startOfDayNumber } from '@segue/valuation';
import type { Duration, Period, Within } from '../language/time';

export const FOREVER = Infinity;
const UNIT_MS = { hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 } as const;

/** The instant a length of time after another; days by the calendar of the zone. */
export function after(at: number, { amount, unit }: Duration, zone: string): number {
  return unit === 'days' ? instantAtPosition(positionOf(at, zone) + amount, zone) : at + amount * UNIT_MS[unit];
}

/**
 * Many rules ask about the same few touchpoints one after the other, so their places in the
 * calendar are cached.
 */
function positionOf(at: number, zone: string): number {
  if (zone !== placed.zone) {
    placed.zone = zone;
    placed.instants.fill(NaN);
  }
  // Bits above the lowest three, which are 0 in every whole second.
  const slot = (at >>> 3) & (SLOTS - 1);
  if (placed.instants[slot] !== at) {
    placed.instants[slot] = at;
    placed.positions[slot] = dayPosition(at, zone);
  }
  return placed.positions[slot] as number;
}

/** A power of two. */
const SLOTS = 16;
const placed = { zone: '', instants: new Float64Array(SLOTS), positions: new Float64Array(SLOTS) };

/** The first instant at which a touchpoint of `at` is within the window; FOREVER if it never is. */
export function entersAt(at: number, within: Within | undefined, zone: string): number {
  if (!within || 'unit' in within || 'this' in within) return at;
  if ('last' in within) return startOfDayNumber(nextStart(dayNumberAt(at, zone), within.last), zone);
  return isBetween(dayNumberAt(at, zone), within) ? at : FOREVER;
}

/**
 * The first instant at which a touchpoint of `at` is no longer within the window: FOREVER if it
 * never leaves, and `at` itself if it never was within. Grows with `at`.
 */
export function leavesAt(at: number, within: Within | undefined, zone: string): number {
  if (!within) return FOREVER;
  if ('unit' in within) return after(at, within, zone);
  if ('this' in within) return startOfDayNumber(nextStart(dayNumberAt(at, zone), within.this), zone);
  if ('last' in within) {
    const next = nextStart(dayNumberAt(at, zone), within.last);
    return startOfDayNumber(nextStart(next, within.last), zone);
  }
  return isBetween(dayNumberAt(at, zone), within) ? FOREVER : at;
}

/**
 * Whether the latest touchpoints decide. False for windows in which earlier touchpoints may be
 * within while later ones are not yet.
 */
export function latestDecide(within: Within | undefined): boolean {
  return !within || !('last' in within || 'until' in within);
}

/** How far back from now a window reaches at most, in ms; FOREVER if there is no limit. */
export function reachOf(within: Within | undefined): number {
  if (!within || 'since' in within) return FOREVER;
  if ('unit' in within)
    return within.unit === 'days' ? (within.amount + 1) * LONG_DAY : within.amount * UNIT_MS[within.unit];
  if ('this' in within) return LONGEST[within.this] * LONG_DAY;
  return 2 * LONGEST[within.last] * LONG_DAY;
}

/** No day of any zone is longer than this, the days on which a zone crossed the date line apart. */
const LONG_DAY = 26 * 3_600_000;
const LONGEST: Record<Period, number> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

function isBetween(day: number, within: { since: string; until?: string }): boolean {
  return day >= dayNumber(within.since) && (within.until === undefined || day <= dayNumber(within.until));
}

/** The first day of the next period after the one that holds this day. Weeks begin on Monday. */
function nextStart(day: number, period: Period): number {
  if (period === 'day') return day + 1;
  if (period === 'week') return 7 * Math.floor((day + 3) / 7) + 4;
  const date = new Date(day * 86_400_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (period === 'month') return daysOf(year, month + 1);
  return period === 'quarter' ? daysOf(year, month - (month % 3) + 3) : daysOf(year + 1, 0);
}

/**
 * The first day of a month. JavaScript takes the years before 100 for those of the 1900s, so it is
 * asked for 400 years later.
 */
function daysOf(year: number, month: number): number {
  return Date.UTC(year + 400, month, 1) / 86_400_000 - 146_097;
}

/**
 * Returns the first index at which `test` holds, by binary search; `end` if there is none. `test`
 * must hold at every later index too.
 */
export function firstIndex(start: number, end: number, test: (index: number) => boolean): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
