import fc from 'fast-check';
import { touchpoint } from '../../testing/touchpoints';
import { smallConditions, smallHistories, smallWorld, surroundings } from '../../testing/worlds';
import { type Facts, emptyFacts } from '../facts/facts';
import { fold } from '../facts/fold';
import type { Context } from '../language/context';
import { validate } from '../validate/validate';
import { type CompiledRules, compile } from './compile';
import { LOYALTY_LADDER, type RuleTier, customerKinds, tierRules } from './tier-rules';

it('gives everybody exactly one tier, now and when it flips', () => {
  fc.assert(
    fc.property(
      fc.array(smallConditions, { maxLength: 3 }),
      smallHistories,
      surroundings,
      (conditions, history, around) => {
        const tiers: RuleTier[] = [
          ...conditions.map((when, index) => ({ tier: `t${index}`, when })),
          { tier: 'rest', when: null },
        ];
        if (tiers.length === 1) return;
        const rulebook = compile(tierRules(tiers));
        const facts = history.reduce((known, one) => fold(known, one, rulebook.needs), emptyFacts());
        const { context } = smallWorld(history, around);
        const judged = rulebook.rules.map(({ id }) => rulebook.verdict(id, facts, context));
        const [mine, ...others] = judged.filter(({ holds }) => holds);
        expect(others).toEqual([]);
        // It is left when another begins.
        const begins = judged
          .filter(({ holds, changesAt }) => !holds && changesAt !== null)
          .map(({ changesAt }) => changesAt!);
        if (mine!.changesAt !== null) expect(Math.min(...begins)).toBe(mine!.changesAt);
      },
    ),
    { numRuns: cases(2000) },
  );
});

/** The verdict that holds, with the tier it is about. */
function holding({ rules, verdict }: CompiledRules, facts: Facts, context: Context) {
  return rules.map(({ id }) => ({ id, ...verdict(id, facts, context) })).find(({ holds }) => holds);
}

it('climbs the ladder', () => {
  const rulebook = compile(tierRules(LOYALTY_LADDER));
  const tierOf = (orders: number, lastOrderDay: string | null) => {
    const context = { now: Date.UTC(2026, 5, 1), zone: 'UTC', lastOrderDay, numbers: { orders: { value: orders } } };
    return holding(rulebook, emptyFacts(), context);
  };
  expect(tierOf(0, null)).toMatchObject({ id: 'potential', changesAt: null });
  expect(tierOf(1, '2026-05-01')).toMatchObject({ id: 'first-time' });
  expect(tierOf(3, '2026-05-01')).toMatchObject({ id: 'ordinary' });
  expect(tierOf(4, '2026-05-01')).toMatchObject({ id: 'loyal', changesAt: Date.UTC(2027, 4, 2) });
});

it('has presets free of faults, and wants one last tier', () => {
  for (const tiers of [LOYALTY_LADDER, customerKinds(100_000)]) {
    expect(tierRules(tiers).flatMap(({ rule }) => validate(rule))).toEqual([]);
  }
  expect(() => tierRules(LOYALTY_LADDER.slice(0, 2))).toThrow('the last, and it alone');
  expect(() => tierRules([{ tier: 'all', when: null }, ...LOYALTY_LADDER])).toThrow('the last, and it alone');
});

it('turns tiers into "this, and none before"', () => {
  const a = { kind: 'trait', name: 'a', is: 'known' } as const;
  const b = { kind: 'trait', name: 'b', is: 'known' } as const;
  const rules = tierRules([
    { tier: 'one', when: a },
    { tier: 'two', when: b },
    { tier: 'rest', when: null },
  ]);
  expect(rules).toEqual([
    { id: 'one', rule: { version: 1, when: a } },
    { id: 'two', rule: { version: 1, when: { kind: 'and', of: [{ kind: 'not', of: a }, b] } } },
    {
      id: 'rest',
      rule: {
        version: 1,
        when: {
          kind: 'and',
          of: [
            { kind: 'not', of: a },
            { kind: 'not', of: b },
          ],
        },
      },
    },
  ]);
  expect(() => tierRules([{ tier: 'a', when: a }])).toThrow('tier "a": the last, and it alone, takes all that is left');
});

describe('kinds of customers', () => {
  const DAY = 86_400_000;
  const now = Date.UTC(2026, 5, 1);
  const kindOf = (events: [string, number][], orders = 0, net = 0) => {
    const rulebook = compile(tierRules(customerKinds(100_000)));
    const facts = events.reduce(
      (known, [event, daysAgo], index) =>
        fold(known, touchpoint({ number: index + 1, event, occurredAt: now - daysAgo * DAY }), rulebook.needs),
      emptyFacts(),
    );
    const numbers = { orders: { value: orders }, net: { value: net } };
    return holding(rulebook, facts, { now, zone: 'UTC', numbers })?.id;
  };
  const times = (count: number, event: string, daysAgo = 1) =>
    Array.from({ length: count }, (): [string, number] => [event, daysAgo]);

  it.each([
    [[...times(2, 'Referral Completed'), ...times(5, 'Product Reviewed')], 0, 0, 'opinion leader'],
    [[...times(5, 'Product Shared'), ...times(5, 'Product Reviewed')], 0, 0, 'opinion leader'],
    [[...times(1, 'Referral Completed'), ...times(5, 'Product Reviewed')], 1, 0, 'small and medium'],
    [[...times(2, 'Referral Completed'), ...times(4, 'Product Shared')], 1, 0, 'small and medium'],
    [[...times(2, 'Referral Completed'), ...times(5, 'Product Reviewed', 366)], 1, 0, 'small and medium'],
    [[], 0, 100_000, 'large'],
    [[], 1, 99_999, 'small and medium'],
    [times(1, 'Product Added'), 0, 0, 'prospect'],
    [times(1, 'Product Added to Wishlist', 59), 0, 0, 'prospect'],
    [times(1, 'Quote Requested', 60), 0, 0, 'potential'],
    [[], 0, 0, 'potential'],
  ])('%j, %p orders, %p net: %s', (events, orders, net, kind) => {
    expect(kindOf(events, orders, net)).toBe(kind);
  });
});
