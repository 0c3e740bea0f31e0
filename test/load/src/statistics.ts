// Medians, ranges and ratios of measured figures. Pure.

export interface Summary {
  median: number;
  least: number;
  most: number;
}

/** Returns the median (of an even number of figures the mean of the middle two) and the range. */
export function summaryOf(figures: readonly number[]): Summary {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  const median = sorted.length % 2 === 0 ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
  return { median, least: sorted[0] ?? NaN, most: sorted.at(-1) ?? NaN };
}

export const medianOf = (figures: readonly number[]): number => summaryOf(figures).median;

/**
 * Returns the median of `here / there` over the pairs, null if there is none. A pair without one of
 * the figures, or with a divisor of 0, is left out.
 */
export function medianRatio(pairs: readonly { here?: number; there?: number }[]): number | null {
  const ratios = pairs.flatMap(({ here, there }) =>
    here === undefined || there === undefined || there === 0 ? [] : [here / there],
  );
  return ratios.length === 0 ? null : medianOf(ratios);
}
