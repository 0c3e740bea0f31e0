// Leaves about a day in a trait: how far it is, its anniversaries, and ages. The day is the date as
// written, except for an instant in UTC (`Z`), which is on the day that it has in the zone. UTC
// midnight counts as written: that is how programs write a mere day. Days turn at the start of days
// of the brand's zone, or the customer's.
import { DAY_MS, startOfDayNumber } from '@segue/valuation';
import type { AgeLeaf, DateLeaf } from '../language/leaves';
import { rangeOf } from './comparison';
import type { LeafJudge } from './judge';
import type { View } from './view';

/** A day of the calendar; without a year for what comes every year only. */
interface Written {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

const FULL_DAY = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]|$)/;
const UTC_INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z$/;
const DAY_OF_YEAR = /^(?:--)?(\d{2})-(\d{2})$/;

/**
 * Returns the day of `YYYY-MM-DD` with or without a time, or of `MM-DD`; null for anything else and
 * for days that no calendar has.
 * @param dayAt the number of the day of an instant in the zone that counts.
 */
export function writtenDay(value: unknown, dayAt: (instant: number) => number): Written | null {
  if (typeof value !== 'string') return null;
  const full = FULL_DAY.exec(value);
  if (full) {
    const written = existing({ year: Number(full[1]), month: Number(full[2]), day: Number(full[3]) });
    const instant = written && UTC_INSTANT.test(value) ? Date.parse(value) : 0;
    return instant % DAY_MS === 0 ? written : calendarDay(dayAt(instant));
  }
  const yearly = DAY_OF_YEAR.exec(value);
  return yearly ? existing({ year: null, month: Number(yearly[1]), day: Number(yearly[2]) }) : null;
}

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

function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

export function dateJudge(leaf: DateLeaf): LeafJudge {
  const blocksOf = (view: View, today: number): Block[] => {
    const written = writtenDayIn(view, leaf);
    return written ? blocks(leaf, written, today) : [];
  };
  return {
    leaf,
    holds: (view, at) => {
      const today = view.dayAt(at, view.zoneOf(leaf));
      return blocksOf(view, today).some(({ from, to }) => from <= today && today <= to);
    },
    changesAfter: (view, at) => {
      const zone = view.zoneOf(leaf);
      const today = view.dayAt(at, zone);
      const turn = nextTurnOf(blocksOf(view, today), today);
      return turn === null ? null : startOfDayNumber(turn, zone);
    },
    value: (view) => view.trait(leaf.name),
  };
}

function writtenDayIn(view: View, leaf: DateLeaf | AgeLeaf): Written | null {
  return writtenDay(view.trait(leaf.name), (instant) => view.dayAt(instant, view.zoneOf(leaf)));
}

/** Days, both included, on which a date leaf holds. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * Around today: the block itself, or those of as many years as it takes to see every gap that leap
 * years can make.
 */
function blocks({ yearly, from, to }: DateLeaf, written: Written, today: number): Block[] {
  const around = (day: number): Block => ({ from: day + from, to: day + to });
  if (!yearly) return written.year === null ? [] : [around(anniversaryIn(written.year, written))];
  const first = Math.max(yearOf(today - to) - 1, written.year ?? -Infinity);
  return Array.from({ length: SEEN_YEARS }, (_, index) => around(anniversaryIn(first + index, written)));
}

const SEEN_YEARS = 12;

/**
 * The day on which the answer changes: the end of what holds now with all that follows without a
 * gap, else the next beginning.
 */
function nextTurnOf(sorted: readonly Block[], today: number): number | null {
  let until: number | null = null;
  for (const { from, to } of sorted) {
    if (to < today) continue;
    if (until === null && from > today) return from;
    if (until !== null && from > until + 1) return until + 1;
    until = Math.max(to, until ?? to);
  }
  // Blocks without a gap for so many years have none.
  return until === null || sorted.length > 1 ? null : until + 1;
}

export function ageJudge(leaf: AgeLeaf): LeafJudge {
  const range = rangeOf(leaf);
  // Ages are whole: the bounds are met on birthdays. Before a birth there is no age.
  const [low, high] = [Math.max(0, Math.ceil(range.low)), Math.ceil(range.high)];
  const born = (view: View) => {
    const written = writtenDayIn(view, leaf);
    const year = written?.year ?? null;
    return written && year !== null ? { ...written, year } : null;
  };
  const ageOn = (today: number, birth: Written & { year: number }) => {
    const years = yearOf(today) - birth.year;
    return today < anniversaryIn(yearOf(today), birth) ? years - 1 : years;
  };
  return {
    leaf,
    holds: (view, at) => {
      const birth = born(view);
      if (!birth) return false;
      const age = ageOn(view.dayAt(at, view.zoneOf(leaf)), birth);
      return age >= low && age < high;
    },
    changesAfter: (view, at) => {
      const birth = born(view);
      if (!birth) return null;
      const age = ageOn(view.dayAt(at, view.zoneOf(leaf)), birth);
      const turn = age < low ? (low < high ? low : Infinity) : age < high ? high : Infinity;
      return turn > OLDEST ? null : startOfDayNumber(anniversaryIn(birth.year + turn, birth), view.zoneOf(leaf));
    },
    value: (view, at) => {
      const birth = born(view);
      return birth && { years: ageOn(view.dayAt(at, view.zoneOf(leaf)), birth) };
    },
  };
}

/** Birthdays beyond this are reported as never. */
const OLDEST = 1_000;
