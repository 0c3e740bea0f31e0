// What each kind of leaf answers, until when, and what it says was compared.
import { touchpoint } from '../../testing/touchpoints';
import { evaluate } from '../compile/evaluate';
import { emptyFacts } from '../facts/facts';
import { fold } from '../facts/fold';
import type { NumberComparison } from '../language/comparisons';
import type { Context } from '../language/context';
import type { Condition } from '../language/rule';
import { reads } from '../needs/gather';
import { nextTurn, orNever } from './judge';

type Happened = [event: string, occurredAt: number, properties?: Record<string, unknown>];

function ask(when: Condition, happened: Happened[], now: number, more: Partial<Context> = {}) {
  const rule = { version: 1 as const, when };
  const facts = happened.reduce(
    (known, [event, occurredAt, properties = {}], index) =>
      fold(known, touchpoint({ number: index + 1, event, occurredAt, properties }), reads(rule)),
    emptyFacts(),
  );
  const { holds, flipsAt, exact, because } = evaluate(rule, facts, { now, zone: 'UTC', ...more });
  expect(exact).toBe(true);
  expect(because).toHaveLength(1);
  return [holds, flipsAt, because[0]?.value];
}

const within = (amount: number) => ({ amount, unit: 'milliseconds' as const });
const DAY = 86_400_000;

describe('turns', () => {
  it('are never at the end of time', () => {
    expect([orNever(Infinity), orNever(5)]).toEqual([null, 5]);
  });

  it.each([
    [10, 20, 5, 10],
    [10, 20, 9, 10],
    [10, 20, 10, 20],
    [10, 20, 19, 20],
    [10, 20, 20, null],
    [10, 10, 5, null],
    [20, 10, 5, null],
    [Infinity, -Infinity, 5, null],
    [10, Infinity, 5, 10],
    [10, Infinity, 10, null],
  ])('of what holds from %p until %p: after %p at %p', (from, until, at, turn) => {
    expect(nextTurn(from, until, at)).toBe(turn);
  });
});

describe('how often', () => {
  const A = (times: object, more: object = { within: within(10) }) =>
    ({ kind: 'event', name: 'A', times, ...more }) as Condition;
  const three: Happened[] = [
    ['A', 1],
    ['A', 4],
    ['A', 4],
    ['B', 5],
  ];

  it.each<[Condition, number, boolean, number | null, unknown]>([
    [A({ atLeast: 3 }), 5, true, 11, { times: 3, latest: 4 }],
    [A({ atLeast: 2 }), 5, true, 14, { times: 2, latest: 4 }],
    [A({ atLeast: 3 }), 11, false, null, { times: 2, latest: 4 }],
    [A({ atLeast: 4 }), 5, false, null, { times: 3, latest: 4 }],
    [A({ atMost: 2 }), 5, false, 11, { times: 3, latest: 4 }],
    [A({ atMost: 3 }), 5, true, null, { times: 3, latest: 4 }],
    [A({ atMost: 0 }), 5, false, 14, { times: 1, latest: 4 }],
    [A({ exactly: 2 }), 5, false, 11, { times: 3, latest: 4 }],
    [A({ exactly: 2 }), 11, true, 14, { times: 2, latest: 4 }],
    // Both leave at once: it is never exactly one.
    [A({ exactly: 1 }), 11, false, null, { times: 2, latest: 4 }],
    [A({ exactly: 0 }), 13, false, 14, { times: 1, latest: 4 }],
    [A({ exactly: 0 }), 14, true, null, { times: 0, latest: null }],
    [A({ atLeast: 1 }, {}), 99, true, null, { times: 1, latest: 4 }],
    [{ kind: 'never', name: 'A', ...{ within: within(10) } }, 5, false, 14, { times: 1, latest: 4 }],
    [{ kind: 'never', name: 'C' }, 5, true, null, { times: 0, latest: null }],
  ])('%j at %p', (when, now, holds, flipsAt, value) => {
    expect(ask(when, three, now)).toEqual([holds, flipsAt, value]);
  });

  it('in windows that touchpoints enter by themselves', () => {
    const yesterday = (times: object) => A(times, { within: { last: 'day' } });
    const two: Happened[] = [
      ['A', 1],
      ['A', DAY + 1],
    ];
    expect(ask(yesterday({ atLeast: 1 }), two, 5)).toEqual([false, DAY, 0]);
    expect(ask(yesterday({ atLeast: 1 }), two, DAY + 5)).toEqual([true, 3 * DAY, 1]);
    expect(ask(yesterday({ atLeast: 2 }), two, DAY + 5)).toEqual([false, null, 1]);
    expect(ask(yesterday({ atMost: 0 }), two, 5)).toEqual([true, DAY, 0]);
    expect(
      ask(
        yesterday({ exactly: 1 }),
        [
          ['A', 1],
          ['A', 2],
        ],
        5,
      ),
    ).toEqual([false, null, 0]);
    expect(ask({ kind: 'never', name: 'A', within: { last: 'day' } }, two, DAY + 5)).toEqual([false, 3 * DAY, 1]);
  });
});

