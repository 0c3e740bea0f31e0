import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { touchpoint } from '../../testing/touchpoints';
import { calendarConditions, smallConditions, smallHistories } from '../../testing/worlds';
import type { Condition, Rule } from '../language/rule';
import { covers } from '../needs/covers';
import { mergeNeeds, reads } from '../needs/gather';
import type { Needs } from '../needs/needs';
import { adopt, canServe } from './adopt';
import { type Facts, type RuleFacts, emptyFacts, emptyRuleFacts } from './facts';
import { fold, rebuild } from './fold';
import { foldedIn, hasFolded } from './folded-numbers';
import { join } from './join';
import { isLaterMark, latestSeen, latestVisits, own } from './kept';

const rule = (when: Condition): Rule => ({ version: 1, when });
const viewed = (n: number): Condition => ({
  kind: 'event',
  name: 'Viewed',
  times: { atLeast: n },
  within: { amount: 7, unit: 'days' },
});
const viewedJazz: Condition = {
  kind: 'never',
  name: 'Viewed',
  where: [{ property: 'category', is: 'equal', value: 'Jazz' }],
};
const inParis: Condition = { kind: 'trait', name: 'address.city', is: 'equal', value: 'Paris' };
const needs = mergeNeeds([reads(rule(viewed(2))), reads(rule({ kind: 'and', of: [viewed(3), viewedJazz, inParis] }))]);

const history: fc.Arbitrary<NumberedTouchpoint[]> = fc
  .array(
    fc.record({
      event: fc.constantFrom('Viewed', 'identify', 'Other'),
      occurredAt: fc.integer({ min: 0, max: 6 }),
      category: fc.constantFrom('Jazz', 'Rock'),
      city: fc.constantFrom('Paris', 'Rome', null),
      id: fc.constantFrom('a', 'b', 'c'),
    }),
    { maxLength: 14 },
  )
  .map((list) =>
    list.map(({ event, occurredAt, category, city, id }, index) =>
      touchpoint({
        number: index + 1,
        id: `${id}${index}`,
        event,
        type: event === 'identify' ? 'identify' : 'track',
        occurredAt,
        properties: event === 'identify' ? { address: city ? { city } : {} } : { category },
      }),
    ),
  );

const foldAll = (list: readonly NumberedTouchpoint[]) =>
  list.reduce((facts, one) => fold(facts, one, needs), emptyFacts());

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

it('joins commutatively, associatively and idempotently', () => {
  const some = fc
    .tuple(history, fc.constantFrom('userId:u1', 'email:a@example.com'), fc.nat(14))
    .map(([list, identity, upTo]) => foldAll(list.slice(0, upTo).map((one) => ({ ...one, identity }))));
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      expect(join(a, b)).toEqual(join(b, a));
      expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
      expect(join(a, a)).toEqual(a);
      expect(join(a, emptyFacts())).toEqual(a);
    }),
    { numRuns: cases(1000) },
  );
});

describe('states of one identity that grew apart', () => {
  /** Some of one history, each in an order of its own. */
  const states = history.chain((list) => {
    const some = fc.shuffledSubarray(list).map(foldAll);
    return fc.tuple(fc.constant(list), some, some, some);
  });

  it('join commutatively, associatively and idempotently', () => {
    fc.assert(
      fc.property(states, ([, a, b, c]) => {
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
        expect(join(join(a, b), b)).toEqual(join(a, b));
      }),
      { numRuns: cases(2000) },
    );
  });

  it('lose nothing for good: what is not folded says so, and is folded when it comes again', () => {
    fc.assert(
      fc.property(states, ([list, a, b]) => {
        const joined = join(a, b);
        expect([a, b]).toContainEqual(joined);
        expect(list.reduce((facts, one) => fold(facts, one, needs), joined)).toEqual(foldAll(list));
      }),
      { numRuns: cases(1000) },
    );
  });

  it('of which one is kept that has the other, and of two with gaps always the same, however they came to be', () => {
    const [one, two, three] = [5, 7, 6].map((occurredAt, index) =>
      touchpoint({
        number: index + 1,
        event: 'Viewed',
        occurredAt,
        properties: { category: index === 0 ? 'Jazz' : 'Rock' },
      }),
    ) as [NumberedTouchpoint, NumberedTouchpoint, NumberedTouchpoint];
    expect(join(foldAll([one, three]), foldAll([one, two, three]))).toEqual(foldAll([one, two, three]));
    const joined = join(foldAll([one, three]), foldAll([one, two]));
    expect([2, 3].map((number) => hasFolded(joined['userId:u1']!, number)).sort()).toEqual([false, true]);
    // As it may come back from a store.
    const reordered = (facts: Facts): Facts => ({
      'userId:u1': Object.fromEntries(Object.entries(facts['userId:u1']!).reverse()) as unknown as RuleFacts,
    });
    for (const other of [foldAll([one, two]), foldAll([two, three])]) {
      const some = foldAll([one, three]);
      expect(join(reordered(some), other)).toEqual(join(some, other));
      expect(join(other, reordered(some))).toEqual(join(some, other));
    }
  });
});

