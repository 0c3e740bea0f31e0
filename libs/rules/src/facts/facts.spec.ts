import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { foldAll, history, inParis, needs, rule, viewed } from '../../testing/histories';
import { touchpoint } from '../../testing/touchpoints';
import type { Condition } from '../language/rule';
import { mergeNeeds, reads } from '../needs/gather';
import type { Needs } from '../needs/needs';
import { adopt, canServe } from './adopt';
import { type Facts, type RuleFacts, emptyFacts, emptyRuleFacts } from './facts';
import { fold, rebuild } from './fold';
import { foldedIn, hasFolded } from './folded-numbers';
import { join } from './join';
import { isLaterMark, latestSeen, latestVisits, own } from './kept';

it('keeps the n latest times of each pattern', () => {
  const facts = foldAll([
    touchpoint({ number: 1, occurredAt: 10, event: 'Viewed', properties: { category: 'Jazz' } }),
    touchpoint({ number: 2, occurredAt: 30, event: 'Viewed' }),
    touchpoint({ number: 3, occurredAt: 20, event: 'Viewed' }),
    touchpoint({ number: 4, occurredAt: 5, event: 'Viewed' }),
  ]);

  expect(facts['userId:u1']).toEqual({
    needs: needs.id,
    reached: 4,
    beyond: [],
    events: { Viewed: [30, 20, 10], 'Viewed?{"is":"equal","property":"category","value":"Jazz"}': [10] },
  });
});

it('is the same in every order and with every repetition', () => {
  fc.assert(
    fc.property(
      history.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
      ),
      ([list, shuffled]) => {
        expect(foldAll(shuffled)).toEqual(foldAll(list));
      },
    ),
    { numRuns: cases(1000) },
  );
});

it('knows the numbers folded so far, gaps included', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(numbers, (list) => {
      const part = foldAll([touchpoint({ number: 1 }), ...list.map((number) => touchpoint({ number }))])['userId:u1'];
      for (let number = 1; number <= 21; number++)
        expect(hasFolded(part!, number)).toBe(number === 1 || list.includes(number));
    }),
  );
});

it('stays small however many touchpoints come in order', () => {
  const facts = foldAll(
    Array.from({ length: 500 }, (_, index) => touchpoint({ number: index + 1, event: 'Viewed', occurredAt: index })),
  );
  expect(JSON.stringify(facts).length).toBeLessThan(200);
});

