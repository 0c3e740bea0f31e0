import { DAY, type Happened, ask, within } from '../../testing/ask';
import type { Condition } from '../language/rule';

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
  ])('%j at %p', (when, now, holds, changesAt, value) => {
    expect(ask(when, three, now)).toEqual([holds, changesAt, value]);
  });
});
