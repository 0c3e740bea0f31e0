// A live count: an estimate after the first part, exact once all customers were looked at. Pure.
import type { Preview } from '../../../api/types';

export interface Counting {
  /** Of those looked at, how many match. */
  held: number;
  looked: number;
  population: number;
  /** Of those looked at, how many fulfil the first, the first two, … conditions. */
  steps: number[];
  samples: string[];
  /** Where to go on; null once the count is exact. */
  next: string | null;
}

const SAMPLES = 5;
/** Two standard deviations less 2 %: the 95 % interval of the normal distribution. */
const Z = 1.96;

/** Returns the count with one more part. */
export function withPartOf(before: Counting | null, part: Preview): Counting {
  const { held, looked, population, steps, samples, next } = part;
  if (before === null) return { held, looked, population, steps, samples, next };
  return {
    held: before.held + held,
    looked: before.looked + looked,
    population,
    steps: steps.map((count, place) => count + (before.steps[place] ?? 0)),
    samples: [...before.samples, ...samples].slice(0, SAMPLES),
    next,
  };
}

export interface Estimate {
  customers: number;
  /** Half the width of the 95 % interval, customers; 0 when exact. */
  error: number;
  isExact: boolean;
}

/** Returns how many customers match in all. */
export function estimateOf({ held, looked, population, next }: Counting): Estimate {
  if (next === null) return { customers: held, error: 0, isExact: true };
  if (looked === 0) return { customers: 0, error: population, isExact: false };
  const share = held / looked;
  const spread = Math.sqrt((share * (1 - share) * Math.max(0, 1 - looked / population)) / looked);
  return { customers: Math.round(share * population), error: Math.ceil(Z * spread * population), isExact: false };
}

/** Returns how far the count is, from 0 to 1. */
export const progressOf = ({ looked, population, next }: Counting): number =>
  next === null || population === 0 ? 1 : Math.min(1, looked / population);

/**
 * Returns the place of the condition that removed the last customers, and how many it removed of
 * those looked at; null while some match.
 */
export function removedBy({ held, looked, steps }: Counting): { place: number; removed: number } | null {
  const place = steps.indexOf(0);
  if (held > 0 || place < 0 || looked === 0) return null;
  return { place, removed: steps[place - 1] ?? looked };
}
