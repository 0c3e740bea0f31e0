// How many purchases a customer makes under BG/NBD and MBG/NBD: one picked at random in the t weeks
// after the first (Fader, Hardie & Lee 2005, eq. 8; for MBG/NBD the same with one survival more),
// and one of a known history in the t weeks after T.
import { type BgNbdParameters, bgnbdPAlive } from './bgnbd';
import type { DropoutParameters } from './dropout';
import type { History } from './history';
import { type MbgNbdParameters, mbgnbdPAlive } from './mbgnbd';
import { lnGamma } from '../numerics/special';

/** P(X(t) = x) under BG/NBD. */
export function bgnbdCountProbability(parameters: BgNbdParameters, x: number, t: number): number {
  return countProbability(parameters, x, t, parameters.b + x, x > 0);
}

/** P(X(t) = x) under MBG/NBD. */
export function mbgnbdCountProbability(parameters: MbgNbdParameters, x: number, t: number): number {
  return countProbability(parameters, x, t, parameters.b + x + 1, true);
}

/**
 * P(X(T, T+t) = count | x, t_x, T) under BG/NBD. By Bayes' rule a customer alive at T is
 * distributed as one picked at random from Gamma(r + x, α + T) and Beta(a, b + x).
 */
export function bgnbdLaterCountProbability(
  parameters: BgNbdParameters,
  history: History,
  count: number,
  t: number,
): number {
  return laterCount(
    bgnbdPAlive(parameters, history),
    bgnbdCountProbability(aliveAt(parameters, history, 0), count, t),
    count,
  );
}

/**
 * The same under MBG/NBD, where a customer alive has survived the first purchase too, and may drop
 * out after later ones only: BG/NBD with Beta(a, b + x + 1).
 */
export function mbgnbdLaterCountProbability(
  parameters: MbgNbdParameters,
  history: History,
  count: number,
  t: number,
): number {
  return laterCount(
    mbgnbdPAlive(parameters, history),
    bgnbdCountProbability(aliveAt(parameters, history, 1), count, t),
    count,
  );
}

function aliveAt({ r, alpha, a, b }: DropoutParameters, { x, T }: History, first: 0 | 1): DropoutParameters {
  return { r: r + x, alpha: alpha + T, a, b: b + x + first };
}

/** A customer that has dropped out buys nothing. */
function laterCount(alive: number, whileAlive: number, count: number): number {
  return alive * whileAlive + (count === 0 ? 1 - alive : 0);
}

/**
 * Made x purchases and is still there, or left after the x-th, which came before t: B(a, β)/B(a, b)
 * · NBD(x) + B(a+1, β−1)/B(a, b) · P(NBD ≥ x), with β as given; the second beta function is the
 * first times a/(β−1).
 */
function countProbability(
  { r, alpha, a, b }: DropoutParameters,
  x: number,
  t: number,
  beta: number,
  left: boolean,
): number {
  const { lnAt, lnAtLeast } = purchaseTail(r, t / (alpha + t), x);
  const lnStayed = lnGamma(beta) - lnGamma(a + beta) - lnGamma(b) + lnGamma(a + b);
  return Math.exp(lnStayed + lnAt) + (left ? (a / (beta - 1)) * Math.exp(lnStayed + lnAtLeast) : 0);
}

/**
 * Of the negative binomial distribution: ln P(x) and ln P(≥ x), each summed where no digits are
 * lost. P(0) alone may be too small for a double, so the terms are kept in units of e^scale, which
 * grows with them.
 */
function purchaseTail(r: number, share: number, x: number): { lnAt: number; lnAtLeast: number } {
  let scale = r * Math.log1p(-share);
  let term = 1;
  let head = 0;
  for (let j = 0; j < x; j++) {
    head += term;
    term *= ((r + j) / (j + 1)) * share;
    if (term > LARGE || head > LARGE) {
      [term, head] = [term / LARGE, head / LARGE];
      scale += LN_LARGE;
    }
  }
  const lnAt = scale + Math.log(term);
  const mean = (r * share) / (1 - share);
  if (x <= mean) return { lnAt, lnAtLeast: Math.log1p(-head * Math.exp(scale)) };
  return { lnAt, lnAtLeast: lnAt + Math.log(tailFrom(r, share, x)) };
}

/** P(≥ x) in units of P(x). */
function tailFrom(r: number, share: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let j = x; term > 1e-17 * sum * (1 - share) && j < x + MAX_TERMS; j++) {
    term *= ((r + j) / (j + 1)) * share;
    sum += term;
  }
  return sum;
}

const MAX_TERMS = 1_000_000;
/**
 * Far below what a double holds, so that one more step is held too; a power of two, so that no
 * digit is lost.
 */
const LARGE = 2 ** 500;
const LN_LARGE = 500 * Math.LN2;
