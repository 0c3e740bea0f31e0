// What BG/NBD and MBG/NBD share: purchases at a gamma-distributed rate until the customer drops out
// after one of them with a beta-distributed chance. The two differ only in how many purchases a
// customer is known to have survived: MBG/NBD lets a customer drop out after the first purchase
// too.
import type { History } from './history';
import { type LogShape, lnIntegral } from '../numerics/quadrature';
import { lnGamma } from '../numerics/special';

/**
 * Rate ~ Gamma(r, α), time in weeks; chance of dropping out after a purchase ~ Beta(a, b). All
 * positive.
 */
export interface DropoutParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/**
 * P(alive at T) where the chance of staying is known from `survived` (b plus the purchases
 * survived) against a.
 */
export function aliveAfter({ r, alpha, a }: DropoutParameters, survived: number, { x, tx, T }: History): number {
  return 1 / (1 + (a / survived) * pow((alpha + T) / (alpha + tx), r + x));
}

/** T at which `aliveAfter` falls to `level` (0 < level < 1); may lie before t_x. */
export function aliveCrossing(
  { r, alpha, a }: DropoutParameters,
  survived: number,
  x: number,
  tx: number,
  level: number,
): number {
  return (alpha + tx) * pow(((1 / level - 1) * survived) / a, 1 / (r + x)) - alpha;
}

/**
 * Expected purchases in the t weeks after T of a customer who is alive at T.
 *
 * With z = t/(α+T+t), c = a + survived and the Euler transform of Fader, Hardie & Lee (2005), eq.
 * 10: c/(a−1) · [1 − (1−z)^(a−1) · ₂F₁(c−r−x, a−1; c; z)]. Written here without its removable
 * singularities at a = 1 and c = 0 and without the cancellation near them, as −c·φ − (1−z)^(a−1) ·
 * H, φ = expm1((a−1)·ln(1−z))/(a−1), H = c·(₂F₁ − 1)/(a−1). Where that would lose digits or
 * overflow (r far above a + b or far below, a in the hundreds: customers who hardly differ) it is
 * integrated instead.
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
  const logLeft = log1p(-z);
  const phi = a === 1 ? logLeft : expm1((a - 1) * logLeft) / (a - 1);
  const c = a + survived;
  const first = c - r - x;
  if (first < -1 || first > WIDE * (r + x) || (1 - a) * logLeft > STEEP)
    return integratedWhileAlive(a, survived + 1, r + x, t / (alpha + T));
  return -c * phi - exp((a - 1) * logLeft) * tail(first, a, c, z);
}

/** The terms of H alternate below, and H is nearly all of c·φ far above. */
const WIDE = 1e4;
/** e to this is the range of the terms of H. */
const STEEP = 300;

/**
 * ∫ (1 − (1 + p·time)^−power)/p over p ~ Beta(a, stays): the mean over rate and chance p of
 * dropping out of (1 − e^(−rate·p·t))/p (the paper's eq. 7), over y = ln(p/(1−p)). One hill, and
 * nothing is subtracted. @param time t in units of α + T
 */
function integratedWhileAlive(a: number, stays: number, power: number, time: number): number {
  const shapeAt = (y: number): LogShape => {
    const [p, q] = [1 / (1 + exp(-y)), 1 / (1 + exp(y))];
    const lnP = -log1p(exp(-y));
    const lnQ = -log1p(exp(y));
    const gone = power * log1p(p * time);
    // Of 1 − (1 + p·time)^−power, by ln p: its slope, from 1 down to 0.
    const grows = gone === 0 ? 1 : (power * p * time) / (1 + p * time) / expm1(gone);
    return {
      ln: (a - 1) * lnP + stays * lnQ + log(-expm1(-gone)),
      slope: q * (a - 1 + grows) - stays * p,
      bend: -p * q * (a + stays),
    };
  };
  const lnWhole = lnGamma(a) + lnGamma(stays) - lnGamma(a + stays);
  return exp(lnIntegral(shapeAt, topOf(shapeAt), Infinity) - lnWhole);
}

/**
 * Where the slope, which falls through 0 once, is 0: by halving between the ends of what a double
 * tells from 0 and 1.
 */
function topOf(shapeAt: (place: number) => LogShape): number {
  let [rising, falling] = [-700, 700];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (rising + falling) / 2;
    if (shapeAt(middle).slope > 0) rising = middle;
    else falling = middle;
  }
  return rising;
}

const HALVINGS = 40;

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

/**
 * z = .99999 needs 3 million; what the models meet (z < .999) needs at most 35 thousand and mostly
 * fewer than 200.
 */
const MAX_TERMS = 5_000_000;
/** A share of a sum that no double can hold. */
const NOTHING = Number.EPSILON / 4;
const { abs, exp, expm1, log, log1p, pow } = Math;
