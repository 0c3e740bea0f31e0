// Days as traits and properties write them.
import { DAY_MS } from '@segue/valuation';

/** A day of the calendar; without a year for what comes every year only. */
export interface Written {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

const FULL_DAY = /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ]|$)/i;
/** What follows the day of an instant in UTC; programs write its offset in several ways. */
const UTC_TIME = /^[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(?:Z|UTC|[+-]00(?::?00)?)$/i;
const DAY_OF_YEAR = /^(?:--)?(\d{2})-(\d{2})$/;

/**
 * Returns the day of `YYYY-MM-DD` or `YYYY/MM/DD` with or without a time, or of `MM-DD`; null for
 * anything else and for days that no calendar has. A day is as written, whatever its time and
 * offset; except that of an instant in UTC other than midnight.
 * @param dayAt the number of the day of an instant in the zone that counts.
 */
export function writtenDay(value: unknown, dayAt: (instant: number) => number): Written | null {
  if (typeof value !== 'string') return null;
  const full = FULL_DAY.exec(value);
  if (full) {
    const written = existing({ year: Number(full[1]), month: Number(full[3]), day: Number(full[4]) });
    const instant = written && utcInstant(value);
    return instant === null || instant % DAY_MS === 0 ? written : calendarDay(dayAt(instant));
  }
  const yearly = DAY_OF_YEAR.exec(value);
  return yearly ? existing({ year: null, month: Number(yearly[1]), day: Number(yearly[2]) }) : null;
}

/** Returns the instant of a day with a time in UTC; null for other times and impossible ones. */
function utcInstant(value: string): number | null {
  const [, time] = UTC_TIME.exec(value.slice(LENGTH)) ?? [];
  if (time === undefined) return null;
  const day = value.slice(0, LENGTH).replaceAll('/', '-');
  const instant = Date.parse(`${day}T${time.replace(',', '.')}Z`);
  return Number.isNaN(instant) ? null : instant;
}

const LENGTH = 'YYYY-MM-DD'.length;

function calendarDay(day: number): Written {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** A leap year stands in where the year is not known. */
function existing(written: Written): Written | null {
  const { year, month, day } = written;
  return month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year ?? 2000, month) ? written : null;
}

function monthLength(year: number, month: number): number {
  return new Date(dayOfCalendar(year, month + 1, 0) * DAY_MS).getUTCDate();
}

/**
 * Asked 400 years later, where the calendar is the same: JavaScript takes the years before 100 for
 * those of the 1900s.
 */
function dayOfCalendar(year: number, month: number, day: number): number {
  return Date.UTC(year + 400, month - 1, day) / DAY_MS - DAYS_IN_400_YEARS;
}

const DAYS_IN_400_YEARS = 146_097;

/**
 * The number of the day on which it falls in a year: what is on 29 February is on the 28th in years
 * without one.
 */
export function anniversaryIn(year: number, { month, day }: Written): number {
  return dayOfCalendar(year, month, Math.min(day, monthLength(year, month)));
}

export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}
