import { canonical, shortHash } from '../language/canonical';
import type { Filter } from '../language/patterns';
import type { Condition } from '../language/rule';
import { leavesOf } from '../language/rule';
import { covers } from '../needs/covers';
import { mergeNeeds, needsOf, reads } from '../needs/gather';
import { eventKey, markKey, seriesKey } from '../needs/keys';
import { timesKept } from '../needs/leaf-needs';
import { NO_NEEDS } from '../needs/needs';

const needsFor = (...all: Condition[]) => mergeNeeds(all.map((when) => reads({ version: 1, when })));
const p: Filter = { property: 'p', is: 'known' };
const q: Filter = { property: 'q', is: 'unknown' };
const HOUR = 3_600_000;
const hours = (amount: number) => ({ amount, unit: 'hours' as const });
const values = (atLeast: number): Condition => ({ kind: 'distinct', name: 'A', property: 'p', times: { atLeast } });
const visited = (visit: 'usual' | 'last'): Condition => ({ kind: 'place', visit, name: 'A', property: 's', in: ['x'] });
const A = (times: object, more: object = {}) => ({ kind: 'event', name: 'A', times, ...more }) as Condition;

describe('keys', () => {
  it('tell patterns apart, whatever their names hold', () => {
    expect(eventKey({ name: 'A b' })).toBe('A b');
    expect(eventKey({ name: 'A', where: [] })).toBe('A');
    expect(eventKey({ name: 'A?b' })).toBe('A%3Fb');
    expect(eventKey({ name: 'A#b' })).toBe('A%23b');
    expect(eventKey({ name: 'A%b' })).toBe('A%25b');
  });

  it('do not hang on the order of filters', () => {
    expect(eventKey({ name: 'A', where: [q, p] })).toBe(
      'A?{"is":"known","property":"p"}&{"is":"unknown","property":"q"}',
    );
    expect(eventKey({ name: 'A', where: [p, q] })).toBe(eventKey({ name: 'A', where: [q, p] }));
  });

  it('name what is kept of a pattern', () => {
    expect(seriesKey({ name: 'A' }, 'total')).toBe('A#total');
    expect(seriesKey({ name: 'A' })).toBe('A#');
    expect(markKey({ name: 'A' }, [p])).toBe('A#{"is":"known","property":"p"}');
    expect(markKey({ name: 'A' }, [])).toBe('A');
    expect(markKey({ name: 'A' }, undefined)).toBe('A');
  });
});

it.each([
  [{ atLeast: 3 }, 3],
  [{ atMost: 3 }, 4],
  [{ exactly: 3 }, 4],
  [{ atMost: 0 }, 1],
])('%j needs the %p latest times', (times, kept) => {
  expect(timesKept(times)).toBe(kept);
});

