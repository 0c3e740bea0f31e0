// Exact intervals of rates that hold at any time: without a limit theorem, so they are valid from
// the first customer and for the rarest events. Wider than those of `watch`.
import { lnBeta } from '../tests/distributions';
import { must, mustBePositive, mustBeShare } from './given';
import type { Lift } from '../tests/lift';
import { type Interval, type Successes, mustBeSuccesses } from '../tests/sample';
import { USUAL_ERROR } from './sequences';

/**
 * Beta(a, b), fixed before the first test; close to the expected rate it makes intervals
 * narrower, never wrong.
 */
export interface RatePrior {
  readonly a: number;
  readonly b: number;
}

export const FLAT_PRIOR: RatePrior = { a: 1, b: 1 };

export interface WatchedRates {
  readonly difference: number;
  readonly interval: Interval;
  /** Null where the control has no success. */
  readonly lift: Lift | null;
}

/**
 * Returns a confidence sequence of one rate: all rates p at which the prior density is less than
 * 1/α times the posterior's. Waudby-Smith & Ramdas (2020), "Confidence sequences for sampling
 * without replacement", NeurIPS, section 2 (prior-posterior ratio), here with replacement: the
 * beta-binomial mixture of Robbins (1970). The chance ever to exclude the true rate is at most
 * `error`, at any size.
 * @throws RangeError for impossible counts
 */
export function watchRate(counts: Successes, error = USUAL_ERROR, prior = FLAT_PRIOR, path = 'counts'): Interval {
  mustBeSuccesses(counts, path);
  mustBeShare(error, 'error');
  mustBePositive(prior.a, 'prior.a');
  mustBePositive(prior.b, 'prior.b');
  const { n, successes } = counts;
  const excess = logRatio(counts, prior, Math.log(1 / error));
  const share = successes / n;
  return {
    from: successes === 0 ? 0 : bisected(excess, 0, share),
    to: successes === n ? 1 : bisected(excess, 1, share),
  };
}

/**
 * ln of the mixture's likelihood ratio against p, less a threshold: above 0 where p is excluded.
 * Convex in p, between 0 and 1, with its minimum at the observed share.
 */
function logRatio({ n, successes }: Successes, { a, b }: RatePrior, threshold: number): (p: number) => number {
  const failures = n - successes;
  const mixture = lnBeta(a + successes, b + failures) - lnBeta(a, b);
  return (p) => mixture - successes * Math.log(p) - failures * Math.log1p(-p) - threshold;
}

const HALVINGS = 60;

/** Returns where it passes 0 between an excluded point and an included one, on the outer side. */
function bisected(excess: (p: number) => number, outside: number, inside: number): number {
  let [out, kept] = [outside, inside];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (out + kept) / 2;
    if (excess(middle) > 0) out = middle;
    else kept = middle;
  }
  return out;
}

/**
 * Two rates at any time: each with half of the error, so that both hold together with the whole
 * (Bonferroni). Exact, and so wider than necessary.
 * @throws RangeError for impossible counts, or an empty group
 */
export function watchRates(
  treated: Successes,
  control: Successes,
  error = USUAL_ERROR,
  prior = FLAT_PRIOR,
): WatchedRates {
  must(treated.n > 0, 'treated.n', 'above 0', treated.n);
  must(control.n > 0, 'control.n', 'above 0', control.n);
  const of1 = watchRate(treated, error / 2, prior, 'treated');
  const of0 = watchRate(control, error / 2, prior, 'control');
  const [p1, p0] = [treated.successes / treated.n, control.successes / control.n];
  const interval = { from: of1.from - of0.to, to: of1.to - of0.from };
  const lift = p0 === 0 ? null : { value: p1 / p0 - 1, from: of1.from / of0.to - 1, to: of1.to / of0.from - 1 };
  return { difference: p1 - p0, interval, lift };
}
