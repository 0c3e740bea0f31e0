import type { Comparison } from '../../language/comparisons';
import type { Filter } from '../../language/patterns';
import { allFit, fits, valueAt } from './comparison';

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

it('finds values through objects and lists, and nothing on a prototype', () => {
  const data = { products: [{ category: 'Jazz' }, { price: 3 }, { category: 'Rock' }], address: { city: null } };
  expect(valueAt(data, 'products.category')).toEqual(['Jazz', 'Rock']);
  expect(valueAt(data, 'address.city')).toBeNull();
  expect(valueAt(data, 'address.city.name')).toBeNull();
  expect(valueAt(data, 'toString')).toBeNull();
  expect(valueAt(data, 'products.length')).toEqual([]);
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