it('how many different values: each counts by its latest time', () => {
  const p = (value: unknown, at: number): Happened => ['A', at, { p: value }];
  const distinct = (times: object) =>
    ({ kind: 'distinct', name: 'A', property: 'p', times, within: within(10) }) as Condition;
  const some = [p('x', 1), p('y', 2), p('x', 5), p(1, 6), p('1', 6), p(null, 7), p({}, 7), p(['z', 'x'], 3)];
  expect(ask(distinct({ atLeast: 5 }), some, 8)).toEqual([true, 12, { times: 5, latest: 6 }]);
  expect(ask(distinct({ atLeast: 6 }), some, 8)).toEqual([false, null, { times: 5, latest: 6 }]);
  expect(ask(distinct({ atMost: 3 }), some, 8)).toEqual([false, 13, { times: 4, latest: 6 }]);
  expect(ask(distinct({ exactly: 2 }), some, 8)).toEqual([false, 15, { times: 3, latest: 6 }]);
});

describe('the first and the last', () => {
  const marked = (kind: 'first' | 'last', more: object = {}) =>
    ({ kind, name: 'A', has: [{ property: 'c', is: 'equal', value: 'till' }], ...more }) as Condition;
  const three: Happened[] = [
    ['A', 2, { c: 'till' }],
    ['A', 5, { c: 'web' }],
    ['A', 3, {}],
  ];

  it.each<[Condition, number, boolean, number | null, unknown]>([
    [marked('first'), 6, true, null, { at: 2, has: true }],
    [marked('last'), 6, false, null, { at: 5, has: false }],
    [marked('first', { within: within(10) }), 6, true, 12, { at: 2, has: true }],
    [marked('first', { within: within(10) }), 12, false, null, { at: 2, has: true }],
    [marked('first', { within: { last: 'day' } }), 6, false, DAY, { at: 2, has: true }],
    [{ kind: 'last', name: 'A', within: within(10) }, 6, true, 15, { at: 5, has: true }],
    [{ kind: 'last', name: 'C' }, 6, false, null, null],
  ])('%j at %p', (when, now, holds, flipsAt, value) => {
    expect(ask(when, three, now)).toEqual([holds, flipsAt, value]);
  });
});

