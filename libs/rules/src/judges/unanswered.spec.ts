import { type Happened, ask, within } from '../../testing/ask';
import type { Condition } from '../language/rule';

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
  ])('%s: %j after %j at %p', (_, when, happened, now, holds, changesAt, unanswered) => {
    const times = (event: string) => happened.flatMap(([name, time]) => (name === event ? [time] : []));
    const [latest, answered] = [times('A').at(-1) ?? null, times('B').at(-1) ?? null];
    expect(ask(when, happened, now)).toEqual([holds, changesAt, { unanswered, latest, answered }]);
  });
});
