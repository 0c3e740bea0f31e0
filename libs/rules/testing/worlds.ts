// Generated customers and conditions. In the small world everything happens within a few dozen
// milliseconds, so that each of them can be looked at; in the calendar world it happens at the
// starts and middles of days around a change of the clocks.
import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import type { Comparison, NumberComparison } from '../src/language/comparisons';
import type { Context, NumberFact, TierFact } from '../src/language/context';
import { type Leaf, VISITS } from '../src/language/leaves';
import type { EventPattern, Filter } from '../src/language/patterns';
import type { Condition } from '../src/language/rule';
import type { Duration, Leaving, Within } from '../src/language/time';
import type { World } from './naive';
import { joinedOrders, orderEvents, orderLeaves } from './orders';
import { touchpoint, traitsOf } from './touchpoints';

/** The present of the small world, and an instant after which nothing changes there. */
export const NOW = 20;
export const END = 45;

const identities = ['userId:u1', 'email:a@example.com'];
const BIRTHDAYS = ['1980-11-07', '1976-02-29', 'spring', null];

interface Event {
  readonly event: string;
  readonly properties: Record<string, unknown>;
}

const plainEvents = fc
  .record({
    event: fc.constantFrom('A', 'A', 'B', 'B', 'identify'),
    size: fc.constantFrom(1, 2.25, 3, null),
    colour: fc.constantFrom('red', 'blue', null),
    birthday: fc.constantFrom(...BIRTHDAYS),
  })
  .map(({ event, birthday, ...some }): Event => ({
    event,
    properties: event === 'identify' ? { ...some, birthday } : some,
  }));
const event = fc.oneof({ weight: 3, arbitrary: plainEvents }, { weight: 1, arbitrary: orderEvents });
const ofSomeone = fc.tuple(fc.constantFrom(...identities), event);

export const historyOn = (instants: fc.Arbitrary<number>, who = ofSomeone): fc.Arbitrary<NumberedTouchpoint[]> =>
  fc.array(fc.tuple(who, instants), { maxLength: 12 }).map(numbered);

function numbered(list: [[string, Event], number][]): NumberedTouchpoint[] {
  const counts = new Map<string, number>();
  return list.map(([[identity, { event, properties }], occurredAt], index) => {
    const number = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, number);
    const type = event === 'identify' ? 'identify' : 'track';
    return touchpoint({ identity, number, id: `m${index}`, type, event, occurredAt, properties });
  });
}

const comparison = fc.constantFrom<Comparison>(
  { is: 'equal', value: 'red' },
  { is: 'notEqual', value: 'red' },
  { is: 'in', values: ['red', 'blue'] },
  { is: 'notIn', values: ['red'] },
  { is: 'known' },
  { is: 'unknown' },
  { is: 'contains', value: 'e' },
  { is: 'startsWith', value: 'b' },
);
const sizeComparison = fc.constantFrom<Comparison>(
  { is: 'atLeast', value: 2 },
  { is: 'below', value: 2 },
  { is: 'between', from: 1, to: 1 },
);
const filters: fc.Arbitrary<Filter[]> = fc.oneof(
  comparison.map((compared) => [{ property: 'colour', ...compared }]),
  sizeComparison.map((compared) => [{ property: 'size', ...compared }]),
);
const where = fc.option(filters, { nil: undefined });
const pattern: fc.Arbitrary<EventPattern> = fc.record({ name: fc.constantFrom('A', 'B'), where });
const times = fc.oneof(
  fc.record({ atLeast: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ atMost: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ exactly: fc.integer({ min: 0, max: 3 }) }),
);
const level = fc.integer({ min: -2, max: 12 });

export const compared = (levels: fc.Arbitrary<number>): fc.Arbitrary<NumberComparison> =>
  fc.tuple(levels, levels, fc.nat(5)).map(([one, other, which]) => {
    if (which === 0) return { is: 'between', from: Math.min(one, other), to: Math.max(one, other) };
    const is = (['equal', 'atLeast', 'above', 'atMost', 'below'] as const)[which - 1] as 'equal';
    return { is, value: one };
  });

