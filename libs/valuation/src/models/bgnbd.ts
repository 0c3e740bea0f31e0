// BG/NBD: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24
// (2). A one-time buyer is certain to be alive under it, so churn is ranked by MBG/NBD's P(alive)
// instead. Times in weeks.
import { timeAtLevel } from './crossing';
import { type DropoutParameters, aliveAfter, aliveCrossing, expectedWhileAlive } from './dropout';
import { dropoutLikelihood } from './dropout-likelihood';
import type { History } from './history';
import type { Row } from './rows';

export type BgNbdParameters = DropoutParameters;

/** ln L of all rows, by their weights. Eq. 6 of the paper. */
export function bgnbdRowsLogLikelihood(parameters: BgNbdParameters, rows: readonly Row[]): number {
  return dropoutLikelihood(parameters, rows, 0).value;
}

/**
 * P(alive at T). Fader, Hardie & Lee (2008), "Computing P(alive) using the BG/NBD model", eq. 2; 1
 * for x = 0.
 */
export function bgnbdPAlive(parameters: BgNbdParameters, history: History): number {
  return history.x === 0 ? 1 : aliveAfter(parameters, parameters.b + history.x - 1, history);
}

/**
 * E[purchases in the t weeks after T]. Eq. 10 of the paper, in the form of `expectedWhileAlive`.
 */
export function bgnbdExpectedPurchases(parameters: BgNbdParameters, history: History, t: number): number {
  const { x, T } = history;
  return expectedWhileAlive(parameters, parameters.b + x - 1, x, T, t) * bgnbdPAlive(parameters, history);
}

/**
 * T (weeks) at which P(alive) falls to `level` if nothing is bought; null for one-time buyers, and
 * if it lies before t_x.
 */
export function bgnbdCrossing(parameters: BgNbdParameters, x: number, tx: number, level: number): number | null {
  if (x === 0 || level <= 0 || level >= 1) return null;
  const crossing = aliveCrossing(parameters, parameters.b + x - 1, x, tx, level);
  return crossing >= tx ? crossing : null;
}

/**
 * T (weeks) at which the expected purchases of the next t weeks fall to `level` if nothing is
 * bought; null if that lies before t_x.
 */
export function bgnbdPurchasesCrossing(
  parameters: BgNbdParameters,
  x: number,
  tx: number,
  t: number,
  level: number,
): number | null {
  return timeAtLevel((T) => bgnbdExpectedPurchases(parameters, { x, tx, T }, t), level, tx);
}
