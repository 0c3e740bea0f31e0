// The stored form of a group: its size and sums, never its customers. Sums of whole numbers (minor
// units, counts) are exact below 2^53, and so equal in any order and grouping; beyond that up to
// rounding.
import { mustBeFinite } from '../sequential/given';

/** Sums of one number per customer. Plain JSON. */
export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/**
 * Sums of two numbers per customer: the measured one and another to relate it to (spend before the
 * campaign, number of orders, …).
 */
export interface PairedMoments extends Moments {
  readonly otherSum: number;
  readonly otherSumOfSquares: number;
  readonly productSum: number;
}

export const NO_MOMENTS: Moments = { n: 0, sum: 0, sumOfSquares: 0 };
export const NO_PAIRS: PairedMoments = { ...NO_MOMENTS, otherSum: 0, otherSumOfSquares: 0, productSum: 0 };

/** @throws RangeError if the value is not finite */
export function withValue({ n, sum, sumOfSquares }: Moments, value: number): Moments {
  mustBeFinite(value, 'value');
  return { n: n + 1, sum: sum + value, sumOfSquares: sumOfSquares + value * value };
}

/** @throws RangeError if a value is not finite */
export function withPair(pairs: PairedMoments, value: number, other: number): PairedMoments {
  mustBeFinite(other, 'other');
  return {
    ...withValue(pairs, value),
    otherSum: pairs.otherSum + other,
    otherSumOfSquares: pairs.otherSumOfSquares + other * other,
    productSum: pairs.productSum + value * other,
  };
}

export function joinMoments(a: Moments, b: Moments): Moments {
  return { n: a.n + b.n, sum: a.sum + b.sum, sumOfSquares: a.sumOfSquares + b.sumOfSquares };
}

export function joinPairs(a: PairedMoments, b: PairedMoments): PairedMoments {
  return {
    ...joinMoments(a, b),
    otherSum: a.otherSum + b.otherSum,
    otherSumOfSquares: a.otherSumOfSquares + b.otherSumOfSquares,
    productSum: a.productSum + b.productSum,
  };
}

export function momentsOf(values: Iterable<number>): Moments {
  let moments = NO_MOMENTS;
  for (const value of values) moments = withValue(moments, value);
  return moments;
}

export function pairsOf(pairs: Iterable<readonly [value: number, other: number]>): PairedMoments {
  let moments = NO_PAIRS;
  for (const [value, other] of pairs) moments = withPair(moments, value, other);
  return moments;
}

/** Σ(x − x̄)(y − ȳ) from the sums; loses digits where the means dwarf the spread. */
export function centred(productSum: number, sum: number, otherSum: number, n: number): number {
  return productSum - (sum * otherSum) / n;
}
