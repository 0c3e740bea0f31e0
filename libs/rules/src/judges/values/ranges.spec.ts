import fc from 'fast-check';
import type { NumberComparison } from '../../language/comparisons';
import { inRange, rangeOf } from './ranges';

it('makes a range of every comparison of numbers', () => {
  const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1, -1, 5e-324));
  const plain: Record<NumberComparison['is'], (value: number, other: number) => boolean> = {
    equal: (value, other) => value === other,
    atLeast: (value, other) => value >= other,
    above: (value, other) => value > other,
    atMost: (value, other) => value <= other,
    below: (value, other) => value < other,
    between: (value, other) => value >= other && value <= other + 1,
  };
  fc.assert(
    fc.property(numbers, numbers, fc.constantFrom(...Object.keys(plain)), fc.boolean(), (one, other, is, same) => {
      const value = same ? other : one;
      const comparison = { is, value: other, from: other, to: other + 1 } as NumberComparison;
      expect(inRange(rangeOf(comparison), value)).toBe(plain[comparison.is](value, other));
    }),
    { numRuns: cases(2000) },
  );
});

it.each<[NumberComparison, number, number]>([
  [{ is: 'equal', value: 1 }, 1, 1.0000000000000002],
  [{ is: 'equal', value: -1 }, -1, -0.9999999999999999],
  [{ is: 'equal', value: 0 }, 0, 5e-324],
  [{ is: 'above', value: 1 }, 1.0000000000000002, Infinity],
  [{ is: 'above', value: -1 }, -0.9999999999999999, Infinity],
  [{ is: 'atLeast', value: 2 }, 2, Infinity],
  [{ is: 'atMost', value: 1 }, -Infinity, 1.0000000000000002],
  [{ is: 'below', value: 1 }, -Infinity, 1],
  [{ is: 'between', from: 1, to: 2 }, 1, 2.0000000000000004],
])('%j is from %p up to before %p', (comparison, low, high) => {
  expect(rangeOf(comparison)).toEqual({ low, high });
});