describe('one without the other', () => {
  const basket = (more: object = {}) =>
    ({ kind: 'unanswered', name: 'A', by: { name: 'B' }, for: within(5), ...more }) as Condition;
  const last20 = { within: within(20) };
  const at = (...times: [string, number][]): Happened[] => times;

  it.each<[string, Condition, Happened[], number, boolean, number | null, number | null]>([
    ['not before the time is over', basket(), at(['A', 2]), 3, false, 7, null],
    ['from then on', basket(), at(['A', 2]), 7, true, null, 2],
    ['until the window closes', basket(last20), at(['A', 2]), 7, true, 22, 2],
    ['an answer at once', basket(), at(['A', 2], ['B', 2]), 7, false, null, null],
    ['an answer in time', basket(), at(['A', 2], ['B', 6]), 9, false, null, null],
    ['an answer as the time is over', basket(last20), at(['A', 2], ['B', 7]), 9, true, 22, 2],
    ['an answer before it', basket(), at(['B', 1], ['A', 2]), 7, true, null, 2],
    ['nobody asked', basket(), at(['B', 3]), 9, false, null, null],
    ['the window closes before the time is over', basket({ within: within(4) }), at(['A', 2]), 3, false, null, null],
    ['an earlier one that was left', basket(last20), at(['A', 2], ['B', 8], ['A', 9], ['B', 10]), 11, true, 22, 2],
    ['the next while the first still waits', basket(last20), at(['A', 2], ['A', 4]), 5, false, 7, null],
    ['one takes over from the other', basket({ within: within(8) }), at(['A', 2], ['A', 4]), 9, true, 12, 4],
    ['one as the other ends', basket({ within: within(8) }), at(['A', 2], ['A', 5]), 9, true, 13, 2],
    ['a gap between two', basket({ within: within(8) }), at(['A', 2], ['A', 6]), 9, true, 10, 2],
    ['the second after the gap', basket({ within: within(8) }), at(['A', 2], ['A', 6]), 10, false, 11, null],
    ['still: a late answer ends it', basket({ still: true }), at(['A', 2], ['B', 8]), 9, false, null, null],
    ['still: what came after the answer', basket({ still: true }), at(['A', 2], ['B', 3], ['A', 4]), 8, false, 9, null],
    ['still: the first of several', basket({ still: true, ...last20 }), at(['A', 2], ['A', 5]), 7, true, 25, 2],
  ])('%s: %j after %j at %p', (_, when, happened, now, holds, flipsAt, unanswered) => {
    const times = (event: string) => happened.flatMap(([name, time]) => (name === event ? [time] : []));
    const [latest, answered] = [times('A').at(-1) ?? null, times('B').at(-1) ?? null];
    expect(ask(when, happened, now)).toEqual([holds, flipsAt, { unanswered, latest, answered }]);
  });
});

