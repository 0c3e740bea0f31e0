import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { calendarConditions } from '../../testing/calendar-worlds';
import { foldAll, inParis, needs, rule, viewed } from '../../testing/histories';
import { touchpoint } from '../../testing/touchpoints';
import { smallConditions, smallHistories } from '../../testing/worlds';
import type { Condition } from '../language/rule';
import { covers } from '../needs/covers';
import { mergeNeeds, reads } from '../needs/gather';
import type { Needs } from '../needs/needs';
import { adopt, canServe } from './adopt';
import { emptyFacts } from './facts';
import { fold, rebuild } from './fold';

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
