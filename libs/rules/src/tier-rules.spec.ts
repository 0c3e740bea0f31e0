import fc from 'fast-check';
import { smallConditions, smallHistories, smallWorld, surroundings } from '../testing/worlds';
import { compile } from './compile';
import { emptyFacts, fold } from './facts';
import { LOYALTY_LADDER, type RuleTier, customerKinds, tierRules } from './tier-rules';
import { validate } from './validate';

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
        const judged = rulebook.judge(rulebook.rules, facts, context);
        const [mine, ...others] = judged.filter(({ holds }) => holds);
        expect(others).toEqual([]);
        // It is left when another begins.
        const begins = judged.filter(({ holds, flipsAt }) => !holds && flipsAt !== null).map(({ flipsAt }) => flipsAt!);
        if (mine!.flipsAt !== null) expect(Math.min(...begins)).toBe(mine!.flipsAt);
      },
    ),
    { numRuns: cases(2000) },
  );
});

it('climbs the ladder', () => {
  const rulebook = compile(tierRules(LOYALTY_LADDER));
  const tierOf = (orders: number, lastOrderDay: string | null) => {
    const context = { now: Date.UTC(2026, 5, 1), zone: 'UTC', lastOrderDay, numbers: { orders: { value: orders } } };
    return rulebook.judge(rulebook.rules, emptyFacts(), context).find(({ holds }) => holds);
  };
  expect(tierOf(0, null)).toMatchObject({ id: 'potential', flipsAt: null });
  expect(tierOf(1, '2026-05-01')).toMatchObject({ id: 'first-time' });
  expect(tierOf(3, '2026-05-01')).toMatchObject({ id: 'ordinary' });
  expect(tierOf(4, '2026-05-01')).toMatchObject({ id: 'loyal', flipsAt: Date.UTC(2027, 4, 2) });
});

it('has presets free of faults, and wants one last tier', () => {
  for (const tiers of [LOYALTY_LADDER, customerKinds(100_000)]) {
    expect(tierRules(tiers).flatMap(({ rule }) => validate(rule))).toEqual([]);
  }
  expect(() => tierRules(LOYALTY_LADDER.slice(0, 2))).toThrow('the last, and it alone');
  expect(() => tierRules([{ tier: 'all', when: null }, ...LOYALTY_LADDER])).toThrow('the last, and it alone');
});
