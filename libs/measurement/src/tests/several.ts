// Several variants against one control, corrected for the number of comparisons, which otherwise
// finds differences by chance.
import { must, mustBeShare } from '../sequential/given';
import { type MeanComparison, compareMeans } from '../means/means';
import type { Sample } from './sample';

/**
 * Adjusted p values, in the order given: at or below α for all that Holm's procedure finds with at
 * most α chance of any false finding. Holm (1979), "A Simple Sequentially Rejective Multiple Test
 * Procedure", Scand. J. Stat. 6; as R's p.adjust(method = "holm").
 * @throws RangeError for a value that is no probability
 */
export function holm(ps: readonly number[]): number[] {
  let before = 0;
  return inOrder(
    ps,
    (a, b) => a - b,
    (p, rank) => (before = Math.max(before, Math.min(1, (ps.length - rank) * p))),
  );
}

/**
 * The same with at most α of the findings false on average: Benjamini & Hochberg (1995),
 * "Controlling the False Discovery Rate", JRSS B 57; as R's p.adjust(method = "BH"). For a
 * first selection among many variants or metrics, not for the one that decides.
 * @throws RangeError for a value that is no probability
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  let before = 1;
  return inOrder(
    ps,
    (a, b) => b - a,
    (p, rank) => (before = Math.min(before, (ps.length / (ps.length - rank)) * p)),
  );
}

/** Adjusts in order of size; returns in the order given. */
function inOrder(
  ps: readonly number[],
  order: (a: number, b: number) => number,
  adjust: (p: number, rank: number) => number,
): number[] {
  ps.forEach((p, index) => must(p >= 0 && p <= 1, `ps[${index}]`, 'from 0 to 1', p));
  const adjusted = new Array<number>(ps.length);
  const ranked = ps.map((p, index) => ({ p, index })).sort((a, b) => order(a.p, b.p));
  ranked.forEach(({ p, index }, rank) => (adjusted[index] = adjust(p, rank)));
  return adjusted;
}

export interface VariantComparison extends MeanComparison {
  readonly variant: string;
  /** By Holm, over all variants that could be compared. */
  readonly adjustedP: number;
}

/**
 * Each variant against the control by Welch's test. Intervals hold together with `level`
 * (Bonferroni: each with 1 − (1 − level)/k of the k variants given), p values are adjusted by Holm,
 * which has slightly more power. Variants that cannot be compared are left out.
 */
export function compareVariants(
  variants: Readonly<Record<string, Sample>>,
  control: Sample,
  level = 0.95,
): VariantComparison[] {
  mustBeShare(level, 'level');
  const each = 1 - (1 - level) / Object.keys(variants).length;
  const compared = Object.entries(variants).flatMap(([variant, sample]) => {
    const comparison = compareMeans(sample, control, each);
    return comparison ? [{ variant, ...comparison }] : [];
  });
  const adjusted = holm(compared.map(({ p }) => p));
  return compared.map((comparison, index) => ({ ...comparison, adjustedP: adjusted[index] as number }));
}
