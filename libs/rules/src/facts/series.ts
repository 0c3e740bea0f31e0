// Sums over time within bounds: the latest amounts one by one, those before them by the hour, and
// what no window can reach any more in one heap. Which of the three an amount is in depends on all
// amounts together and not on the order in which they came.

/**
 * [UTC ms, amount]. Amounts are whole ten-thousandths, so that adding them is exact and any order
 * gives the same sum.
 */
export type Amount = readonly [at: number, amount: number];
/** [hours since 1970, sum, how many]. */
export type HourSum = readonly [hour: number, sum: number, count: number];

export interface Series {
  /** Latest first, then the larger first. */
  readonly recent: readonly Amount[];
  /** Ascending. */
  readonly hours: readonly HourSum[];
  readonly rest: readonly [sum: number, count: number];
}

export const EMPTY_SERIES: Series = { recent: [], hours: [], rest: [0, 0] };

/**
 * This many of the latest amounts keep their exact time; earlier ones count as if they were at the
 * last millisecond of their hour.
 */
export const RECENT_AMOUNTS = 64;
/** This many hours before those are kept apart. */
export const KEPT_HOURS = 1_000;
const HOUR_MS = 3_600_000;
const UNITS = 10_000;
/** Larger values are left out: their sums could exceed the integers that a double represents. */
const LARGEST = 1e11;

/** A decimal number as senders write money; longer ones would lose digits. */
const DECIMAL = /^-?\d{1,12}(\.\d{1,12})?$/;

/**
 * Returns a property as an amount: a number, or the text of one; null if it cannot be summed. −0
 * becomes 0, as in JSON.
 */
export function amountOf(value: unknown): number | null {
  if (typeof value === 'string') return DECIMAL.test(value) ? amountOf(Number(value)) : null;
  return typeof value === 'number' && Math.abs(value) <= LARGEST ? Math.round(value * UNITS) + 0 : null;
}

export function numberOf(sum: number): number {
  return sum / UNITS;
}

/**
 * @param reach how far back from the latest amount hours are distinguished, ms; null: any way back.
 */
export function addAmount(series: Series, at: number, amount: number, reach: number | null): Series {
  const recent = withAmount(series.recent, at, amount);
  if (recent.length <= RECENT_AMOUNTS) return pruned({ ...series, recent }, reach);
  const [oldestAt, oldest] = recent.pop() as Amount;
  const hours = withHour(series.hours, Math.floor(oldestAt / HOUR_MS), oldest);
  return pruned({ recent, hours, rest: series.rest }, reach);
}

/** Moves to the heap the hours that are out of reach, and those beyond the maximum number. */
export function pruned(series: Series, reach: number | null): Series {
  const { recent, hours, rest } = series;
  const latest = recent[0]?.[0] ?? -Infinity;
  const reached = reach === null ? -Infinity : Math.floor((latest - reach) / HOUR_MS) - 1;
  let gone = Math.max(0, hours.length - KEPT_HOURS);
  while (gone < hours.length && (hours[gone] as HourSum)[0] < reached) gone++;
  if (gone === 0) return series;
  let [sum, count] = rest;
  for (const [, hourSum, hourCount] of hours.slice(0, gone)) {
    sum += hourSum;
    count += hourCount;
  }
  return { recent, hours: hours.slice(gone), rest: [sum, count] };
}

/** Every amount or hour with the instant at which it counts. */
export function eachAmount(series: Series, take: (at: number, sum: number, count: number) => void): void {
  for (const [at, amount] of series.recent) take(at, amount, 1);
  for (const hour of series.hours) take(endOfHour(hour), hour[1], hour[2]);
}

/** Returns the instant at which all amounts of an hour count. */
export const endOfHour = ([hour]: HourSum): number => (hour + 1) * HOUR_MS - 1;

function withAmount(recent: readonly Amount[], at: number, amount: number): Amount[] {
  let place = recent.length;
  while (place > 0 && isLater(at, amount, recent[place - 1] as Amount)) place--;
  return [...recent.slice(0, place), [at, amount], ...recent.slice(place)];
}

function isLater(at: number, amount: number, [otherAt, other]: Amount): boolean {
  return at > otherAt || (at === otherAt && amount > other);
}

function withHour(hours: readonly HourSum[], hour: number, amount: number): HourSum[] {
  let place = hours.length;
  while (place > 0 && (hours[place - 1] as HourSum)[0] > hour) place--;
  const same = hours[place - 1];
  const merged: HourSum = same?.[0] === hour ? [hour, same[1] + amount, same[2] + 1] : [hour, amount, 1];
  return [...hours.slice(0, merged[2] > 1 ? place - 1 : place), merged, ...hours.slice(place)];
}
