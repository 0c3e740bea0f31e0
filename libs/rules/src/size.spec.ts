// Size limits of a rule.
import { MAX_LEAVES, MAX_ORDER_LEAVES, MAX_RULE_BYTES } from './language/limits';
import type { Condition } from './language/rule';
import { isBounded } from './validate/bounds';
import { validate } from './validate/validate';

const leaf: Condition = { kind: 'trait', name: 'x', is: 'known' };
const rule = (when: Condition) => ({ version: 1 as const, when });
const groups = (leaves: number, one: Condition = leaf): Condition => ({
  kind: 'and',
  of: Array.from({ length: Math.ceil(leaves / 100) }, (_, index) => ({
    kind: 'or',
    of: Array.from({ length: Math.min(100, leaves - index * 100) }, () => one),
  })),
});
const listOf = (length: number): Condition => ({ kind: 'trait', name: 'x', is: 'equal', value: 'é'.repeat(length) });
const many = (count: number, length: number): Condition => ({
  kind: 'or',
  of: Array.from({ length: count }, () => listOf(length)),
});

it('takes as many leaves as are allowed and no more', () => {
  expect(validate(rule(groups(MAX_LEAVES)))).toEqual([]);
  expect(validate(rule(groups(MAX_LEAVES + 1)))).toEqual([{ path: 'when', message: 'at most 500 conditions' }]);
});

it('takes fewer that read orders', () => {
  const onOrders: Condition = { kind: 'order', what: 'count', times: { atLeast: 1 } };
  const both = (count: number): Condition => ({ kind: 'and', of: [groups(300), groups(count, onOrders)] });
  expect(validate(rule(both(MAX_ORDER_LEAVES)))).toEqual([]);
  expect(validate(rule(both(MAX_ORDER_LEAVES + 1)))).toEqual([
    { path: 'when', message: 'at most 100 conditions on orders' },
  ]);
});

it('counts bytes, not letters', () => {
  expect(validate(rule(many(15, 1_000)))).toEqual([]);
  expect(validate(rule(many(17, 1_000)))).toEqual([{ path: '', message: `at most ${MAX_RULE_BYTES} bytes as JSON` }]);
});

it('knows a stored rule that is too large', () => {
  expect([isBounded(rule(groups(MAX_LEAVES))), isBounded(rule(groups(9_500)))]).toEqual([true, false]);
});