it.each<[Condition, unknown]>([
  [A({ atLeast: 2 }), [{ as: 'times', key: 'A', keep: 2 }]],
  [A({ atMost: 2 }, { where: [p] }), [{ as: 'times', key: eventKey({ name: 'A', where: [p] }), where: [p], keep: 3 }]],
  [A({ atLeast: 2 }, { where: [] }), [{ as: 'times', key: 'A', keep: 2 }]],
  [A({ atLeast: 2 }, { within: { last: 'day' } }), [{ as: 'series', key: 'A#', reach: 2 * 26 * HOUR }]],
  [{ kind: 'never', name: 'A' }, [{ as: 'times', key: 'A', keep: 1 }]],
  [
    { kind: 'sum', name: 'A', property: 't', is: 'atLeast', value: 1 },
    [{ as: 'series', key: 'A#t', property: 't', reach: 0 }],
  ],
  [
    { kind: 'average', name: 'A', property: 't', is: 'atLeast', value: 1, within: { since: '2025-01-01' } },
    [{ as: 'series', key: 'A#t', property: 't', reach: null }],
  ],
  [
    { kind: 'distinct', name: 'A', where: [p], property: 't', times: { atMost: 1 } },
    [{ as: 'distinct', key: seriesKey({ name: 'A', where: [p] }, 't'), where: [p], property: 't', keep: 2 }],
  ],
  [
    { kind: 'place', visit: 'usual', name: 'A', where: [p], property: 's', in: ['x'] },
    [{ as: 'visits', key: seriesKey({ name: 'A', where: [p] }, 's'), where: [p], property: 's', keep: 32 }],
  ],
  [
    { kind: 'place', visit: 'last', name: 'A', property: 's', in: ['x'] },
    [{ as: 'visits', key: 'A#s', property: 's', keep: 1 }],
  ],
  [
    { kind: 'place', visit: 'any', name: 'A', where: [p], property: 's', in: ['x'] },
    [
      {
        as: 'times',
        key: eventKey({ name: 'A', where: [p, { property: 's', is: 'in', values: ['x'] }] }),
        where: [p, { property: 's', is: 'in', values: ['x'] }],
        keep: 1,
      },
    ],
  ],
  [{ kind: 'first', name: 'A' }, [{ as: 'first', key: 'A' }]],
  [{ kind: 'last', name: 'A', has: [] }, [{ as: 'last', key: 'A' }]],
  [{ kind: 'last', name: 'A', has: [p] }, [{ as: 'last', key: markKey({ name: 'A' }, [p]), has: [p] }]],
  [
    { kind: 'unanswered', name: 'A', by: { name: 'A', where: [p] }, for: hours(1) },
    [
      { as: 'times', key: 'A', keep: 33 },
      { as: 'times', key: eventKey({ name: 'A', where: [p] }), where: [p], keep: 33 },
    ],
  ],
  [{ kind: 'sequence', steps: [{ name: 'A' }, { name: 'A' }], span: hours(1) }, [{ as: 'times', key: 'A', keep: 33 }]],
  [
    { kind: 'ratio', part: { name: 'A', where: [p] }, whole: { name: 'A' }, is: 'above', value: 0, within: hours(2) },
    [
      { as: 'series', key: 'A#', reach: 2 * HOUR },
      { as: 'series', key: seriesKey({ name: 'A', where: [p] }), where: [p], reach: 2 * HOUR },
    ],
  ],
])('%j keeps %j', (when, needs) => {
  expect(needsFor(when).events).toEqual({ A: needs });
});

it('reads traits by name, each once, and nothing of what others know', () => {
  const trait = (name: string): Condition => ({ kind: 'trait', name, is: 'known' });
  const needs = needsFor(
    { kind: 'or', of: [trait('b'), { kind: 'not', of: trait('a.c') }] },
    { kind: 'some', atLeast: 1, of: [trait('b'), { kind: 'age', name: 'born', is: 'above', value: 1 }] },
    { kind: 'date', name: 'wed', from: 0, to: 0 },
    { kind: 'recency', is: 'atLeast', days: 1 },
  );
  expect(needs.traits).toEqual(['a.c', 'b', 'born', 'wed']);
  expect(needs.events).toEqual({});
  expect(needsOf([]).id).toBe(NO_NEEDS.id);
});

const holding = (where: object): Condition => ({ kind: 'order', what: 'count', times: { atLeast: 1 }, where });

it('keeps of the lines of orders what any rule names, and nothing where none does', () => {
  const needs = needsFor(
    holding({ products: ['b', 'a'] }),
    { kind: 'order', what: 'first', where: { categories: ['c'] }, has: { products: ['a', 'd'] } },
    { kind: 'order', what: 'sum', is: 'above', value: 1 },
  );
  expect(needs.lines).toEqual({ products: ['a', 'b', 'd'], categories: ['c'] });
  expect(mergeNeeds([needs, NO_NEEDS])).toEqual(needs);
  // Facts of stores that ask for no product are not folded again.
  expect(needsFor({ kind: 'order', what: 'average', is: 'above', value: 80 })).toEqual(NO_NEEDS);
  expect(NO_NEEDS.id).toBe(shortHash(canonical([[], {}])));
});

