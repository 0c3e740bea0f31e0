// Days and instants as texts: whether one exists, and which of two is earlier.
import { DAY_MS, dayNamed, dayNumber } from '@segue/valuation';

const DAY_LENGTH = 'YYYY-MM-DD'.length;
const A_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return A_DAY.test(text) && dayNamed(dayNumber(text)) === text;
}

const INSTANT =
  /^(?<day>.{10})[T ](?<hour>\d\d):(?<minute>\d\d)(:(?<second>\d\d)([.]\d+)?)? ?(Z|UTC|(?<sign>[+-])(?<ahead>\d\d):?(?<more>\d\d)?)?$/i;

/**
 * The instant (UTC ms, the rest of a fraction dropped) of an ISO 8601 day and time, with a space
 * for the `T` as databases write it; NaN if it is none. Without a zone it is read as UTC:
 * `Date.parse` would ask the machine, and one rule would have two answers.
 */
export function instantOf(text: string): number {
  const written = INSTANT.exec(text)?.groups;
  if (!written || !isDay(written.day as string)) return NaN;
  const [hour, minute, second] = [Number(written.hour), Number(written.minute), Number(written.second ?? 0)];
  const [ahead, more] = [Number(written.ahead ?? 0), Number(written.more ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || ahead > 23 || more > 59) return NaN;
  const millis = Number(/[.](\d{1,3})/.exec(text)?.[1]?.padEnd(3, '0') ?? 0);
  const east = (written.sign === '-' ? -1 : 1) * (ahead * 60 + more);
  return dayNumber(written.day as string) * DAY_MS + ((hour * 60 + minute - east) * 60 + second) * 1_000 + millis;
}

/**
 * Negative if a moment is before another, positive if after, NaN if it is none. A mere day is
 * compared with the day as written.
 */
export function momentOrder(value: unknown, other: string): number {
  if (typeof value !== 'string' || !isDay(value.slice(0, DAY_LENGTH))) return NaN;
  if (value.length > DAY_LENGTH && other.length > DAY_LENGTH) return instantOf(value) - instantOf(other);
  const [day, otherDay] = [value.slice(0, DAY_LENGTH), other.slice(0, DAY_LENGTH)];
  return day < otherDay ? -1 : day > otherDay ? 1 : 0;
}
