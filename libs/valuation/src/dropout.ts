// What BG/NBD and MBG/NBD share: purchases at a gamma-distributed rate until the customer drops out after one of them with a
// beta-distributed chance. The two differ only in how many purchases a customer is known to have survived: MBG/NBD lets a customer drop out
// after the first purchase too.
import type { History } from './history';

/** Rate ~ Gamma(r, α), time in weeks; chance of dropping out after a purchase ~ Beta(a, b). All positive. */
export interface DropoutParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** P(alive at T) where the chance of staying is known from `survived` (b plus the purchases survived) against a. */
export function aliveAfter({ r, alpha, a }: DropoutParameters, survived: number, { x, tx, T }: History): number {
  return 1 / (1 + (a / survived) * Math.pow((alpha + T) / (alpha + tx), r + x));
}

/** T at which `aliveAfter` falls to `level` (0 < level < 1); may lie before t_x. */
export function aliveCrossing(
  { r, alpha, a }: DropoutParameters,
  survived: number,
  x: number,
  tx: number,
  level: number,
): number {
  return (alpha + tx) * Math.pow(((1 / level - 1) * survived) / a, 1 / (r + x)) - alpha;
}

/**
 * Expected purchases in the t weeks after T of a customer who is alive at T.
 *
 * With z = t/(α+T+t), c = a + survived and the Euler transform of Fader, Hardie & Lee (2005), eq. 10:
 *   c/(a−1) · [1 − (1−z)^(a−1) · ₂F₁(c−r−x, a−1; c; z)].
 * Written here without its removable singularities at a = 1 and c = 0 and without the cancellation near them, as
 *   −c·φ − (1−z)^(a−1) · H,  φ = expm1((a−1)·ln(1−z))/(a−1),  H = c·(₂F₁ − 1)/(a−1).
 */
export function expectedWhileAlive(
  { r, alpha, a }: DropoutParameters,
  survived: number,
  x: number,
  T: number,
  t: number,
): number {
  if (t <= 0) return 0;
  const z = t / (alpha + T + t);
  const logLeft = Math.log1p(-z);
  const phi = a === 1 ? logLeft : Math.expm1((a - 1) * logLeft) / (a - 1);
  const c = a + survived;
  return -c * phi - Math.exp((a - 1) * logLeft) * tail(c - r - x, a, c, z);
}

/** H = Σ_{n≥1} (first)_n (a)_{n−1} / ((c+1)_{n−1} n!) zⁿ, for 0 ≤ z < 1. */
function tail(first: number, a: number, c: number, z: number): number {
  let term = first * z;
  let sum = term;
  for (let n = 1; n < MAX_TERMS; n++) {
    term *= ((first + n) * (a + n - 1) * z) / ((c + n) * (n + 1));
    sum += term;
    if (abs(term) <= NOTHING * abs(sum) * (1 - z)) break;
  }
  return sum;
}

/** z = .99999 needs 3 million; what the models meet (z < .999) needs at most 35 thousand and mostly fewer than 200. */
const MAX_TERMS = 5_000_000;
/** A share of a sum that no double can hold. */
const NOTHING = Number.EPSILON / 4;
const { abs } = Math;
