// BG/NBD: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24 (2). A one-time buyer is certain to be
// alive under it, so its P(alive) ranks nobody's churn: that is MBG/NBD's part. Times in weeks.
import { type DropoutParameters, aliveAfter, aliveCrossing, expectedWhileAlive } from './dropout';
import type { History } from './history';

export type BgNbdParameters = DropoutParameters;

/** P(alive at T). Fader, Hardie & Lee (2008), "Computing P(alive) using the BG/NBD model", eq. 2; 1 for x = 0. */
export function bgnbdPAlive(parameters: BgNbdParameters, history: History): number {
  return history.x === 0 ? 1 : aliveAfter(parameters, parameters.b + history.x - 1, history);
}

/** E[purchases in the t weeks after T]. Eq. 10 of the paper, in the form of `expectedWhileAlive`. */
export function bgnbdExpectedPurchases(parameters: BgNbdParameters, history: History, t: number): number {
  const { x, T } = history;
  return expectedWhileAlive(parameters, parameters.b + x - 1, x, T, t) * bgnbdPAlive(parameters, history);
}

/** T (weeks) at which P(alive) falls to `level` if nothing is bought; null for one-time buyers, and if it lies before t_x. */
export function bgnbdCrossing(parameters: BgNbdParameters, x: number, tx: number, level: number): number | null {
  if (x === 0 || level <= 0 || level >= 1) return null;
  const crossing = aliveCrossing(parameters, parameters.b + x - 1, x, tx, level);
  return crossing >= tx ? crossing : null;
}
