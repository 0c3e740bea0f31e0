import { ask, DAY, type Happened, within } from '../../testing/ask';
import type { Condition } from '../language/rule';

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
  ])('%j at %p', (when, now, holds, changesAt, value) => {
    expect(ask(when, three, now)).toEqual([holds, changesAt, value]);
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
