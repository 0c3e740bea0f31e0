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
  const { at, atLeast } = purchaseTail(r, t / (alpha + t), x);
  const stayed = Math.exp(lnGamma(beta) - lnGamma(a + beta) - lnGamma(b) + lnGamma(a + b));
  return stayed * (at + (left ? (a / (beta - 1)) * atLeast : 0));
}

/** Of the negative binomial distribution: P(x) and P(≥ x), each summed where no digits are lost. */
function purchaseTail(r: number, share: number, x: number): { at: number; atLeast: number } {
  let term = Math.exp(r * Math.log1p(-share));
  let head = 0;
  for (let j = 0; j < x; j++) {
    head += term;
    term *= ((r + j) / (j + 1)) * share;
  }
  const mean = (r * share) / (1 - share);
  return { at: term, atLeast: x <= mean ? 1 - head : tailFrom(term, r, share, x) };
}

function tailFrom(first: number, r: number, share: number, x: number): number {
  let term = first;
  let sum = first;
  for (let j = x; term > 1e-17 * sum * (1 - share) && j < x + MAX_TERMS; j++) {
    term *= ((r + j) / (j + 1)) * share;
    sum += term;
  }
  return sum;
}

const MAX_TERMS = 1_000_000;
