// Comparing a trait or a property with what a rule wants. A list is compared by its elements: it is
// enough that one fits.
import { DAY_MS, dayNamed, dayNumber } from '@segue/valuation';
import type { Comparison, NumberComparison } from '../language/comparisons';
import type { Filter } from '../language/patterns';
import type { Scalar } from '../language/shapes';

const { isArray } = Array;
const { hasOwn } = Object;

/**
 * Whether a value fits; one that is absent or null is unknown, and fits nothing but `unknown` and
 * the negative comparisons.
 */
export function fits(comparison: Comparison, value: unknown): boolean {
  switch (comparison.is) {
    case 'known':
      return isKnown(value);
    case 'unknown':
      return !isKnown(value);
    case 'equal':
      return anyOf(value, (one) => one === comparison.value);
    case 'notEqual':
      return isKnown(value) && !anyOf(value, (one) => one === comparison.value);
    case 'in':
      return anyOf(value, (one) => comparison.values.includes(one as Scalar));
    case 'notIn':
      return isKnown(value) && !anyOf(value, (one) => comparison.values.includes(one as Scalar));
    case 'contains':
      return anyOf(value, (one) => typeof one === 'string' && one.includes(comparison.value));
    case 'startsWith':
      return anyOf(value, (one) => typeof one === 'string' && one.startsWith(comparison.value));
    case 'before':
      return anyOf(value, (one) => momentOrder(one, comparison.value) < 0);
    case 'after':
      return anyOf(value, (one) => momentOrder(one, comparison.value) > 0);
    default:
      return anyOf(value, (one) => typeof one === 'number' && inRange(rangeOf(comparison), one));
  }
}

/** All filters of an event pattern against its properties. */
export function allFit(where: readonly Filter[] | undefined, properties: Readonly<Record<string, unknown>>): boolean {
  if (!where) return true;
  for (const filter of where) if (!fits(filter, valueAt(properties, filter.property))) return false;
  return true;
}

/**
 * What lies at a dotted path. Through a list it is the list of what its elements have there; null
 * where nothing is.
 */
export function valueAt(data: unknown, path: string): unknown {
  if (!path.includes('.')) return into(data, path) ?? null;
  let value: unknown = data;
  for (const step of path.split('.')) {
    value = isArray(value) ? value.flatMap((element: unknown) => into(element, step) ?? []) : into(value, step);
  }
  return value ?? null;
}

function into(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null || !hasOwn(value, step)) return undefined;
  return (value as Record<string, unknown>)[step];
}

function isKnown(value: unknown): boolean {
  return value !== null && value !== undefined && !(isArray(value) && value.length === 0);
}

function anyOf(value: unknown, test: (one: unknown) => boolean): boolean {
  return isArray(value) ? value.some(test) : isKnown(value) && test(value);
}

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
function momentOrder(value: unknown, other: string): number {
  if (typeof value !== 'string' || !isDay(value.slice(0, DAY_LENGTH))) return NaN;
  if (value.length > DAY_LENGTH && other.length > DAY_LENGTH) return instantOf(value) - instantOf(other);
  const [day, otherDay] = [value.slice(0, DAY_LENGTH), other.slice(0, DAY_LENGTH)];
  return day < otherDay ? -1 : day > otherDay ? 1 : 0;
}

/**
 * Numbers from `low` (included) to `high` (excluded): every comparison of numbers is one of these.
 */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export function rangeOf(comparison: NumberComparison | Extract<Comparison, { is: 'atLeast' }>): Range {
  switch (comparison.is) {
    case 'equal':
      return { low: comparison.value, high: above(comparison.value) };
    case 'atLeast':
      return { low: comparison.value, high: Infinity };
    case 'above':
      return { low: above(comparison.value), high: Infinity };
    case 'atMost':
      return { low: -Infinity, high: above(comparison.value) };
    case 'below':
      return { low: -Infinity, high: comparison.value };
    case 'between':
      return { low: comparison.from, high: above(comparison.to) };
  }
}

export function inRange({ low, high }: Range, value: number): boolean {
  return value >= low && value < high;
}

const bits = new DataView(new ArrayBuffer(8));

/**
 * The next double: "above x" is "at least the next double after x", so that half-open ranges serve
 * for all comparisons.
 */
function above(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}
