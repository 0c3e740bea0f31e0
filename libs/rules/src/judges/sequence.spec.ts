import { type Happened, ask, within } from '../../testing/ask';
import type { Condition } from '../language/rule';

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
  ])('%j after %j at %p', (when, happened, now, holds, changesAt, value) => {
    expect(ask(when, happened, now)).toEqual([holds, changesAt, value]);
  });
});
