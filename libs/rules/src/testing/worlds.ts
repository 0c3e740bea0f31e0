// Generated customers and conditions in which everything happens within a few dozen milliseconds, so that each of them can be looked at.
import fc from 'fast-check';
import type { NumberedTouchpoint } from '@segue/contracts';
import type { Context, NumberFact, TierFact } from '../context';
import type { Comparison, Condition, Leaf, Within } from '../language';
import type { World } from './naive';
import { touchpoint } from './touchpoints';

export const NOW = 20;
/** After this nothing changes any more. */
export const END = 60;

const identities = ['userId:u1', 'email:a@example.com'];

export const histories: fc.Arbitrary<NumberedTouchpoint[]> = fc
  .array(
    fc.record({
      identity: fc.constantFrom(...identities),
      event: fc.constantFrom('A', 'B', 'identify'),
      occurredAt: fc.integer({ min: 0, max: NOW }),
      size: fc.constantFrom(1, 2, null),
      colour: fc.constantFrom('red', 'blue', null),
    }),
    { maxLength: 10 },
  )
  .map(numbered);

function numbered(
  list: { identity: string; event: string; occurredAt: number; size: number | null; colour: string | null }[],
): NumberedTouchpoint[] {
  const counts = new Map<string, number>();
  return list.map(({ identity, event, occurredAt, size, colour }, index) => {
    const number = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, number);
    const type = event === 'identify' ? 'identify' : 'track';
    return touchpoint({ identity, number, id: `m${index}`, type, event, occurredAt, properties: { size, colour } });
  });
}

const within: fc.Arbitrary<Within | undefined> = fc.option(
  fc.record({ amount: fc.integer({ min: 1, max: 36 }), unit: fc.constant('milliseconds' as const) }),
  { nil: undefined, freq: 5 },
);

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.constantFrom<Comparison>(
    { is: 'equal', value: 'red' },
    { is: 'notEqual', value: 'red' },
    { is: 'in', values: ['red', 'blue'] },
    { is: 'notIn', values: ['red'] },
    { is: 'known' },
    { is: 'unknown' },
    { is: 'contains', value: 'e' },
  ),
);
const sizeComparison = fc.constantFrom<Comparison>(
  { is: 'atLeast', value: 2 },
  { is: 'below', value: 2 },
  { is: 'between', from: 1, to: 1 },
);
const where = fc.option(
  fc.oneof(
    comparison.map((compared) => [{ property: 'colour', ...compared }]),
    sizeComparison.map((compared) => [{ property: 'size', ...compared }]),
  ),
  { nil: undefined },
);
const name = fc.constantFrom('A', 'B');
const times = fc.oneof(
  fc.record({ atLeast: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ atMost: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ exactly: fc.integer({ min: 0, max: 3 }) }),
);
const level = fc.integer({ min: -2, max: 12 });

export const leaves: fc.Arbitrary<Leaf> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('event' as const), name, where, times, within }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('never' as const), name, where, within }) },
  { weight: 1, arbitrary: comparison.map((compared) => ({ kind: 'trait' as const, name: 'colour', ...compared })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('falling', 'falling', 'stepping', 'stepping', 'still', 'unheard'), level, level, fc.nat(5))
      .map(([of, from, to, which]): Leaf => {
        const number = { kind: 'number' as const, name: of };
        if (which === 0) return { ...number, is: 'between', from: Math.min(from, to), to: Math.max(from, to) };
        const is = (['equal', 'atLeast', 'above', 'atMost', 'below'] as const)[which - 1] as 'equal';
        return { ...number, is, value: from };
      }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tier' as const),
      scheme: fc.constantFrom('value', 'unheard'),
      in: fc.subarray(['low', 'middle', 'high'], { minLength: 1 }),
    }),
  },
);

export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => {
  const several = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
  return {
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: leaves },
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

const steps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 10 }), value: level }), { maxLength: 4 });

/** What scoring would know: a falling number, a stepping one, one that stays, a tier that changes. */
export const surroundings = fc.record({
  start: fc.integer({ min: 0, max: 10 }),
  every: fc.integer({ min: 1, max: 4 }),
  numberSteps: steps,
  tierSteps: steps,
});
type Surroundings = typeof surroundings extends fc.Arbitrary<infer T> ? T : never;

const tierOf = (value: number) => (value < 2 ? 'low' : value < 7 ? 'middle' : 'high');

export function worldOf(
  history: readonly NumberedTouchpoint[],
  around: Surroundings,
): { world: World; context: Context } {
  const numberSteps = placed(around.numberSteps);
  const tierSteps = placed(around.tierSteps).map(({ at, value }) => ({ at, tier: tierOf(value) }));
  const fallingAt = (at: number) => Math.max(0, around.start - Math.floor((at - NOW) / around.every));
  const falling: NumberFact = {
    value: fallingAt(NOW),
    fallsBelow: (wanted) => firstInstant((at) => fallingAt(at) < wanted),
  };
  const tier: TierFact = { tier: 'middle', steps: tierSteps };
  const numbers = { falling, stepping: { value: 5, steps: numberSteps }, still: { value: 3 } };
  const worldNumbers: Record<string, (at: number) => number> = {
    falling: fallingAt,
    stepping: (at) => numberSteps.findLast((step) => step.at <= at)?.value ?? 5,
    still: () => 3,
  };
  return {
    world: {
      history,
      zone: 'UTC',
      lastOrderDay: null,
      numberAt: (of, at) => worldNumbers[of]?.(at) ?? null,
      tierAt: (scheme, at) =>
        scheme === 'value' ? (tierSteps.findLast((step) => step.at <= at)?.tier ?? tier.tier) : null,
    },
    context: { now: NOW, zone: 'UTC', numbers, tiers: { value: tier } },
  };
}

function placed(gaps: readonly { gap: number; value: number }[]): { at: number; value: number }[] {
  let at = NOW;
  return gaps.map(({ gap, value }) => ({ at: (at += gap), value }));
}

function firstInstant(test: (at: number) => boolean): number | null {
  for (let at = NOW; at <= END; at++) if (test(at)) return at;
  return null;
}
