import fc from 'fast-check';
import type { NumberedTouchpoint } from '@segue/contracts';
import { adopt, canServe, emptyFacts, fold, hasFolded, join, rebuild } from './facts';
import type { Condition, Rule } from './language';
import { type Needs, covers, mergeNeeds, reads } from './needs';
import { touchpoint } from '../testing/touchpoints';
import { calendarConditions, smallConditions, smallHistories } from '../testing/worlds';

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

it('keeps the n latest times of each pattern and the last word on each trait', () => {
  const facts = foldAll([
    touchpoint({ number: 1, occurredAt: 10, event: 'Viewed', properties: { category: 'Jazz' } }),
    touchpoint({ number: 2, occurredAt: 30, event: 'Viewed' }),
    touchpoint({ number: 3, occurredAt: 20, event: 'Viewed' }),
    touchpoint({ number: 4, occurredAt: 5, event: 'Viewed' }),
    touchpoint({
      number: 5,
      occurredAt: 9,
      id: 'm5',
      type: 'identify',
      event: 'identify',
      properties: { address: { city: 'Rome' } },
    }),
    touchpoint({
      number: 6,
      occurredAt: 8,
      id: 'm6',
      type: 'identify',
      event: 'identify',
      properties: { address: { city: 'Oslo' } },
    }),
  ]);

  expect(facts['userId:u1']).toEqual({
    needs: needs.id,
    reached: 6,
    beyond: [],
    traits: { 'address.city': ['Rome', 9, 'm5'] },
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
        if (covers(needsOf(one), needsOf(other))) expect(needsOf(one, other)).toEqual(needsOf(one));
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
      traits: {},
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
    const more = mergeNeeds([needs, reads(rule({ kind: 'trait', name: 'age', is: 'known' }))]);
    expect(canServe(facts, more, kept)).toBe(false);
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