/** The windows and lengths of time of a world. */
interface Spans {
  readonly within: fc.Arbitrary<Within | undefined>;
  readonly leaving: fc.Arbitrary<Leaving | undefined>;
  readonly length: fc.Arbitrary<Duration>;
}

export function touchpointLeaves({ within, leaving, length }: Spans): fc.WeightedArbitrary<Leaf>[] {
  const leaf = <T extends Leaf>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
  const sized = fc.record({ property: fc.constant('size'), within });
  return [
    leaf(3, orderLeaves({ within, length, times, compared: compared(level) })),
    leaf(
      6,
      fc
        .tuple(pattern, times, within)
        .map(([some, often, inside]) => ({ kind: 'event', ...some, times: often, within: inside })),
    ),
    leaf(
      1,
      fc.tuple(pattern, within).map(([some, inside]) => ({ kind: 'never', ...some, within: inside })),
    ),
    leaf(
      2,
      fc.tuple(pattern, sized, compared(level)).map(([some, what, is]) => ({ kind: 'sum', ...some, ...what, ...is })),
    ),
    leaf(
      1,
      fc
        .tuple(pattern, sized, compared(level))
        .map(([some, what, is]) => ({ kind: 'average', ...some, ...what, ...is })),
    ),
    leaf(
      1,
      fc
        .tuple(pattern, pattern, within, compared(fc.constantFrom(0, 0.5, 1, 2)))
        .map(([part, whole, inside, is]) => ({ kind: 'ratio', part, whole, within: inside, ...is })),
    ),
    leaf(
      1,
      fc.tuple(pattern, times, leaving).map(([some, often, inside]) => ({
        kind: 'distinct',
        ...some,
        property: 'size',
        times: often,
        within: inside,
      })),
    ),
    leaf(
      1,
      fc
        .tuple(fc.constantFrom('first' as const, 'last' as const), pattern, where, within)
        .map(([kind, some, has, inside]) => ({ kind, ...some, ...(has ? { has } : {}), within: inside })),
    ),
    leaf(
      1,
      fc.tuple(pattern, pattern, length, leaving, fc.boolean()).map(([some, by, wait, inside, still]) => ({
        kind: 'unanswered',
        ...some,
        by,
        for: wait,
        within: inside,
        still,
      })),
    ),
    leaf(
      1,
      fc
        .tuple(fc.array(pattern, { minLength: 2, maxLength: 3 }), length, leaving)
        .map(([steps, span, inside]) => ({ kind: 'sequence', steps, span, within: inside })),
    ),
    leaf(
      1,
      fc
        .tuple(fc.constantFrom(...VISITS), pattern, fc.subarray(['red', 'blue', 'green'], { minLength: 1 }), leaving)
        .map(([visit, some, places, inside]) => ({
          kind: 'place',
          visit,
          ...some,
          property: 'colour',
          in: places,
          within: inside,
        })),
    ),
  ];
}

const otherLeaves: fc.WeightedArbitrary<Leaf>[] = [
  { weight: 1, arbitrary: comparison.map((some) => ({ kind: 'trait' as const, name: 'colour', ...some })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('falling', 'falling', 'stepping', 'stepping', 'still', 'unheard'), compared(level))
      .map(([name, is]): Leaf => ({ kind: 'number', name, ...is })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tier' as const),
      scheme: fc.constantFrom('value', 'unheard'),
      in: fc.subarray(['low', 'middle', 'high'], { minLength: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('segment' as const), id: fc.constantFrom('other', 'unheard') }),
  },
];

export function conditionsOf(leaves: fc.WeightedArbitrary<Leaf>[]): fc.Arbitrary<Condition> {
  return fc.letrec<{ condition: Condition }>((tie) => {
    const several = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
    return {
      condition: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        { weight: 3, arbitrary: fc.oneof(...leaves) },
        { weight: 2, arbitrary: several.map((of): Condition => ({ kind: 'and', of })) },
        { weight: 2, arbitrary: several.map((of): Condition => ({ kind: 'or', of })) },
        { weight: 1, arbitrary: tie('condition').map((of): Condition => ({ kind: 'not', of })) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(several, fc.integer({ min: 1, max: 3 }))
            .map(([of, least]): Condition => ({ kind: 'some', atLeast: Math.min(least, of.length), of })),
        },
      ),
    };
  }).condition;
}

