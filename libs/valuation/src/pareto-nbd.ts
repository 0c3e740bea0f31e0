// Pareto/NBD: Schmittlein, Morrison & Colombo (1987), "Counting Your Customers", Management Science 33; in the form of Fader & Hardie (2005), "A Note
// on Deriving the Pareto/NBD Model and Related Expressions". Purchases at rates ~ Gamma(r, α); a customer may drop out at any time, at rates
// ~ Gamma(s, β). Times in weeks.
import type { History } from './history';
import type { Row } from './rows';
import { hyp2f1One, lnGamma, logAddExp, logSubExp } from './special';

export interface ParetoNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

/** ln L of one customer, eq. 21 with A₀ of eqs. 19 and 20. */
export function paretoNbdLogLikelihood(parameters: ParetoNbdParameters, history: History): number {
  const { r, alpha, s, beta } = parameters;
  const { x } = history;
  const constant = lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
  return constant + logAddExp(lnAlive(parameters, history), lnLeft(parameters, history));
}

export function paretoNbdRowsLogLikelihood(parameters: ParetoNbdParameters, rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.weight * paretoNbdLogLikelihood(parameters, row), 0);
}

/** P(alive at T), eq. 38. */
export function paretoNbdPAlive(parameters: ParetoNbdParameters, history: History): number {
  return 1 / (1 + Math.exp(lnLeft(parameters, history) - lnAlive(parameters, history)));
}

/** E[purchases in the t weeks after T], eq. 41; its limit at s = 1 included. */
export function paretoNbdExpectedPurchases(parameters: ParetoNbdParameters, history: History, t: number): number {
  const { r, alpha, s, beta } = parameters;
  const { x, T } = history;
  const lnLess = Math.log((beta + T) / (beta + T + t));
  const span = s === 1 ? -lnLess : -Math.expm1((s - 1) * lnLess) / (s - 1);
  return ((r + x) / (alpha + T)) * (beta + T) * span * paretoNbdPAlive(parameters, history);
}

/** ln of (α+T)^−(r+x) (β+T)^−s: still there at T. */
function lnAlive({ r, alpha, s, beta }: ParetoNbdParameters, { x, T }: History): number {
  return -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T);
}

/** ln of s/(r+s+x) · A₀: gone between t_x and T. */
function lnLeft(parameters: ParetoNbdParameters, { x, tx, T }: History): number {
  const { r, s } = parameters;
  if (T <= tx) return -Infinity;
  return Math.log(s / (r + s + x)) + logSubExp(lnTail(parameters, x, tx), lnTail(parameters, x, T));
}

/**
 * ln of ₂F₁(r+s+x, k+1; r+s+x+1; z)/(max(α,β)+y)^(r+s+x), whose difference between y = t_x and y = T is A₀; k is s where α ≥ β, else r+x−1.
 * By Euler's transformation that ₂F₁ is (1−z)^−k · ₂F₁(1, r+s+x−k; r+s+x+1; z), of which no two terms cancel.
 */
function lnTail({ r, alpha, s, beta }: ParetoNbdParameters, x: number, y: number): number {
  const total = r + s + x;
  const [most, least] = alpha >= beta ? [alpha, beta] : [beta, alpha];
  const k = alpha >= beta ? s : r + x - 1;
  const z = (most - least) / (most + y);
  const f = hyp2f1One(total - k, total + 1, z);
  return Math.log(f) - k * Math.log1p(-z) - total * Math.log(most + y);
}
