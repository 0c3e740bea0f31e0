// What facts keep by key: times, values seen, visits and marks. Each result is the same in whatever
// order the touchpoints arrive.
import { shortHash } from '../language/canonical';
import type { Scalar } from '../language/shapes';

export type Kept<T> = { readonly [key: string]: T };

/** A value and when it was seen last; latest first, then by the value's text. */
export type Seen = readonly [value: Scalar, at: number];

/**
 * A place where something was done, when, and the turn of the touchpoint; latest first, then by
 * turn and by the place's text.
 */
export type Visit = readonly [place: Scalar, at: number, by: string];

/** One touchpoint: its instant, its turn (`turnOf`), and whether it fits the filters of `has`. */
export type Mark = readonly [at: number, by: string, has: boolean];

/** Maximum number of elements that count in a list property of one touchpoint. */
export const MAX_ELEMENTS = 200;

/** Longer values of properties are kept as a prefix and a hash. */
const MAX_VALUE_TEXT = 256;

const BEGINNING = 200;

export function own<T>(record: Kept<T> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Order of marks: by time, then by turn. */
export function isLaterMark([at, by]: Mark, [otherAt, otherBy]: Mark): boolean {
  return at !== otherAt ? at > otherAt : by > otherBy;
}

export function withKey<T>(record: Kept<T> | undefined, key: string, value: T): Kept<T> {
  return { ...record, [key]: value };
}

export function withTime(latestFirst: readonly number[], at: number, keep: number): readonly number[] {
  let place = latestFirst.length;
  while (place > 0 && (latestFirst[place - 1] as number) < at) place--;
  if (place >= keep) return latestFirst;
  const next = [...latestFirst.slice(0, place), at, ...latestFirst.slice(place)];
  return next.length > keep ? next.slice(0, keep) : next;
}

export function scalarsIn(value: unknown): Scalar[] {
  const values: unknown[] = Array.isArray(value) ? value.slice(0, MAX_ELEMENTS) : [value];
  return values.filter((one): one is Scalar => ['string', 'number', 'boolean'].includes(typeof one)).map(shortened);
}

/** Returns a short form of a value that still distinguishes it from others. */
export function shortened(value: Scalar): Scalar {
  if (typeof value !== 'string' || value.length <= MAX_VALUE_TEXT) return value;
  return `${value.slice(0, BEGINNING)}…${shortHash(value)}`;
}

export function withSeen(seen: readonly Seen[], values: readonly Scalar[], at: number, keep: number): readonly Seen[] {
  return latestSeen([...seen, ...values.map((value): Seen => [value, at])]).slice(0, keep);
}

/** Each value once, with its latest time; latest first. */
export function latestSeen(seen: readonly Seen[]): Seen[] {
  const latest = new Map<Scalar, number>();
  for (const [value, at] of seen) latest.set(value, Math.max(at, latest.get(value) ?? -Infinity));
  return [...latest].sort(([a, atA], [b, atB]) => atB - atA || (spelled(a) < spelled(b) ? -1 : 1));
}

/** Returns the `keep` latest; the result does not depend on the order in which they came. */
export function latestVisits(visits: readonly Visit[], keep: number): Visit[] {
  return [...visits].sort(byLatestVisit).slice(0, keep);
}

function byLatestVisit([place, at, by]: Visit, [otherPlace, otherAt, otherBy]: Visit): number {
  if (at !== otherAt) return otherAt - at;
  if (by !== otherBy) return by > otherBy ? -1 : 1;
  return spelled(place) < spelled(otherPlace) ? -1 : 1;
}

/** The text "1" and the number 1 are two values. */
function spelled(value: Scalar): string {
  return `${typeof value} ${value}`;
}