it('keeps as much as the one that wants most, in whatever order they come', () => {
  const sum = (amount: number): Condition => ({
    kind: 'sum',
    name: 'A',
    property: 't',
    is: 'above',
    value: 0,
    within: hours(amount),
  });
  const ever: Condition = {
    kind: 'sum',
    name: 'A',
    property: 't',
    is: 'above',
    value: 0,
    within: { since: '2025-01-01' },
  };
  for (const list of [
    [A({ atLeast: 2 }), A({ atLeast: 5 }), sum(1), sum(3)],
    [sum(3), A({ atLeast: 5 }), A({ atLeast: 2 }), sum(1)],
  ]) {
    expect(needsFor(...list).events.A).toEqual([
      { as: 'series', key: 'A#t', property: 't', reach: 3 * HOUR },
      { as: 'times', key: 'A', keep: 5 },
    ]);
  }
  expect(needsFor(sum(1), ever).events.A).toEqual([{ as: 'series', key: 'A#t', property: 't', reach: null }]);
  expect(needsFor(ever, sum(1)).id).toBe(needsFor(sum(1), ever).id);
  expect(Object.keys(needsFor(A({ atLeast: 1 }), { kind: 'never', name: 'B' }).events)).toEqual(['A', 'B']);
  expect(Object.keys(needsFor({ kind: 'never', name: 'B' }, A({ atLeast: 1 })).events)).toEqual(['A', 'B']);
});

it.each<[string, Condition[], Condition[], boolean]>([
  ['the same', [A({ atLeast: 2 })], [A({ atLeast: 2 })], true],
  ['less', [A({ atLeast: 3 })], [A({ atLeast: 2 })], true],
  ['more', [A({ atLeast: 2 })], [A({ atLeast: 3 })], false],
  ['another filter', [A({ atLeast: 2 })], [A({ atLeast: 2 }, { where: [p] })], false],
  ['the same mark', [{ kind: 'first', name: 'A' }], [{ kind: 'first', name: 'A' }], true],
  ['fewer values', [values(3)], [values(2)], true],
  ['fewer visits', [visited('usual')], [visited('last')], true],
  ['more visits', [visited('last')], [visited('usual')], false],
  ['more values', [values(2)], [values(3)], false],
  ['only one of two of an event', [A({ atLeast: 2 })], [A({ atLeast: 2 }), { kind: 'first', name: 'A' }], false],
  ['another kind', [A({ atLeast: 2 })], [{ kind: 'first', name: 'A' }], false],
  ['the last for the first', [{ kind: 'last', name: 'A' }], [{ kind: 'first', name: 'A' }], false],
  ['one of the name of a property', [A({ atLeast: 1 })], [{ kind: 'never', name: 'toString' }], false],
  ['a trait', [{ kind: 'trait', name: 'a', is: 'known' }], [{ kind: 'trait', name: 'a', is: 'unknown' }], true],
  [
    'another trait, of which they keep nothing',
    [{ kind: 'trait', name: 'a', is: 'known' }],
    [{ kind: 'trait', name: 'b', is: 'known' }],
    true,
  ],
  ['nothing', [A({ atLeast: 2 })], [], true],
  ['orders', [], [{ kind: 'order', what: 'count', times: { atLeast: 2 } }], true],
  ['products, of which they keep nothing', [A({ atLeast: 2 })], [holding({ products: ['a'] })], false],
  ['fewer products', [holding({ products: ['a', 'b'] })], [holding({ products: ['b'] })], true],
  ['more products', [holding({ products: ['a'] })], [holding({ products: ['a', 'b'] })], false],
  ['a category named as a product', [holding({ products: ['a'] })], [holding({ categories: ['a'] })], false],
])('facts kept for one serve %s', (_, have, want, enough) => {
  expect(covers(needsFor(...have), needsFor(...want))).toBe(enough);
});

it('has all leaves of a condition in writing order', () => {
  const leaf = (name: string): Condition => ({ kind: 'segment', id: name });
  const when: Condition = {
    kind: 'and',
    of: [
      leaf('a'),
      { kind: 'not', of: { kind: 'some', atLeast: 1, of: [leaf('b'), { kind: 'or', of: [leaf('c')] }] } },
    ],
  };
  expect(leavesOf(when)).toEqual([leaf('a'), leaf('b'), leaf('c')]);
});
