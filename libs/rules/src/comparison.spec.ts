import fc from 'fast-check';
import { fits, inRange, rangeOf, valueAt } from './comparison';
import type { Comparison, NumberComparison } from './language';

it.each<[Comparison, unknown, boolean]>([
  [{ is: 'equal', value: 'a' }, 'a', true],
  [{ is: 'equal', value: 'a' }, 'A', false],
  [{ is: 'equal', value: 5 }, '5', false],
  [{ is: 'equal', value: 'a' }, ['b', 'a'], true],
  [{ is: 'notEqual', value: 'a' }, ['b', 'a'], false],
  [{ is: 'notEqual', value: 'a' }, 'b', true],
  [{ is: 'notEqual', value: 'a' }, null, false],
  [{ is: 'notIn', values: ['a'] }, undefined, false],
  [{ is: 'notIn', values: ['a'] }, [], false],
  [{ is: 'in', values: ['a', 2] }, 2, true],
  [{ is: 'contains', value: '音乐' }, '北光音乐', true],
  [{ is: 'contains', value: '1' }, 1, false],
  [{ is: 'startsWith', value: '13' }, '138', true],
  [{ is: 'known' }, [], false],
  [{ is: 'known' }, 0, true],
  [{ is: 'known' }, false, true],
  [{ is: 'unknown' }, null, true],
  [{ is: 'above', value: 1 }, 1, false],
  [{ is: 'above', value: 1 }, 1.0000000000000002, true],
  [{ is: 'atMost', value: 0 }, 0, true],
  [{ is: 'below', value: 0 }, -5e-324, true],
  [{ is: 'between', from: -1, to: 1 }, 1, true],
  [{ is: 'atLeast', value: 1 }, '2', false],
  [{ is: 'before', value: '2026-05-01' }, '2026-04-30T23:59:59Z', true],
  [{ is: 'before', value: '2026-05-01' }, '2026-05-01T00:00:00Z', false],
  [{ is: 'after', value: '2026-05-01T10:00:00+02:00' }, '2026-05-01T08:00:01Z', true],
  [{ is: 'after', value: '2026-05-01T10:00:00Z' }, '2026-05-01', false],
  [{ is: 'after', value: '2026-05-01' }, 'soon', false],
])('%j of %j: %p', (comparison, value, fit) => {
  expect(fits(comparison, value)).toBe(fit);
});

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

it('finds values through objects and lists, and nothing on a prototype', () => {
  const data = { products: [{ category: 'Jazz' }, { price: 3 }, { category: 'Rock' }], address: { city: null } };
  expect(valueAt(data, 'products.category')).toEqual(['Jazz', 'Rock']);
  expect(valueAt(data, 'address.city')).toBeNull();
  expect(valueAt(data, 'address.city.name')).toBeNull();
  expect(valueAt(data, 'toString')).toBeNull();
  expect(valueAt(data, 'products.length')).toEqual([]);
});
