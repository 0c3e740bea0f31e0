// Comparisons of numbers as half-open ranges.
import type { Comparison, NumberComparison } from '../../language/comparisons';

/**
 * Numbers from `low` (included) to `high` (excluded): every comparison of numbers is one of these.
 */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export function rangeOf(comparison: NumberComparison | Extract<Comparison, { is: 'atLeast' }>): Range {
  switch (comparison.is) {
    case 'equal':
      return { low: comparison.value, high: above(comparison.value) };
    case 'atLeast':
      return { low: comparison.value, high: Infinity };
    case 'above':
      return { low: above(comparison.value), high: Infinity };
    case 'atMost':
      return { low: -Infinity, high: above(comparison.value) };
    case 'below':
      return { low: -Infinity, high: comparison.value };
    case 'between':
      return { low: comparison.from, high: above(comparison.to) };
  }
}

export function inRange({ low, high }: Range, value: number): boolean {
  return value >= low && value < high;
}

const bits = new DataView(new ArrayBuffer(8));

/**
 * The next double: "above x" is "at least the next double after x", so that half-open ranges serve
 * for all comparisons.
 */
function above(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}
