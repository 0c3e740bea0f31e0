// How many purchases a customer picked at random makes in the t weeks after the first. Fader, Hardie & Lee (2005), eq. 8; for MBG/NBD the same with
// one survival more.
import type { BgNbdParameters } from './bgnbd';
import type { DropoutParameters } from './dropout';
import type { MbgNbdParameters } from './mbgnbd';
import { lnGamma } from './special';

/** P(X(t) = x) under BG/NBD. */
export function bgnbdCountProbability(parameters: BgNbdParameters, x: number, t: number): number {
  return countProbability(parameters, x, t, parameters.b + x, x > 0);
}

/** P(X(t) = x) under MBG/NBD. */
export function mbgnbdCountProbability(parameters: MbgNbdParameters, x: number, t: number): number {
  return countProbability(parameters, x, t, parameters.b + x + 1, true);
}

/**
 * Made x purchases and is still there, or left after the x-th, which came before t: B(a, β)/B(a, b) · NBD(x) + B(a+1, β−1)/B(a, b) · P(NBD ≥ x), with
 * β as given; the second beta function is the first times a/(β−1).
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
 * Of the negative binomial distribution: ln P(x) and ln P(≥ x), each summed where no digits are lost. P(0) alone may be too small for a double, so
 * the terms are kept in units of e^scale, which grows with them.
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
/** Far below what a double holds, so that one more step is held too; a power of two, so that no digit is lost. */
const LARGE = 2 ** 500;
const LN_LARGE = 500 * Math.LN2;
