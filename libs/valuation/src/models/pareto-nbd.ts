// Pareto/NBD: Schmittlein, Morrison & Colombo (1987), "Counting Your Customers", Management Science
// 33; in the form of Fader & Hardie (2005), "A Note on Deriving the Pareto/NBD Model and Related
// Expressions". Purchases at rates ~ Gamma(r, α); a customer may drop out at any time, at rates ~
// Gamma(s, β). Times in weeks.
import { timeAtLevel } from './crossing';
import type { History } from './history';
import { overPanel } from '../numerics/quadrature';
import type { Row } from './rows';
import { hyp2f1One, lnRising, logAddExp, logSubExp } from '../numerics/special';

export interface ParetoNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

/**
 * ln L of one customer, eq. 21 with A₀ of eqs. 19 and 20, relative to the term of a customer still
 * alive at T. In this form powers of α and β that nearly cancel in extreme fits are never
 * subtracted.
 */
export function paretoNbdLogLikelihood(parameters: ParetoNbdParameters, history: History): number {
  const { r, alpha, s, beta } = parameters;
  const { x, T } = history;
  const lnStayed = lnRising(r, x) - x * Math.log(alpha + T) - r * Math.log1p(T / alpha) - s * Math.log1p(T / beta);
  return lnStayed + logAddExp(0, lnOddsGone(parameters, history));
}

export function paretoNbdRowsLogLikelihood(parameters: ParetoNbdParameters, rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.weight * paretoNbdLogLikelihood(parameters, row), 0);
}

/** P(alive at T), eq. 38. */
export function paretoNbdPAlive(parameters: ParetoNbdParameters, history: History): number {
  return 1 / (1 + Math.exp(lnOddsGone(parameters, history)));
}

/** E[purchases in the t weeks after T], eq. 41; its limit at s = 1 included. */
export function paretoNbdExpectedPurchases(parameters: ParetoNbdParameters, history: History, t: number): number {
  const { r, alpha, s, beta } = parameters;
  const { x, T } = history;
  if (t <= 0) return 0;
  const lnLess = -Math.log1p(t / (beta + T));
  const span = s === 1 ? -lnLess : -Math.expm1((s - 1) * lnLess) / (s - 1);
  return ((r + x) / (alpha + T)) * (beta + T) * span * paretoNbdPAlive(parameters, history);
}

/**
 * T (weeks) at which P(alive) falls to `level` if nothing is bought, by a search: there is no
 * closed form. Null for levels outside 0 to 1.
 */
export function paretoNbdCrossing(
  parameters: ParetoNbdParameters,
  x: number,
  tx: number,
  level: number,
): number | null {
  if (level >= 1) return null;
  return timeAtLevel((T) => paretoNbdPAlive(parameters, { x, tx, T }), level, tx);
}

/**
 * T (weeks) at which the expected purchases of the next t weeks fall to `level` if nothing is
 * bought; null if that lies before t_x.
 */
export function paretoNbdPurchasesCrossing(
  parameters: ParetoNbdParameters,
  x: number,
  tx: number,
  t: number,
  level: number,
): number | null {
  return timeAtLevel((T) => paretoNbdExpectedPurchases(parameters, { x, tx, T }, t), level, tx);
}

/** ln of s/(r+s+x) · A₀, gone between t_x and T, over (α+T)^−(r+x) (β+T)^−s, still there at T. */
function lnOddsGone(parameters: ParetoNbdParameters, { x, tx, T }: History): number {
  const { r, alpha, s, beta } = parameters;
  if (T <= tx) return -Infinity;
  if ((T - tx) * (r + s + x + 1) < (Math.min(alpha, beta) + tx) * SHORT)
    return Math.log(s * goneLately(parameters, x, tx, T));
  const lnAlive = -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T);
  return Math.log(s / (r + s + x)) + logSubExp(lnTail(parameters, x, tx), lnTail(parameters, x, T)) - lnAlive;
}

/** So short a silence is one panel. */
const SHORT = 1 / 4;

/**
 * A₀ of a short silence, by its integral, relative to the term of a customer alive: the difference
 * of its two ends would be lost in rounding.
 */
function goneLately({ r, alpha, s, beta }: ParetoNbdParameters, x: number, tx: number, T: number): number {
  const before = (weeks: number) =>
    Math.exp((r + x) * Math.log1p(weeks / (alpha + T - weeks)) + s * Math.log1p(weeks / (beta + T - weeks))) /
    (beta + T - weeks);
  return overPanel(before, 0, T - tx);
}

/**
 * ln of ₂F₁(r+s+x, k+1; r+s+x+1; z)/(max(α,β)+y)^(r+s+x), whose difference between y = t_x and y =
 * T is A₀; k is s where α ≥ β, else r+x−1. By Euler's transformation that ₂F₁ is (1−z)^−k · ₂F₁(1,
 * r+s+x−k; r+s+x+1; z), of which no two terms cancel.
 */
function lnTail({ r, alpha, s, beta }: ParetoNbdParameters, x: number, y: number): number {
  const total = r + s + x;
  const [most, least] = alpha >= beta ? [alpha, beta] : [beta, alpha];
  const k = alpha >= beta ? s : r + x - 1;
  const z = (most - least) / (most + y);
  const f = hyp2f1One(total - k, total + 1, z);
  return Math.log(f) - k * Math.log1p(-z) - total * Math.log(most + y);
}
