// Quantiles of a whole population by definition 7 of Hyndman & Fan (1996), "Sample Quantiles in
// Statistical Packages": R's default.

/**
 * The p-quantile (0 ≤ p ≤ 1) of values in ascending order: linear between the order statistics. NaN
 * if there are none.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  const position = (ascending.length - 1) * p;
  const below = Math.floor(position);
  const low = ascending[below];
  if (low === undefined) return NaN;
  const high = ascending[below + 1] ?? low;
  return low + (position - below) * (high - low);
}

export function ascending(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort();
}
