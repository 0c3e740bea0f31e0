// Rounding errors of sums of squares.

/**
 * Returns the most that rounding may leave of Σ(x − x̄)² where all are equal: for whole amounts
 * below 2^53 from the difference, for others from adding up as well. Such a rest is no spread: a
 * difference of means would be a million times as large, and certain by accident.
 */
export function roundingOf(sumOfSquares: number, n: number): number {
  return (Number.isSafeInteger(sumOfSquares) ? 4 : 2 * n) * Number.EPSILON * sumOfSquares;
}

/** Returns the value if it is more than rounding may leave, else 0. */
export function beyond(rounding: number, value: number): number {
  return value > rounding ? value : 0;
}