describe('where', () => {
  const place = (visit: string, places: unknown[], more: object = { within: within(20) }) =>
    ({ kind: 'place', visit, name: 'A', property: 'store.region', in: places, ...more }) as Condition;
  const at = (...all: [time: number, region?: unknown][]): Happened[] =>
    all.map(([time, region]) => ['A', time, { store: { region } }]);
  const usual = (region: unknown, times: number, visits: number, latest: number) => ({
    place: region,
    times,
    visits,
    latest,
  });

  it.each<[string, Condition, Happened[], number, boolean, number | null, unknown]>([
    ['nowhere', place('usual', ['N']), at([1, undefined]), 5, false, null, null],
    ['most often', place('usual', ['N']), at([1, 'N'], [2, 'N'], [3, 'S']), 5, true, 21, usual('N', 2, 3, 2)],
    [
      'until others are more',
      place('usual', ['N']),
      at([1, 'N'], [2, 'N'], [3, 'S']),
      21,
      false,
      null,
      usual('S', 1, 2, 3),
    ],
    ['of two as often the latest', place('usual', ['N']), at([1, 'N'], [3, 'S']), 5, false, null, usual('S', 1, 2, 3)],
    [
      'it comes to be the usual one',
      place('usual', ['N']),
      at([1, 'S'], [2, 'S'], [3, 'N'], [4, 'N'], [5, 'S']),
      6,
      false,
      22,
      usual('S', 3, 5, 5),
    ],
    ['to the end of the window', place('usual', ['N', 'S']), at([1, 'N'], [3, 'S']), 5, true, 23, usual('S', 1, 2, 3)],
    ['for ever without a window', place('usual', ['N'], {}), at([1, 'N']), 90, true, null, usual('N', 1, 1, 1)],
    ['as numbers, not as texts', place('usual', ['7']), at([1, 7]), 5, false, null, usual(7, 1, 1, 1)],
    [
      'in several at once',
      place('usual', ['N'], {}),
      at([1, ['N', 'S']], [2, 'N']),
      5,
      true,
      null,
      usual('N', 2, 3, 2),
    ],
    ['last', place('last', ['S']), at([1, 'N'], [2, 'N'], [3, 'S']), 5, true, 23, usual('S', 1, 1, 3)],
    ['last, of those that say where', place('last', ['N']), at([1, 'N'], [2, null]), 5, true, 21, usual('N', 1, 1, 1)],
    ['not last', place('last', ['N']), at([1, 'N'], [3, 'S']), 5, false, null, usual('S', 1, 1, 3)],
    ['at any time', place('any', ['N']), at([1, 'N'], [2, 'S'], [3, 'S']), 5, true, 21, { times: 1, latest: 1 }],
    ['at no time', place('any', ['N']), at([2, 'S']), 5, false, null, { times: 0, latest: null }],
    [
      'of those that fit',
      place('usual', ['N'], { where: [{ property: 'store.open', is: 'equal', value: true }] }),
      at([1, 'N']),
      5,
      false,
      null,
      null,
    ],
  ])('%s: %j after %j at %p', (_, when, happened, now, holds, flipsAt, value) => {
    expect(ask(when, happened, now)).toEqual([holds, flipsAt, value]);
  });

  it('the usual place is told by the 32 latest', () => {
    const visits = [...Array.from({ length: 40 }, (_, time) => [time, 'N']), [50, 'S'], [51, 'S']] as [
      number,
      string,
    ][];
    const [holds, , value] = ask(place('usual', ['N'], {}), at(...visits), 60);
    expect([holds, value]).toEqual([true, usual('N', 30, 32, 39)]);
  });
});

describe('one after the other', () => {
  const path = (more: object = {}) =>
    ({ kind: 'sequence', steps: [{ name: 'A' }, { name: 'B' }, { name: 'C' }], span: within(5), ...more }) as Condition;

  it.each<[Condition, Happened[], number, boolean, number | null, unknown]>([
    [
      path(),
      [
        ['A', 1],
        ['B', 3],
        ['C', 6],
      ],
      9,
      true,
      null,
      { completed: 6 },
    ],
    [
      path({ within: within(5) }),
      [
        ['A', 1],
        ['B', 3],
        ['C', 6],
      ],
      9,
      true,
      11,
      { completed: 6 },
    ],
    [
      path({ within: within(5) }),
      [
        ['A', 1],
        ['B', 3],
        ['C', 6],
      ],
      11,
      false,
      null,
      { completed: 6 },
    ],
    // One too late, but an earlier run was in time; and a step between that is taken as late as it
    // may be.
    [
      path(),
      [
        ['A', 1],
        ['B', 3],
        ['C', 7],
      ],
      9,
      false,
      null,
      { completed: null },
    ],
    [
      path(),
      [
        ['A', 1],
        ['B', 2],
        ['C', 3],
        ['C', 9],
      ],
      9,
      true,
      null,
      { completed: 3 },
    ],
    [
      path(),
      [
        ['A', 1],
        ['A', 4],
        ['B', 2],
        ['B', 5],
        ['C', 8],
      ],
      9,
      true,
      null,
      { completed: 8 },
    ],
    // Each later than the one before.
    [
      path(),
      [
        ['A', 1],
        ['B', 1],
        ['C', 2],
      ],
      9,
      false,
      null,
      { completed: null },
    ],
    [
      path(),
      [
        ['A', 1],
        ['B', 2],
        ['C', 2],
      ],
      9,
      false,
      null,
      { completed: null },
    ],
    [
      path(),
      [
        ['B', 1],
        ['A', 2],
        ['C', 3],
      ],
      9,
      false,
      null,
      { completed: null },
    ],
    [
      path(),
      [
        ['A', 1],
        ['C', 3],
      ],
      9,
      false,
      null,
      { completed: null },
    ],
    [path(), [], 9, false, null, { completed: null }],
  ])('%j after %j at %p', (when, happened, now, holds, flipsAt, value) => {
    expect(ask(when, happened, now)).toEqual([holds, flipsAt, value]);
  });
});

