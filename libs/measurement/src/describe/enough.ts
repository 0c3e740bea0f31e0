// How many customers, successes and failures a verdict needs.
import type { Group, Measured } from './trial';

/** With fewer successes or failures in either group the limit theorem does not hold. */
export const LEAST_SUCCESSES = 10;
/** Minimum number of customers of a group for a comparison of amounts. */
export const LEAST_CUSTOMERS = 100;

interface Requirement {
  readonly of: 'customers' | 'successes' | 'failures';
  readonly has: number;
  readonly least: number;
  /** Number of them per customer. */
  readonly rate: number;
}

export function requirements(measured: Measured, group: Group): Requirement[] {
  if (measured.kind === 'mean') return [{ of: 'customers', has: measured[group].n, least: LEAST_CUSTOMERS, rate: 1 }];
  const { n, successes } = measured[group];
  const seen = measured.treated.n + measured.control.n;
  const rate = seen === 0 ? 0 : (measured.treated.successes + measured.control.successes) / seen;
  return [
    { of: 'successes', has: successes, least: LEAST_SUCCESSES, rate },
    { of: 'failures', has: n - successes, least: LEAST_SUCCESSES, rate: 1 - rate },
  ];
}
