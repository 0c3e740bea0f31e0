// Days of a time zone. Every model and every window counts days of the brand's zone plus the
// fraction of the present one, never milliseconds across a daylight-saving change. A day is the
// half-open span from its own first instant to the next day's: days never overlap and never go
// back, even where clocks are set back across midnight.
import { type Day, DAY_MS, dayNamed, dayNumber } from './day-number';
import { memoryOf } from './zone-memory';
import { findChange, offsetAt } from './zone-offset';

/**
 * The day that holds this instant (UTC ms) in an IANA zone. @throws {RangeError} an unknown zone.
 */
export function dayOf(instant: number, zone: string): Day {
  return dayNamed(dayNumberAt(instant, zone));
}

/**
 * The day's first instant, UTC ms. Where midnight is skipped it is the first instant after the gap.
 * @throws {RangeError}
 */
export function startOfDay(day: Day, zone: string): number {
  return startOfDayNumber(dayNumber(day), zone);
}

/**
 * Calendar days from the start of `day` to an instant: whole days plus the fraction that has passed
 * of the present one.
 */
export function daysSince(day: Day, instant: number, zone: string): number {
  return dayPosition(instant, zone) - dayNumber(day);
}

/** The first instant (whole ms) at which `daysSince(day, ·, zone)` is at least `days`. */
export function instantAfter(day: Day, days: number, zone: string): number {
  return instantAtPosition(dayNumber(day) + days, zone);
}

/**
 * Days since 1970-01-01 at this instant with the fraction of the present day: grows strictly with
 * the instant.
 */
export function dayPosition(instant: number, zone: string): number {
  const today = dayNumberAt(instant, zone);
  const start = startOfDayNumber(today, zone);
  return today + (instant - start) / (startOfDayNumber(today + 1, zone) - start);
}

/** The first instant (whole ms) whose `dayPosition` is at least `position`. */
export function instantAtPosition(position: number, zone: string): number {
  const day = Math.floor(position);
  const start = startOfDayNumber(day, zone);
  const length = startOfDayNumber(day + 1, zone) - start;
  const passed = Math.floor((position - day) * length);
  // As `dayPosition` has it, of an instant that is known to be of this day; a day that a zone left
  // out has no length and no later instant.
  return start + (day + passed / length < position ? passed + 1 : passed);
}

/** The number of the day (days since 1970-01-01) that holds this instant. */
export function dayNumberAt(instant: number, zone: string): number {
  const local = Math.floor((instant + offsetAt(instant, zone)) / DAY_MS);
  // Clocks set back across midnight show yesterday's date again: that hour belongs to the day that
  // had begun.
  return instant < startOfDayNumber(local + 1, zone) ? local : local + 1;
}

/**
 * First instant of a day by number. Cached, since the models use the same few thousand days.
 */
export function startOfDayNumber(day: number, zone: string): number {
  const { starts } = memoryOf(zone);
  const known = starts.get(day);
  if (!Number.isNaN(known)) return known;
  const start = findStart(day, zone);
  starts.set(day, start);
  return start;
}

/**
 * The first instant whose local date is `day` or later: midnight by the clocks before or after a
 * change, or the change itself.
 */
function findStart(day: number, zone: string): number {
  const midnight = day * DAY_MS;
  const before = offsetAt(midnight - DAY_MS, zone);
  const after = offsetAt(midnight + DAY_MS, zone);
  if (before === after) return midnight - before;
  const change = findChange(midnight - DAY_MS, midnight + DAY_MS, before, zone);
  if (midnight - before < change) return midnight - before;
  return Math.max(midnight - after, change);
}