describe('totals', () => {
  const spent: Happened[] = [
    ['A', 1, { p: 2.5 }],
    ['A', 4, { p: 4 }],
    ['A', 6, { p: 'x' }],
    ['A', 7, { p: -1 }],
    ['B', 8],
  ];
  const sum = (more: object) => ({ kind: 'sum', name: 'A', property: 'p', within: within(10), ...more }) as Condition;
  const average = (more: object) => ({ ...sum(more), kind: 'average' }) as Condition;
  const ratio = (more: object) =>
    ({ kind: 'ratio', part: { name: 'B' }, whole: { name: 'A' }, within: within(10), ...more }) as Condition;

  it.each<[Condition, number, boolean, number | null, unknown]>([
    [sum({ is: 'equal', value: 5.5 }), 8, true, 11, 5.5],
    [sum({ is: 'atLeast', value: 5.5 }), 8, true, 11, 5.5],
    [sum({ is: 'below', value: 3 }), 8, false, 14, 5.5],
    [sum({ is: 'below', value: 0 }), 8, false, 14, 5.5],
    [sum({ is: 'equal', value: 0 }), 8, false, 17, 5.5],
    [sum({ is: 'equal', value: 0 }), 17, true, null, 0],
    [sum({ is: 'above', value: 5.5 }), 8, false, null, 5.5],
    [sum({ is: 'atLeast', value: 5, within: undefined }), 99, true, null, 5.5],
    [average({ is: 'atLeast', value: 1.8 }), 8, true, 11, 5.5 / 3],
    [average({ is: 'below', value: 0 }), 8, false, 14, 5.5 / 3],
    // The mean of nothing is unknown.
    [average({ is: 'below', value: 0 }), 14, true, 17, -1],
    [average({ is: 'atMost', value: 5 }), 17, false, null, null],
    [ratio({ is: 'equal', value: 0.25 }), 8, true, 11, 0.25],
    [ratio({ is: 'atLeast', value: 0.5 }), 8, false, 14, 0.25],
    [ratio({ is: 'atLeast', value: 0 }), 8, true, 17, 0.25],
    [ratio({ is: 'atLeast', value: 0 }), 17, false, null, null],
  ])('%j at %p', (when, now, holds, flipsAt, value) => {
    expect(ask(when, spent, now)).toEqual([holds, flipsAt, value]);
  });

  it('of more than is kept one by one: all of it without a window, and none of the heap within one', () => {
    const hour = 3_600_000;
    const many = Array.from({ length: 70 }, (_, index): Happened => ['A', index * hour, { p: 1 }]);
    const now = 69 * hour;
    expect(ask(sum({ is: 'atLeast', value: 70, within: undefined }), many, now)).toEqual([true, null, 70]);
    const lately = { amount: 1, unit: 'hours' };
    expect(ask(sum({ is: 'atLeast', value: 1, within: lately }), many, now)).toEqual([true, 70 * hour, 1]);
  });

  it('enter windows by themselves', () => {
    expect(ask(sum({ is: 'atLeast', value: 2, within: { last: 'day' } }), spent, 9)).toEqual([false, DAY, 0]);
    expect(ask(sum({ is: 'atLeast', value: 2, within: { last: 'day' } }), spent, DAY)).toEqual([true, 2 * DAY, 5.5]);
    const day = { since: '1970-01-02', until: '1970-01-02' };
    expect(ask(sum({ is: 'atLeast', value: 2, within: day }), [...spent, ['A', DAY, { p: 3 }]], DAY)).toEqual([
      true,
      null,
      3,
    ]);
  });
});