describe('exactly', () => {
  const needsFor = (...all: Condition[]) => mergeNeeds(all.map((when) => reads(rule(when))));
  const keep = (some: Needs, ...list: Partial<NumberedTouchpoint>[]): RuleFacts => {
    const all = list.map((one, index) => touchpoint({ number: index + 1, id: `m${index + 1}`, event: 'A', ...one }));
    return all.reduce<Facts>((facts, one) => fold(facts, one, some), emptyFacts())['userId:u1'] as RuleFacts;
  };
  const distinct: Condition = { kind: 'distinct', name: 'A', property: 'p', times: { atLeast: 2 } };
  const sum: Condition = { kind: 'sum', name: 'A', property: 'p', is: 'above', value: 0, within: { this: 'year' } };
  const first: Condition = { kind: 'first', name: 'A', has: [{ property: 'p', is: 'equal', value: 'x' }] };
  const last: Condition = { kind: 'last', name: 'A' };
  const key = 'A#{"is":"equal","property":"p","value":"x"}';

  it('which numbers came, and which are missing', () => {
    const numbers = (...list: number[]) => {
      const { reached, beyond } = keep(needs, ...list.map((number) => ({ number })));
      return [reached, beyond];
    };
    expect(numbers(1, 2)).toEqual([2, []]);
    expect(numbers(2)).toEqual([0, [2]]);
    expect(numbers(4, 2, 3)).toEqual([0, [[2, 4]]]);
    expect(numbers(4, 3, 2)).toEqual([0, [[2, 4]]]);
    expect(numbers(6, 3, 4, 5, 9)).toEqual([0, [[3, 6], 9]]);
    expect(numbers(4, 2, 1)).toEqual([2, [4]]);
    expect(numbers(4, 2, 1, 3)).toEqual([4, []]);
    expect(numbers(3, 10, 9, 1, 2)).toEqual([3, [[9, 10]]]);
    expect(hasFolded({ ...emptyRuleFacts(needs), reached: 3, beyond: [5] }, 3)).toBe(true);
    expect(hasFolded({ ...emptyRuleFacts(needs), reached: 3, beyond: [5] }, 4)).toBe(false);
    expect(hasFolded({ ...emptyRuleFacts(needs), reached: 3, beyond: [5] }, 5)).toBe(true);
    const runs: RuleFacts = { ...emptyRuleFacts(needs), reached: 3, beyond: [5, [7, 9]] };
    expect([4, 5, 6, 7, 8, 9, 10].filter((number) => hasFolded(runs, number))).toEqual([5, 7, 8, 9]);
    expect(foldedIn(runs)).toBe(7);
  });

  it('nothing is folded twice', () => {
    const once = foldAll([touchpoint({ event: 'Viewed', occurredAt: 5 })]);
    expect(fold(once, touchpoint({ event: 'Viewed', occurredAt: 9 }), needs)).toBe(once);
  });

  it('facts of other needs are refused', () => {
    const facts = { 'userId:u1': { ...emptyRuleFacts(needs), needs: 'other' } };
    expect(() => fold(facts, touchpoint({}), needs)).toThrow(
      `facts kept for needs other cannot be folded for ${needs.id}`,
    );
  });

  it('marks are in order of time, then of touchpoint', () => {
    expect([isLaterMark([2, 'a', true], [1, 'b', true]), isLaterMark([1, 'b', true], [2, 'a', true])]).toEqual([
      true,
      false,
    ]);
    expect([isLaterMark([1, 'b', true], [1, 'a', true]), isLaterMark([1, 'a', true], [1, 'a', true])]).toEqual([
      true,
      false,
    ]);
  });

  it('a history of nothing is an empty part', () => {
    expect(rebuild('u', [], needs)).toEqual({ u: emptyRuleFacts(needs) });
  });

  it('sums that are asked for less far back are pruned', () => {
    const total = (amount: number): Condition => ({
      kind: 'sum',
      name: 'A',
      property: 'p',
      is: 'above',
      value: 0,
      within: { amount, unit: 'hours' },
    });
    const list = Array.from({ length: 70 }, (_, hour) => ({ occurredAt: hour * 3_600_000, properties: { p: 1 } }));
    const [far, near] = [needsFor(total(1_000)), needsFor(total(2))];
    expect(adopt({ 'userId:u1': keep(far, ...list) }, near)['userId:u1']).toEqual(keep(near, ...list));
    expect(keep(far, ...list).series!['A#p']!.hours).toHaveLength(6);
    expect(keep(near, ...list).series!['A#p']!.hours).toHaveLength(0);
  });

  it('the values that were seen last', () => {
    const seen = (...values: [unknown, number][]) =>
      keep(needsFor(distinct), ...values.map(([p, occurredAt]) => ({ occurredAt, properties: { p } }))).distinct?.[
        'A#p'
      ];
    expect(seen(['x', 1], ['y', 3], ['z', 2])).toEqual([
      ['y', 3],
      ['z', 2],
    ]);
    expect(seen(['x', 1], ['y', 3], ['x', 5])).toEqual([
      ['x', 5],
      ['y', 3],
    ]);
    expect(seen(['x', 5], ['x', 1])).toEqual([['x', 5]]);
    expect(seen([['x', 'y', null, {}], 1])).toEqual([
      ['x', 1],
      ['y', 1],
    ]);
    expect(seen([true, 1], [null, 2], [{}, 3])).toEqual([[true, 1]]);
    expect(
      latestSeen([
        ['b', 1],
        ['a', 1],
        [1, 1],
        ['1', 1],
      ]),
    ).toEqual([
      [1, 1],
      ['1', 1],
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('what can be added up', () => {
    const some = needsFor(sum);
    const part = keep(some, { occurredAt: 5, properties: { p: 1.5 } }, { properties: { p: 'x' } }, { properties: {} });
    expect(part.series).toEqual({ 'A#p': { recent: [[5, 15_000]], hours: [], rest: [0, 0] } });
    const counted = needsFor({ kind: 'event', name: 'A', times: { atLeast: 1 }, within: { last: 'day' } });
    expect(keep(counted, { occurredAt: 5 }).series).toEqual({ 'A#': { recent: [[5, 0]], hours: [], rest: [0, 0] } });
  });

  it('the first and the last', () => {
    const some = needsFor(first, last);
    const at = (occurredAt: number, p: string) => ({ occurredAt, properties: { p } });
    expect(keep(some, at(5, 'y'), at(3, 'x'), at(9, 'x'))).toMatchObject({
      first: { [key]: [3, '0000000030000/m2', true] },
      last: { A: [9, '0000000090000/m3', true] },
    });
    expect(keep(some, at(5, 'y'), at(5, 'x'))).toMatchObject({
      first: { [key]: [5, '0000000050000/m1', false] },
      last: { A: [5, '0000000050000/m2', true] },
    });
    expect(keep(some, { ...at(5, 'y'), event: 'B' })).not.toHaveProperty('first');
  });

  it('the latest visits, of one instant by touchpoint and place', () => {
    const places = [
      ['b', 5, 'm1'],
      ['c', 7, 'm0'],
      [1, 5, 'm1'],
      ['d', 1, 'm9'],
      ['a', 5, 'm2'],
      ['a', 5, 'm1'],
    ] as const;
    const sorted = [places[1], places[4], places[2], places[5], places[0]];
    expect(latestVisits(places, 5)).toEqual(sorted);
    expect(latestVisits([...places].reverse(), 5)).toEqual(sorted);
  });

  it('fewer visits, where fewer are asked for', () => {
    const visited = (visit: 'usual' | 'last'): Condition => ({
      kind: 'place',
      visit,
      name: 'A',
      property: 's',
      in: ['x'],
    });
    const history = ['x', 'y', 'z'].map((s, index) =>
      touchpoint({ number: index + 1, event: 'A', occurredAt: index, properties: { s } }),
    );
    const facts = rebuild('userId:u1', history, needsFor(visited('usual')));
    const adopted = adopt(facts, needsFor(visited('last')));
    expect(facts['userId:u1']!.visits!['A#s']).toHaveLength(3);
    expect(adopted['userId:u1']!.visits).toEqual({ 'A#s': [['z', 2, '0000000020000/m3']] });
  });

  it('what is adopted is what the newer needs keep', () => {
    const all = needsFor(distinct, sum, first, last, viewed(3), inParis);
    const part = keep(
      all,
      { occurredAt: 5, properties: { p: 'x' } },
      { occurredAt: 4 * 3_600_000, properties: { p: 2 } },
    );
    const facts = { 'userId:u1': part };
    const only = (...some: Condition[]) => adopt(facts, needsFor(...some))['userId:u1'] as RuleFacts;
    const bare = { reached: 2, beyond: [], events: {} };
    expect(only(first)).toEqual({ ...bare, needs: needsFor(first).id, first: part.first });
    expect(only(last)).toEqual({ ...bare, needs: needsFor(last).id, last: part.last });
    expect(only(sum)).toEqual({ ...bare, needs: needsFor(sum).id, series: part.series });
    const one: Condition = { ...distinct, times: { atLeast: 1 } } as Condition;
    expect(only(one)).toEqual({ ...bare, needs: needsFor(one).id, distinct: { 'A#p': [[2, 4 * 3_600_000]] } });
    expect(only(viewed(1))).toEqual({ ...bare, needs: needsFor(viewed(1)).id });
  });

  it('of two states the one that has folded more', () => {
    const state = (reached: number, beyond: RuleFacts['beyond'], more: Partial<RuleFacts> = {}): Facts => ({
      u: { ...emptyRuleFacts(needs), reached, beyond, ...more },
    });
    for (const [more, less] of [
      [state(3, []), state(2, [])],
      [state(1, [3, 4]), state(2, [])],
      [state(2, [], { needs: 'b' }), state(2, [], { needs: 'a' })],
    ] as const) {
      expect(join(more, less)).toEqual(more);
      expect(join(less, more)).toEqual(more);
    }
    expect(join({ a: emptyRuleFacts(needs) }, { b: emptyRuleFacts(needs) })).toEqual({
      a: emptyRuleFacts(needs),
      b: emptyRuleFacts(needs),
    });
  });

  it('names of properties of all objects are no keys', () => {
    expect([own({ a: 1 }, 'a'), own({ a: 1 }, 'toString'), own(undefined, 'a')]).toEqual([1, undefined, undefined]);
    expect(canServe({ u: { ...emptyRuleFacts(needs), needs: 'x' } }, needs, new Map([['x', needs]]))).toBe(true);
    expect(canServe({ u: emptyRuleFacts(needs) }, needs, new Map())).toBe(true);
    expect(canServe({ u: emptyRuleFacts(needs), v: { ...emptyRuleFacts(needs), needs: 'x' } }, needs, new Map())).toBe(
      false,
    );
  });
});