it('lets the state that has folded more win', () => {
  fc.assert(
    fc.property(history, fc.nat(14), (list, upTo) => {
      expect(join(foldAll(list), foldAll(list.slice(0, upTo)))).toEqual(foldAll(list));
    }),
  );
});

describe('for whatever rules', () => {
  const conditions = fc.oneof(smallConditions, calendarConditions);
  const needsOf = (...all: Condition[]) => mergeNeeds(all.map((when) => reads(rule(when))));
  const foldFor = (list: readonly NumberedTouchpoint[], some: Needs) =>
    list.reduce((facts, one) => fold(facts, one, some), emptyFacts());

  it('facts are the same in every order and with every repetition', () => {
    const shuffled = smallHistories.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length })),
    );
    fc.assert(
      fc.property(conditions, shuffled, (when, [list, again]) => {
        expect(foldFor(again, needsOf(when))).toEqual(foldFor(list, needsOf(when)));
      }),
      { numRuns: cases(2000) },
    );
  });

  it('facts that are adopted are those that would have been built', () => {
    fc.assert(
      fc.property(conditions, conditions, smallHistories, (when, other, list) => {
        const [both, one] = [needsOf(when, other), needsOf(when)];
        expect(covers(both, one)).toBe(true);
        expect(adopt(foldFor(list, both), one)).toEqual(foldFor(list, one));
      }),
      { numRuns: cases(2000) },
    );
  });

  it('needs that are covered are enough', () => {
    fc.assert(
      fc.property(conditions, conditions, (one, other) => {
        if (covers(needsOf(one), needsOf(other))) expect(needsOf(one, other).events).toEqual(needsOf(one).events);
      }),
      { numRuns: cases(1000) },
    );
  });
});

describe('under newer needs', () => {
  const fewer = reads(rule(viewed(2)));
  const facts = foldAll([
    touchpoint({ number: 1, occurredAt: 10, event: 'Viewed' }),
    touchpoint({ number: 2, occurredAt: 20, event: 'Viewed' }),
    touchpoint({ number: 3, occurredAt: 30, event: 'Viewed' }),
  ]);
  const kept = new Map([[needs.id, needs]]);

  it('facts that hold enough are adopted, without what is no longer read', () => {
    expect(covers(needs, fewer)).toBe(true);
    expect(canServe(facts, fewer, kept)).toBe(true);
    expect(adopt(facts, fewer)['userId:u1']).toEqual({
      needs: fewer.id,
      reached: 3,
      beyond: [],
      events: { Viewed: [30, 20] },
    });
    expect(adopt(facts, fewer)).toEqual(
      rebuild(
        'userId:u1',
        [10, 20, 30].map((occurredAt, index) => touchpoint({ number: index + 1, occurredAt, event: 'Viewed' })),
        fewer,
      ),
    );
  });

  it('facts that miss something cannot serve', () => {
    const more = mergeNeeds([needs, reads(rule(viewed(4)))]);
    expect(canServe(facts, reads(rule(viewed(4))), kept)).toBe(false);
    expect(canServe(facts, fewer, new Map())).toBe(false);
    expect(() => fold(facts, touchpoint({ number: 4 }), more)).toThrow('cannot be folded');
  });
});

it('has one id for equal needs, however they came together', () => {
  const one = reads(rule({ kind: 'or', of: [inParis, viewed(3)] }));
  const other = mergeNeeds([reads(rule(viewed(3))), reads(rule(inParis)), reads(rule(viewed(1)))]);
  expect(other.id).toBe(one.id);
  expect(reads(rule(viewed(2))).id).not.toBe(reads(rule(viewed(3))).id);
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