describe('what is known otherwise', () => {
  const number = (comparison: NumberComparison | { is: 'known' } | { is: 'unknown' }): Condition => ({
    kind: 'number',
    name: 'n',
    ...comparison,
  });
  const steps = [
    { at: 10, value: 6 },
    { at: 20, value: 4 },
    { at: 30, value: 5 },
  ];
  const stepping = { numbers: { n: { value: 5, steps } } };

  it.each<[Condition, number, boolean, number | null, unknown]>([
    [number({ is: 'atLeast', value: 5 }), 0, true, 20, 5],
    [number({ is: 'above', value: 5 }), 0, false, 10, 5],
    [number({ is: 'above', value: 5 }), 10, true, 20, 6],
    [number({ is: 'above', value: 5 }), 20, false, null, 4],
    [number({ is: 'known' }), 0, true, null, 5],
    [number({ is: 'unknown' }), 0, false, null, 5],
  ])('a stepping number: %j at %p', (when, now, holds, flipsAt, value) => {
    expect(ask(when, [], now, stepping)).toEqual([holds, flipsAt, value]);
  });

  // From 10 at 0 one less every millisecond, and at 3 for ever.
  const valueAt = (at: number) => Math.max(3, 10 - at);
  const fallsBelow = (level: number) => (level <= 3 ? null : Math.floor(11 - level));
  const falling = (now: number) => ({ numbers: { n: { value: valueAt(now), fallsBelow } } });

  it.each<[Condition, number, boolean, number | null]>([
    [number({ is: 'atLeast', value: 5 }), 0, true, 6],
    [number({ is: 'atLeast', value: 5 }), 6, false, null],
    [number({ is: 'below', value: 5 }), 0, false, 6],
    [number({ is: 'below', value: 5 }), 6, true, null],
    [number({ is: 'atLeast', value: 3 }), 0, true, null],
    [number({ is: 'atLeast', value: 10 }), 0, true, 1],
    [number({ is: 'atLeast', value: 11 }), 0, false, null],
    [number({ is: 'below', value: 3 }), 0, false, null],
    [number({ is: 'between', from: 5, to: 8 }), 0, false, 2],
    [number({ is: 'between', from: 5, to: 8 }), 2, true, 6],
    [number({ is: 'between', from: 5, to: 8 }), 7, false, null],
    [number({ is: 'equal', value: 7 }), 0, false, 3],
    // Fallen past at once.
    [number({ is: 'equal', value: 6.5 }), 0, false, null],
  ])('a falling number: %j at %p', (when, now, holds, flipsAt) => {
    expect(ask(when, [], now, falling(now))).toEqual([holds, flipsAt, valueAt(now)]);
  });

  it('a falling number within a larger condition', () => {
    const when: Condition = {
      kind: 'and',
      of: [number({ is: 'atLeast', value: 5 }), { kind: 'not', of: number({ is: 'atLeast', value: 8 }) }],
    };
    expect(evaluate({ version: 1, when }, {}, { now: 0, zone: 'UTC', ...falling(0) })).toMatchObject({
      holds: false,
      flipsAt: 3,
    });
    expect(evaluate({ version: 1, when }, {}, { now: 3, zone: 'UTC', ...falling(3) })).toMatchObject({
      holds: true,
      flipsAt: 6,
    });
  });

  it('a falling number that comes to rest', () => {
    const of: Condition[] = [
      number({ is: 'atLeast', value: 3 }),
      { kind: 'not', of: number({ is: 'atLeast', value: 5 }) },
    ];
    const rule = { version: 1 as const, when: { kind: 'and', of } as Condition };
    expect(evaluate(rule, {}, { now: 0, zone: 'UTC', ...falling(0) })).toMatchObject({ holds: false, flipsAt: 6 });
    expect(evaluate(rule, {}, { now: 6, zone: 'UTC', ...falling(6) })).toMatchObject({ holds: true, flipsAt: null });
  });

  it('numbers and tiers that nobody knows', () => {
    const odd = { numbers: {}, tiers: {} };
    for (const more of [{}, odd]) {
      expect(ask(number({ is: 'known' }), [], 0, more)).toEqual([false, null, null]);
      expect(ask(number({ is: 'unknown' }), [], 0, more)).toEqual([true, null, null]);
      expect(ask({ kind: 'number', name: 'toString', is: 'known' }, [], 0, more)).toEqual([false, null, null]);
      expect(ask(number({ is: 'atMost', value: 9 }), [], 0, more)).toEqual([false, null, null]);
      expect(ask({ kind: 'tier', scheme: 's', in: ['a'] }, [], 0, more)).toEqual([false, null, null]);
      expect(ask({ kind: 'tier', scheme: 'toString', in: ['a'] }, [], 0, more)).toEqual([false, null, null]);
    }
  });

  it('tiers: the first step into or out of those that are named', () => {
    const tiers = {
      s: {
        tier: 'a',
        steps: [
          { at: 5, tier: 'b' },
          { at: 7, tier: 'c' },
          { at: 9, tier: 'a' },
        ],
      },
    };
    const tier = (...names: string[]): Condition => ({ kind: 'tier', scheme: 's', in: names });
    expect(ask(tier('a', 'b'), [], 0, { tiers })).toEqual([true, 7, 'a']);
    expect(ask(tier('b'), [], 0, { tiers })).toEqual([false, 5, 'a']);
    expect(ask(tier('d'), [], 0, { tiers })).toEqual([false, null, 'a']);
    expect(ask(tier('a'), [], 0, { tiers: { s: { tier: 'a' } } })).toEqual([true, null, 'a']);
    const left: Condition = {
      kind: 'and',
      of: [
        { kind: 'not', of: tier('a') },
        { kind: 'not', of: tier('b') },
      ],
    };
    expect(evaluate({ version: 1, when: left }, {}, { now: 0, zone: 'UTC', tiers })).toMatchObject({
      holds: false,
      flipsAt: 7,
    });
  });

  it('tiers: not two of one scheme at once', () => {
    const steps = [
      { at: 5, tier: 'b' },
      { at: 7, tier: 'c' },
    ];
    const of = ['b', 'c'].map((name): Condition => ({ kind: 'tier', scheme: 's', in: [name] }));
    const verdict = evaluate(
      { version: 1, when: { kind: 'and', of } },
      {},
      { now: 0, zone: 'UTC', tiers: { s: { tier: 'a', steps } } },
    );
    expect(verdict).toMatchObject({ holds: false, flipsAt: null, exact: true });
  });

  it('recency: in days since the last order', () => {
    const recency = (is: 'atLeast' | 'atMost', days: number): Condition => ({ kind: 'recency', is, days });
    const ordered = { lastOrderDay: '1970-01-03' };
    const value = (days: number) => ({ days, last: '1970-01-03' });
    expect(ask(recency('atLeast', 2), [], 3 * DAY, ordered)).toEqual([false, 4 * DAY, value(1)]);
    expect(ask(recency('atLeast', 2), [], 4 * DAY, ordered)).toEqual([true, null, value(2)]);
    expect(ask(recency('atMost', 2), [], 4 * DAY, ordered)).toEqual([true, 5 * DAY, value(2)]);
    expect(ask(recency('atMost', 2), [], 5 * DAY, ordered)).toEqual([false, null, value(3)]);
    expect(ask(recency('atMost', 2), [], 0)).toEqual([false, null, null]);
  });

  it('consents as they stand', () => {
    const consents = { 'email/news': { granted: true, at: 0 }, 'sms/news': { granted: false, at: 0 } };
    const is = (channel: string, state: 'granted' | 'withdrawn' | 'unknown'): Condition => ({
      kind: 'consent',
      channel,
      purpose: 'news',
      is: state,
    });
    expect(ask(is('email', 'granted'), [], 0, { consents })).toEqual([true, null, 'granted']);
    expect(ask(is('sms', 'withdrawn'), [], 0, { consents })).toEqual([true, null, 'withdrawn']);
    expect(ask(is('sms', 'granted'), [], 0, { consents })).toEqual([false, null, 'withdrawn']);
    expect(ask(is('push', 'unknown'), [], 0, { consents })).toEqual([true, null, 'unknown']);
    expect(ask(is('push', 'unknown'), [], 0)).toEqual([true, null, 'unknown']);
  });

  it('shares: from their beginning, not up to their end', () => {
    const share = (from: number, to: number): Condition => ({ kind: 'share', seed: 's', from, to });
    const [, , place] = ask(share(0, 1), [], 0, { subject: 'c1' }) as [boolean, null, number];
    expect(ask(share(place, 1), [], 0, { subject: 'c1' })[0]).toBe(true);
    expect(ask(share(0, place), [], 0, { subject: 'c1' })[0]).toBe(false);
    expect(ask(share(place + 1e-9, 1), [], 0, { subject: 'c1' })[0]).toBe(false);
    expect(ask(share(0, 1), [], 0)).toEqual([false, null, null]);
    // For ever: who is in a share stays in it.
    expect(place).toBe(0.5200621261738955);
  });

  it('traits that hold', () => {
    const rule = {
      version: 1 as const,
      when: { kind: 'trait', name: 'city', is: 'equal', value: 'Lyon' } as Condition,
    };
    const { because } = evaluate(rule, {}, { now: 0, zone: 'UTC', traits: { city: 'Lyon' } });
    expect(because).toEqual([{ path: 'when', condition: rule.when, holds: true, value: 'Lyon' }]);
  });
});

