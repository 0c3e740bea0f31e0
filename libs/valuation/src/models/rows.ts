// Customers as the likelihoods see them: equal histories are one row with a weight, which makes a
// population of a million a few thousand rows.
import type { History } from './history';

export interface Row extends History {
  /** How many customers have this history. */
  readonly weight: number;
}

export function compress(histories: Iterable<History>): Row[] {
  const rows = new Map<string, { x: number; tx: number; T: number; weight: number }>();
  for (const { x, tx, T } of histories) {
    const key = `${x} ${tx} ${T}`;
    const row = rows.get(key);
    if (row) row.weight++;
    else rows.set(key, { x, tx, T, weight: 1 });
  }
  return [...rows.values()];
}

export function customersIn(rows: readonly { weight: number }[]): number {
  return rows.reduce((sum, { weight }) => sum + weight, 0);
}

/** The least number of repeat customers that four parameters can be fitted to. */
export const LEAST_REPEATERS = 20;

export function repeatersIn(rows: readonly Row[]): number {
  return rows.reduce((sum, { x, weight }) => sum + (x > 0 ? weight : 0), 0);
}