const milliseconds = fc.record({ amount: fc.integer({ min: 1, max: 24 }), unit: fc.constant('milliseconds' as const) });
const smallWindows = fc.option(milliseconds, { nil: undefined, freq: 5 });

export const smallHistories = historyOn(fc.integer({ min: 0, max: NOW }));
/** Lives of orders alone, and what can be asked of them. */
export const orderHistories = historyOn(
  fc.integer({ min: 0, max: NOW }),
  fc.tuple(fc.constantFrom(...identities), orderEvents),
);
export const orderConditions: fc.Arbitrary<Condition> = orderLeaves({
  within: smallWindows,
  length: milliseconds,
  times,
  compared: compared(level),
});
export const smallConditions = conditionsOf([
  ...touchpointLeaves({ within: smallWindows, leaving: smallWindows, length: milliseconds }),
  ...otherLeaves,
]);

const steps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 6 }), value: level }), { maxLength: 4 });

/**
 * What scoring would know: a falling number, a stepping one, one that stays, a tier that changes;
 * and another segment.
 */
export const surroundings = fc.record({
  start: fc.integer({ min: 0, max: 10 }),
  every: fc.integer({ min: 1, max: 2 }),
  numberSteps: steps,
  tierSteps: steps,
});
type Surroundings = typeof surroundings extends fc.Arbitrary<infer T> ? T : never;

/** The segment that generated conditions refer to. */
export const OTHER_SEGMENT: Condition = {
  kind: 'event',
  name: 'A',
  times: { atLeast: 1 },
  within: { amount: 15, unit: 'milliseconds' },
};

const tierOf = (value: number) => (value < 2 ? 'low' : value < 7 ? 'middle' : 'high');

export function smallWorld(
  history: readonly NumberedTouchpoint[],
  around: Surroundings,
): { world: World; context: Context; contextAt: (now: number) => Context } {
  const numberSteps = placed(around.numberSteps);
  const tierSteps = placed(around.tierSteps).map(({ at, value }) => ({ at, tier: tierOf(value) }));
  const fallingAt = (at: number) => Math.max(0, around.start - Math.floor((at - NOW) / around.every));
  const tierAt = (at: number) => tierSteps.findLast((step) => step.at <= at)?.tier ?? 'middle';
  const worldNumbers: Record<string, (at: number) => number> = {
    falling: fallingAt,
    stepping: (at) => numberSteps.findLast((step) => step.at <= at)?.value ?? 5,
    still: () => 3,
  };
  const contextAt = (now: number): Context => {
    const falling: NumberFact = {
      value: fallingAt(now),
      fallsBelow: (wanted) => firstInstant((at) => fallingAt(at) < wanted),
    };
    const tier: TierFact = { tier: tierAt(now), steps: tierSteps };
    const numbers = { falling, stepping: { value: 5, steps: numberSteps }, still: { value: 3 } };
    const orders = joinedOrders(history);
    return { now, zone: 'UTC', traits: traitsOf(history), orders, numbers, tiers: { value: tier } };
  };
  const world: World = {
    history,
    zone: 'UTC',
    customerZone: 'UTC',
    lastOrderDay: null,
    numberAt: (of, at) => worldNumbers[of]?.(at) ?? null,
    tierAt: (scheme, at) => (scheme === 'value' ? tierAt(at) : null),
    segments: { other: OTHER_SEGMENT },
  };
  return { world, context: contextAt(NOW), contextAt };
}

function placed(gaps: readonly { gap: number; value: number }[]): { at: number; value: number }[] {
  let at = NOW;
  return gaps.map(({ gap, value }) => ({ at: (at += gap), value }));
}

function firstInstant(test: (at: number) => boolean): number | null {
  for (let at = NOW; at <= END; at++) if (test(at)) return at;
  return null;
}
