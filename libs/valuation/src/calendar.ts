// Days of a time zone. Every model and every window counts days of the brand's zone plus the
// fraction of the present one, never milliseconds across a daylight-saving change. A day is the
// half-open span from its own first instant to the next day's: days never overlap and never go
// back, even where clocks are set back across midnight.
import { zoneOffsets } from './zone-rules';

/** `YYYY-MM-DD`, years 0000 to 9999. */
export type Day = string;

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

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

/** Whole calendar days from one day to another; negative if `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
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
 * First instant of a day by number. Kept in memory: the models ask for the same few thousand days
 * again and again.
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
 * Days since 1970-01-01 of a `YYYY-MM-DD`. Source: H. Hinnant, "chrono-compatible low-level date
 * algorithms", days_from_civil.
 */
export function dayNumber(day: Day): number {
  const month = twoDigits(day, 5);
  const year = twoDigits(day, 0) * 100 + twoDigits(day, 2) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + twoDigits(day, 8) - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** `YYYY-MM-DD` of a number of days since 1970-01-01. Hinnant's civil_from_days. */
export function dayNamed(number: number): Day {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

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

/** Within this day of UTC clocks go from one offset to another. */
interface Change {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

function offsetOfDay(utcDay: number, zone: string): number | Change {
  const [first, last] = [utcDay * DAY_MS, (utcDay + 1) * DAY_MS - 1];
  const [before, after] = [lookUpOffset(first, zone), lookUpOffset(last, zone)];
  return before === after ? before : { at: findChange(first, last, before, zone), before, after };
}

/** A power of two. */
const PLACES = 4_096;
/** No date has it. */
const NO_DAY = -(2 ** 31);
const MOST_CHANGES = 1_000;
/** Of a hundred kilobytes each. */
const MOST_MEMORIES = 500;

const offsetIn = zoneOffsets();
const zones = new Map<string, boolean>();
const MOST_ZONES = 10_000;

/**
 * Whether this names a time zone, or an offset as `+05:30`: what devices send as theirs need not.
 */
export function isZone(zone: string | null | undefined): zone is string {
  if (zone === null || zone === undefined) return false;
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const opens = AN_OFFSET.test(zone) || opensAsZone(zone);
  if (zones.size >= MOST_ZONES) zones.clear();
  zones.set(zone, opens);
  return opens;
}

const AN_OFFSET = /^[+-]([01]\d|2[0-3]):[0-5]\d$/;

/** Asked of the platform: an offset is found for whatever has digits in it, `2024-02-30` too. */
function opensAsZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

function lookUpOffset(instant: number, zone: string): number {
  const minutes = offsetIn(instant, zone);
  if (Number.isNaN(minutes)) throw new RangeError(`unknown time zone "${zone}"`);
  return Math.round(minutes * MINUTE_MS);
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

/** The instant in (from, to] at which the offset stops being `before`, by bisection. */
function findChange(from: number, to: number, before: number, zone: string): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (lookUpOffset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Of some eleven years: each day has one place, from which another day of that place pushes it out,
 * so that memory stays bounded.
 */
class DayMemory {
  private readonly days = new Int32Array(PLACES).fill(NO_DAY);
  private readonly values = new Float64Array(PLACES);

  /** NaN: not known. */
  get(day: number): number {
    const place = day & (PLACES - 1);
    return this.days[place] === day ? (this.values[place] as number) : NaN;
  }

  set(day: number, value: number): void {
    const place = day & (PLACES - 1);
    this.days[place] = day;
    this.values[place] = value;
  }
}

interface ZoneMemory {
  readonly starts: DayMemory;
  /** Of days of UTC within which clocks stay as they are. */
  readonly offsets: DayMemory;
  /** The other days. */
  readonly changes: Map<number, Change>;
}
const memories = new Map<string, ZoneMemory>();

/** The zone that was asked for last: mostly the one that is asked for next. */
let lastZone = '';
let lastMemory = nothingKnown();

function memoryOf(zone: string): ZoneMemory {
  if (zone === lastZone) return lastMemory;
  const memory = memories.get(zone) ?? nothingKnown();
  // A zone has many spellings, and devices send what they like.
  if (memories.size >= MOST_MEMORIES) memories.clear();
  memories.set(zone, memory);
  [lastZone, lastMemory] = [zone, memory];
  return memory;
}

function nothingKnown(): ZoneMemory {
  return { starts: new DayMemory(), offsets: new DayMemory(), changes: new Map() };
}
