// The faults of values that a schema cannot express: empty ranges, and days and times that do not
// exist.
import { instantOf, isDay } from '../judges/values/moments';
import { type Json, isObject } from './json';
import type { Fault } from './validate-shape';

/**
 * Returns what a schema cannot express, for a leaf and all that is in it: ranges are not empty,
 * those of years not longer than one, and days and times exist.
 */
export function valueFaults(json: Json, path: string): Fault[] {
  const within = Object.entries(json).flatMap(([key, value]): [string, unknown][] =>
    Array.isArray(value) ? value.map((one, index) => [`${key}.${index}`, one]) : [[key, value]],
  );
  return [
    ...rangeFaults(json, path),
    ...dayFaults(json, path),
    ...momentFaults(json, path),
    ...returnedFaults(json, path),
    ...within.flatMap(([key, value]) => (isObject(value) ? valueFaults(value, `${path}.${key}`) : [])),
  ];
}

function rangeFaults({ kind, from, to, yearly }: Json, path: string): Fault[] {
  if (typeof from !== 'number' || typeof to !== 'number') return [];
  const faults: Fault[] = [];
  if (from > to) faults.push({ path: `${path}.to`, message: 'must not be below "from"' });
  if (kind === 'share' && from === to) faults.push({ path: `${path}.to`, message: 'must be above "from"' });
  if (kind === 'date' && yearly === true && (from < -DAYS_A_YEAR || to > DAYS_A_YEAR)) {
    faults.push({ path: `${path}.from`, message: `every year: from −${DAYS_A_YEAR} to ${DAYS_A_YEAR} days` });
  }
  return faults;
}

function dayFaults({ since, until }: Json, path: string): Fault[] {
  const faults = Object.entries({ since, until }).flatMap(([name, day]) =>
    typeof day === 'string' && A_DAY.test(day) && !isDay(day) ? [{ path: `${path}.${name}`, message: NO_DAY }] : [],
  );
  if (typeof since === 'string' && typeof until === 'string' && since > until) {
    faults.push({ path: `${path}.until`, message: 'must not be before "since"' });
  }
  return faults;
}

/** What `before` and `after` compare with, where it is written as a moment at all. */
function momentFaults({ is, value }: Json, path: string): Fault[] {
  if ((is !== 'before' && is !== 'after') || typeof value !== 'string') return [];
  const [day] = value.split('T') as [string];
  if (!A_DAY.test(day)) return [];
  if (!isDay(day)) return [{ path: `${path}.value`, message: NO_DAY }];
  return day === value || !Number.isNaN(instantOf(value)) ? [] : [{ path: `${path}.value`, message: NO_TIME }];
}

function returnedFaults({ returned, products, categories }: Json, path: string): Fault[] {
  if (returned === undefined || products !== undefined || categories !== undefined) return [];
  return [{ path: `${path}.returned`, message: 'must have "products" or "categories" beside it' }];
}

const NO_TIME = 'not a valid time: from 00:00:00 to 23:59:59, as in 2026-05-01T10:00:00Z';
const NO_DAY = 'not a valid date';
const A_DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAYS_A_YEAR = 366;
