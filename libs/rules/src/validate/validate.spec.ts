import { faults, silent } from '../../testing/faults';
import type { Condition } from '../language/rule';
import { isRule, validate } from './validate';

it.each<[string, unknown, string]>([
  ['a kind', { kind: 'evnt' }, 'when.kind: must be one of "and", "or", "not", "some", "trait", '],
  ['a comparison', { kind: 'trait', name: 'city', is: 'eq' }, 'when.is: must be one of "equal", "notEqual", "in"'],
  ['a value', { kind: 'number', name: 'net', is: 'atLeast', value: '5' }, 'when.value: must be a number'],
  ['a missing field', { kind: 'recency', is: 'atLeast' }, 'when.days: is missing: must be a whole number from 0'],
  ['a choice', { kind: 'recency', is: 'about', days: 3 }, 'when.is: must be one of "atLeast", "atMost"'],
  ['an unknown field', { ...silent, hours: 3 }, 'when.hours: unknown field; known are "kind", "is", "days"'],
  [
    'a count',
    { kind: 'event', name: 'A', times: { atLeast: 0 } },
    'when.times.atLeast: must be a whole number from 1 to 1000',
  ],
  [
    'a window',
    { kind: 'never', name: 'A', within: { amount: 3 } },
    'when.within.unit: is missing: must be one of "days", "hours"',
  ],
  ['an empty group', { kind: 'and', of: [] }, 'when.of: a list of 1 to 100 conditions'],
  [
    'a part of a group',
    { kind: 'and', of: [silent, { kind: 'not', of: null }] },
    'when.of.1.of: a condition is an object',
  ],
  ['too much of some', { kind: 'some', atLeast: 2, of: [silent] }, 'when.atLeast: a whole number from 1 to 1'],
  [
    'an empty range',
    { kind: 'number', name: 'net', is: 'between', from: 2, to: 1 },
    'when.to: must not be below "from"',
  ],
  [
    'an empty range of a filter',
    { kind: 'never', name: 'A', where: [{ property: 'x', is: 'between', from: 2, to: 1 }] },
    'when.where.0.to: must not',
  ],
  ['an empty share', { kind: 'share', seed: 's', from: 0.5, to: 0.5 }, 'when.to: must be above "from"'],
  [
    'a window back to front',
    { kind: 'never', name: 'A', within: { since: '2026-02-01', until: '2026-01-01' } },
    'when.within.until: must not be before',
  ],
  [
    'more than a year of a yearly date',
    { kind: 'date', name: 'born', yearly: true, from: 0, to: 400 },
    'when.from: every year',
  ],
  [
    'what is asked of orders',
    { kind: 'order' },
    'when.what: must be one of "count", "sum", "average", "first", "last"',
  ],
  ['a question of another kind', { kind: 'order', what: 'is' }, 'when.what: must be one of "count"'],
  ['a comparison of orders', { kind: 'order', what: 'sum', is: 'in' }, 'when.is: must be one of "equal", "atLeast"'],
  ['a count of orders', { kind: 'order', what: 'count' }, 'when.times: is missing: must be one of the forms'],
  [
    'a state',
    { kind: 'order', what: 'first', where: { states: ['paid'] } },
    'when.where.states.0: must be one of "completed", "partlyRefunded", "refunded", "cancelled"',
  ],
  [
    'an amount as text',
    { kind: 'order', what: 'first', has: { amount: { is: 'below', value: '50' } } },
    'when.has.amount.value: must be a number',
  ],
  [
    'an empty range of amounts',
    { kind: 'order', what: 'last', where: { amount: { is: 'between', from: 2, to: 1 } } },
    'when.where.amount.to: must not be below "from"',
  ],
  [
    'too many products',
    { kind: 'order', what: 'last', where: { products: Array.from({ length: 501 }, String) } },
    'when.where.products: must be a list of 1 to 500 entries',
  ],
  ['no product', { kind: 'order', what: 'last', where: { products: [] } }, 'when.where.products: must be a list of 1'],
  [
    'what was given back of nothing',
    { kind: 'order', what: 'last', has: { returned: true } },
    'when.has.returned: must have "products" or "categories" beside it',
  ],
  [
    'a field of another question',
    { kind: 'order', what: 'sum', is: 'above', value: 1, has: {} },
    'when.has: unknown field; known are "kind", "what", "where", "within", "is", "value"',
  ],
  [
    'a day that is none',
    { kind: 'order', what: 'last', within: { since: '2025-02-30' } },
    'when.within.since: not a valid date',
  ],
])('names the path of %s and what would be right', (_, when, fault) => {
  expect(faults(when)).toEqual([expect.stringContaining(fault)]);
});

it('refuses what is no rule', () => {
  expect(validate(null)).toEqual([{ path: '', message: expect.stringContaining('a rule is an object') }]);
  expect(validate({ version: 2, when: silent })).toEqual([{ path: 'version', message: 'must be 1' }]);
  expect(validate({ version: 1, when: silent, then: 1 })).toEqual([
    { path: 'then', message: expect.stringContaining('unknown field') },
  ]);
});

it('limits how deep conditions nest', () => {
  const nested = (depth: number): Condition => (depth === 1 ? silent : { kind: 'not', of: nested(depth - 1) });
  expect(isRule({ version: 1, when: nested(16) })).toBe(true);
  expect(isRule({ version: 1, when: nested(17) })).toBe(false);
});
