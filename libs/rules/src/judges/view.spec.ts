import type { RuleFacts } from '../facts/facts';
import { View } from './view';

const part = (more: Partial<RuleFacts>): RuleFacts => ({ needs: 'n', reached: 0, beyond: [], events: {}, ...more });
const context = { now: 0, zone: 'UTC' };
const EMPTY = { recent: [], hours: [], rest: [0, 0] as const };

describe('two identities seen as one', () => {
  const view = new View(
    {
      a: part({
        events: { A: [9, 3] },
        distinct: {
          'A#p': [
            ['x', 9],
            ['y', 3],
          ],
        },
        series: { 'A#': { ...EMPTY, rest: [1, 1] } },
        first: { A: [3, 'm2', true] },
        last: { A: [9, 'm4', false] },
      }),
      b: part({
        events: { A: [10, 4] },
        distinct: {
          'A#p': [
            ['z', 5],
            ['x', 2],
          ],
        },
        series: { 'A#': { ...EMPTY, rest: [2, 2] } },
        first: { A: [2, 'm3', false] },
        last: { A: [8, 'm5', true] },
      }),
      c: part({}),
    },
    context,
  );

  it('the latest times and values, all sums, the first and the last', () => {
    expect([view.times('A'), view.times('B')]).toEqual([[10, 9, 4, 3], []]);
    expect(view.seen('A#p')).toEqual([
      ['x', 9],
      ['z', 5],
      ['y', 3],
    ]);
    expect(view.seen('B#p')).toEqual([]);
    expect(view.series('A#').map(({ rest }) => rest)).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect([view.mark('first', 'A'), view.mark('last', 'A')]).toEqual([
      [2, 'm3', false],
      [9, 'm4', false],
    ]);
    expect(view.mark('last', 'B')).toBeNull();
  });

  it('in whatever order they come', () => {
    const early = part({ first: { A: [2, 'm', true] }, last: { A: [2, 'm', true] } });
    const late = part({ first: { A: [5, 'm', true] }, last: { A: [5, 'm', true] } });
    for (const facts of [
      { early, late },
      { late, early },
    ]) {
      const some = new View(facts, context);
      expect([some.mark('first', 'A')?.[0], some.mark('last', 'A')?.[0]]).toEqual([2, 5]);
    }
  });
});

it('traits by dotted paths, from the context alone', () => {
  const view = new View({ a: part({}) }, { ...context, traits: { city: 'Oslo', home: { store: 'N1' }, gone: null } });
  const paths = ['city', 'home.store', 'home.city', 'gone', 'toString'];
  expect(paths.map((path) => view.trait(path))).toEqual(['Oslo', 'N1', null, null, null]);
  expect(new View({ a: part({}) }, context).trait('city')).toBeNull();
});

it('of one identity, what it has', () => {
  const view = new View({ a: part({ events: { A: [9, 3] }, distinct: { 'A#p': [['x', 9]] } }) }, context);
  expect([view.times('A'), view.times('B'), view.seen('A#p'), view.seen('B')]).toEqual([[9, 3], [], [['x', 9]], []]);
  expect(new View({ a: part({}) }, context).seen('A')).toEqual([]);
  expect([new View({}, context).times('A'), new View({}, context).seen('A')]).toEqual([[], []]);
});

it('keeps to the clock that is asked for', () => {
  const zoneOf = (asked: { zone?: 'customer' } | undefined, customerZone?: string | null) =>
    new View({}, { ...context, customerZone }).zoneOf(asked);
  expect([zoneOf(undefined, 'Asia/Shanghai'), zoneOf({}, 'Asia/Shanghai')]).toEqual(['UTC', 'UTC']);
  expect([zoneOf({ zone: 'customer' }, 'Asia/Shanghai'), zoneOf({ zone: 'customer' }, null)]).toEqual([
    'Asia/Shanghai',
    'UTC',
  ]);
  const view = new View({}, context);
  const instant = Date.parse('2025-05-05T20:00:00Z');
  const day = view.dayAt(instant, 'UTC');
  expect(view.dayAt(instant, 'Asia/Shanghai')).toBe(day + 1);
  expect(view.dayAt(instant, 'UTC')).toBe(day);
  expect(view.dayAt(instant + 4 * 3_600_000, 'UTC')).toBe(day + 1);
});

it('knows the day of the last order, and when there was none', () => {
  const ordered = (lastOrderDay?: string | null) => new View({}, { ...context, lastOrderDay }).lastOrder();
  expect([ordered('1970-01-03'), ordered(null), ordered()]).toEqual([2, null, null]);
});

it('searches for a crossing once', () => {
  let asked = 0;
  const fact = {
    value: 5,
    fallsBelow: (level: number) => {
      asked++;
      return level > 1 ? level * 10 : null;
    },
  };
  const view = new View({}, context);
  const crossings = () => [view.crossing('n', fact, 3), view.crossing('n', fact, 1), view.crossing('m', fact, 4)];
  expect([crossings(), crossings()]).toEqual([
    [30, null, 40],
    [30, null, 40],
  ]);
  expect(asked).toBe(3);
  expect(view.crossing('still', { value: 5 }, 3)).toBeNull();
});
