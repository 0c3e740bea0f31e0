// MBG/NBD: Batislam, Denizel & Filiztekin (2007), "Empirical validation and comparison of models
// for customer base analysis", IJRM 24 (3); as in the R package BTYDplus (Platzer & Reutterer 2016)
// with k = 1. BG/NBD, but a customer may drop out after the first purchase as well, so that
// P(alive) differs between one-time buyers. Given that a customer is alive it is BG/NBD with b + 1
// in place of b. Times in weeks.
import { timeAtLevel } from './crossing';
import { type DropoutParameters, aliveAfter, aliveCrossing, expectedWhileAlive } from './dropout';
import { dropoutLikelihood } from './dropout-likelihood';
import type { History } from './history';
import type { Row } from './rows';

export type MbgNbdParameters = DropoutParameters;

/** ln L of all rows, by their weights. Batislam et al. (2007); as BTYDplus. */
export function mbgnbdRowsLogLikelihood(parameters: MbgNbdParameters, rows: readonly Row[]): number {
  return dropoutLikelihood(parameters, rows, 1).value;
}

/** P(alive at T). */
export function mbgnbdPAlive(parameters: MbgNbdParameters, history: History): number {
  return aliveAfter(parameters, parameters.b + history.x, history);
}

/** E[purchases in the t weeks after T]. */
export function mbgnbdExpectedPurchases(parameters: MbgNbdParameters, history: History, t: number): number {
  const { x, T } = history;
  return expectedWhileAlive(parameters, parameters.b + x, x, T, t) * mbgnbdPAlive(parameters, history);
}

/**
 * T (weeks) at which P(alive) falls to `level` if nothing is bought; null if that lies before t_x.
 */
export function mbgnbdCrossing(parameters: MbgNbdParameters, x: number, tx: number, level: number): number | null {
  if (level <= 0 || level >= 1) return null;
  const crossing = aliveCrossing(parameters, parameters.b + x, x, tx, level);
  return crossing >= tx ? crossing : null;
}

/**
 * T (weeks) at which the expected purchases of the next t weeks fall to `level` if nothing is
 * bought; null if that lies before t_x.
 */
export function mbgnbdPurchasesCrossing(
  parameters: MbgNbdParameters,
  x: number,
  tx: number,
  t: number,
  level: number,
): number | null {
  return timeAtLevel((T) => mbgnbdExpectedPurchases(parameters, { x, tx, T }, t), level, tx);
}
