import fc from 'fast-check';
import type { Comparison, NumberComparison } from '../language/comparisons';
import type { Filter } from '../language/patterns';
import { allFit, fits, inRange, instantOf, rangeOf, valueAt } from './comparison';

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

it('fits where all filters do', () => {
  const both: Filter[] = [
    { property: 'a', is: 'equal', value: 1 },
    { property: 'b.c', is: 'known' },
  ];
  expect([allFit(undefined, {}), allFit([], {})]).toEqual([true, true]);
  expect(allFit(both, { a: 1, b: { c: 2 } })).toBe(true);
  expect(allFit(both, { a: 2, b: { c: 2 } })).toBe(false);
  expect(allFit(both, { a: 1, b: {} })).toBe(false);
});

it.each<[Comparison, unknown, boolean]>([
  [{ is: 'equal', value: 'a' }, null, false],
  [{ is: 'equal', value: 'a' }, [], false],
  [{ is: 'notEqual', value: 'a' }, [], false],
  [{ is: 'notEqual', value: 'a' }, ['b'], true],
  [{ is: 'in', values: ['a'] }, ['b', 'a'], true],
  [{ is: 'in', values: ['a'] }, 'b', false],
  [{ is: 'notIn', values: ['a'] }, ['b', 'a'], false],
  [{ is: 'notIn', values: ['a'] }, 'b', true],
  [{ is: 'contains', value: 'b' }, 'abc', true],
  [{ is: 'contains', value: 'b' }, ['x', 'b'], true],
  [{ is: 'contains', value: 'x' }, 'abc', false],
  [{ is: 'startsWith', value: 'b' }, 'abc', false],
  [{ is: 'startsWith', value: '1' }, 12, false],
  [{ is: 'known' }, 'a', true],
  [{ is: 'known' }, undefined, false],
  [{ is: 'unknown' }, [], true],
  [{ is: 'unknown' }, [null], false],
  [{ is: 'below', value: 1 }, [3, 0], true],
  [{ is: 'below', value: 1 }, null, false],
  [{ is: 'before', value: '2026-05-01' }, '2026-04-30', true],
  [{ is: 'before', value: '2026-05-01' }, '2026-05-01', false],
  [{ is: 'before', value: '2026-05-01' }, '2026-05-02', false],
  [{ is: 'after', value: '2026-05-01' }, '2026-05-02T00:00:00Z', true],
  [{ is: 'after', value: '2026-05-01' }, '2026-05-01T23:00:00Z', false],
  [{ is: 'after', value: '2026-05-01T10:00:00Z' }, '2026-05-02', true],
  [{ is: 'before', value: '2026-05-01T10:00:00Z' }, '2026-05-01T09:00:00Z', true],
  [{ is: 'before', value: '2026-05-01T10:00:00Z' }, '2026-05-01T10:00:00Z', false],
  [{ is: 'before', value: '2026-05-01' }, 'x2026-04-30', false],
  [{ is: 'before', value: '2026-05-01' }, 20260430, false],
])('%j of %j, too: %p', (comparison, value, fit) => {
  expect(fits(comparison, value)).toBe(fit);
});

it('goes through lists of lists to what is there', () => {
  const data = { a: [{ b: [{ c: 1 }, { c: 2 }] }, { b: [{ c: 3 }] }, 'x', null], d: { e: { f: 5 } }, g: 0 };
  expect(valueAt(data, 'd.e.f')).toBe(5);
  expect(valueAt(data, 'g')).toBe(0);
  expect(valueAt(data, 'a.b')).toEqual([{ c: 1 }, { c: 2 }, { c: 3 }]);
  expect(valueAt(data, 'a.b.c')).toEqual([1, 2, 3]);
  expect([valueAt(data, 'h'), valueAt(data, 'd.h'), valueAt(null, 'a'), valueAt('text', 'length')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

describe('instants', () => {
  /** Where to ask the machine is an error: it has a zone of its own. */
  const elsewhere = (work: () => void) => {
    const { parse } = Date;
    Date.parse = () => {
      throw new Error('the machine is asked');
    };
    try {
      work();
    } finally {
      Date.parse = parse;
    }
  };

  it.each<[unknown, boolean]>([
    ['2024-01-01T04:59:59', true],
    ['2024-01-01 04:59:59.999', true],
    ['2024-01-01T05:00:00', false],
    ['2024-01-01T10:00:00', false],
    ['2024-01-01 10:00:00', false],
    ['2024-01-01T10:00:00+08:00', true],
    ['2024-01-01 10:00:00 +0800', true],
    ['2024-01-01 04:00:00 UTC', true],
    ['2023-13-45T00:00:00Z', false],
    ['2023-02-29', false],
    ['2023-12-31', true],
  ])('%j before five by UTC: %p, whatever the zone of the machine, which is not asked', (value, fit) => {
    elsewhere(() => expect(fits({ is: 'before', value: '2024-01-01T05:00:00Z' }, value)).toBe(fit));
  });

  it('reads every instant as ISO 8601 has it, and as UTC without a zone', () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const instants = fc.integer({ min: Date.parse('0001-01-02'), max: Date.parse('9999-12-30') });
    const two = (number: number) => String(number).padStart(2, '0');
    fc.assert(
      fc.property(instants, minutes, fc.constantFrom('', ':'), (instant, east, colon) => {
        const written = new Date(instant + east * 60_000).toISOString().slice(0, -1);
        const [hours, rest] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60];
        expect(instantOf(`${written}${east < 0 ? '-' : '+'}${two(hours)}${colon}${two(rest)}`)).toBe(instant);
        expect(instantOf(new Date(instant).toISOString().replace('T', ' ').slice(0, -1))).toBe(instant);
      }),
      { numRuns: cases(1000) },
    );
  });

  it.each<[string, string]>([
    ['2024-02-29T10:00Z', '2024-02-29T10:00:00.000Z'],
    ['2024-02-29t10:00:01.5z', '2024-02-29T10:00:01.500Z'],
    ['2024-02-29T10:00:01.123999Z', '2024-02-29T10:00:01.123Z'],
    ['2024-02-29T10:00:01+02', '2024-02-29T08:00:01.000Z'],
    ['2024-02-29T23:30:00-01:30', '2024-03-01T01:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(instantOf(text)).toISOString()).toBe(instant);
  });

  it.each([
    '2024-01-01',
    '2024-13-45T10:00:00Z',
    '2023-02-29T10:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:60:00Z',
    '2024-01-01T10:00:60Z',
    '2024-01-01T10:00:00+24:00',
    '2024-01-01T10:00:00+01:60',
    '2024-01-01TnonsenseZ',
    '2024-01-01T10Z',
    '2024-01-01T10:00:00 at night',
    'on 2024-01-01T10:00:00Z',
  ])('%s is none', (text) => {
    expect(instantOf(text)).toBeNaN();
  });
});
