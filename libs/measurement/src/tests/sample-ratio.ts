// Checks that the split put the planned number of customers into each group. If not, something
// broke on the way (a lost message, a bot, a redirect), and no comparison of the groups is valid.
// Fabijan et al. (2019), "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD.
import { chiSquareTail, lnGamma } from './distributions';
import { must, mustBeCount, mustBePositive } from '../sequential/given';

export interface SampleRatio {
  /** Per group, in the order given. */
  readonly expected: readonly number[];
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
}

/** A split counts as broken below this p, low enough for few false alarms. */
export const BROKEN_BELOW = 0.001;

/**
 * Pearson's χ² of so many customers per group against the planned shares (which need not add up to
 * 1), for one test fixed in advance.
 * @throws RangeError for impossible counts or shares, or fewer than two groups
 */
export function sampleRatio(counts: readonly number[], shares: readonly number[]): SampleRatio {
  const { total, parts } = plan(counts, shares);
  const expected = parts.map((part) => part * total);
  const chiSquare =
    total === 0 ? 0 : expected.reduce((sum, due, group) => sum + ((counts[group] as number) - due) ** 2 / due, 0);
  const df = counts.length - 1;
  return { expected, chiSquare, df, p: chiSquareTail(chiSquare, df) };
}

/**
 * The same for tests at any time: an always-valid p from a Dirichlet–multinomial mixture around
 * the plan. Lindon & Malek (2022), "Anytime-Valid Inference for Multinomial Count Data", NeurIPS:
 * the chance that it is ever at or below p under the plan is at most p.
 * @param strength number of customers that the mixture is worth: a large one detects small breaks
 * late, a small one large breaks early. Fixed before the first test.
 */
export function watchSampleRatio(
  counts: readonly number[],
  shares: readonly number[],
  strength = WATCH_STRENGTH,
): { readonly expected: readonly number[]; readonly p: number } {
  mustBePositive(strength, 'strength');
  const { total, parts } = plan(counts, shares);
  const log = parts.reduce((sum, part, group) => {
    const count = counts[group] as number;
    return sum + rising(strength * part, count) - count * Math.log(part);
  }, -rising(strength, total));
  return { expected: parts.map((part) => part * total), p: Math.min(1, Math.exp(-log)) };
}

export const WATCH_STRENGTH = 1000;

/** ln of a(a+1)…(a+n−1). */
function rising(a: number, n: number): number {
  return lnGamma(a + n) - lnGamma(a);
}

function plan(counts: readonly number[], shares: readonly number[]): { total: number; parts: number[] } {
  must(counts.length >= 2, 'counts', 'of at least two groups', counts.length);
  must(shares.length === counts.length, 'shares', `of as many groups as counts (${counts.length})`, shares.length);
  counts.forEach((count, group) => mustBeCount(count, `counts[${group}]`));
  shares.forEach((share, group) => mustBePositive(share, `shares[${group}]`));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return { total: counts.reduce((sum, count) => sum + count, 0), parts: shares.map((share) => share / whole) };
}