describe('amounts that are kept by the hour', () => {
  const HOUR = 3_600_000;
  const sumOver = (days: number, value: number): Condition => ({
    ...{ kind: 'sum', name: 'A', property: 'p', is: 'atLeast', value },
    within: { amount: 24 * days, unit: 'hours' },
  });
  const after = (when: Condition, count: number, every: number) => {
    const rule = { version: 1 as const, when };
    const needs = reads(rule);
    let facts = emptyFacts();
    for (let number = 1; number <= count; number++)
      facts = fold(facts, touchpoint({ number, event: 'A', occurredAt: number * every, properties: { p: 1 } }), needs);
    const now = count * every;
    return {
      at: (later = 0) => evaluate(rule, facts, { now: now + later, zone: 'UTC' }),
      not: () => evaluate({ version: 1, when: { kind: 'not', of: when } }, facts, { now, zone: 'UTC' }),
    };
  };

  it('make no exact instants', () => {
    expect(after(sumOver(30, 64), 64, HOUR).at()).toMatchObject({ holds: true, exact: true });
    const seventy = after(sumOver(30, 70), 70, HOUR);
    expect(seventy.at()).toMatchObject({ holds: true, exact: false });
    expect(seventy.not()).toMatchObject({ holds: false, exact: false });
  });

  it('make exact instants again once they have left the window', () => {
    expect(after(sumOver(30, 10), 70, HOUR).at(30 * DAY - 60 * HOUR)).toMatchObject({ holds: true, exact: true });
  });

  it('are not counted beyond a thousand hours, which is said', () => {
    expect(after(sumOver(365, 1_100), 1_200, 6 * HOUR).at()).toMatchObject({ holds: false, exact: false });
  });

  it('are exact where there is no window', () => {
    const ever: Condition = { kind: 'sum', name: 'A', property: 'p', is: 'atLeast', value: 1_200 };
    expect(after(ever, 1_200, 6 * HOUR).at()).toMatchObject({ holds: true, exact: true });
  });
});
