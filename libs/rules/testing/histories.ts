// Needs, and histories that fit them, for tests of facts.
import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { emptyFacts } from '../src/facts/facts';
import { fold } from '../src/facts/fold';
import type { Condition, Rule } from '../src/language/rule';
import { mergeNeeds, reads } from '../src/needs/gather';
import { touchpoint } from './touchpoints';

export const rule = (when: Condition): Rule => ({ version: 1, when });

export const viewed = (n: number): Condition => ({
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

export const inParis: Condition = { kind: 'trait', name: 'address.city', is: 'equal', value: 'Paris' };

export const needs = mergeNeeds([
  reads(rule(viewed(2))),
  reads(rule({ kind: 'and', of: [viewed(3), viewedJazz, inParis] })),
]);

export const history: fc.Arbitrary<NumberedTouchpoint[]> = fc
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

export const foldAll = (list: readonly NumberedTouchpoint[]) =>
  list.reduce((facts, one) => fold(facts, one, needs), emptyFacts());
