// What sums of squares leave where nothing is left.

/**
 * What rounding may leave of Σ(x − x̄)² where all are alike: of whole amounts below 2^53 by taking
 * the difference, of others by adding up too. Such a remainder is no spread: a difference of means
 * would be a million times as large, and certain by accident.
 */
export function roundingOf(sumOfSquares: number, n: number): number {
  return (Number.isSafeInteger(sumOfSquares) ? 4 : 2 * n) * Number.EPSILON * sumOfSquares;
}

/** The value if it is more than rounding may leave, else 0. */
export function beyond(rounding: number, value: number): number {
  return value > rounding ? value : 0;
}
