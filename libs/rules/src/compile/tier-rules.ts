// Tier schemes without a score: the first rule that holds gives the tier. Each tier becomes a rule
// of its own ("this, and none before"), so that exactly one of them holds for a customer at any
// instant, and the change of its answer is the change of tier.
import { RULE_VERSION } from '../language/limits';
import type { Condition, RuleEntry } from '../language/rule';

/** From the first rule that is tried to the last, whose condition is null: it takes all others. */
export interface RuleTier {
  readonly tier: string;
  readonly when: Condition | null;
}

/**
 * One rule per tier, named by it, to be compiled and judged together. @throws {Error} where not
 * exactly the last tier takes all that is left.
 */
export function tierRules(tiers: readonly RuleTier[]): RuleEntry[] {
  return tiers.map(({ tier, when }, place) => {
    if ((when === null) !== (place === tiers.length - 1))
      throw new Error(`tier "${tier}": the last, and it alone, takes all that is left`);
    const before = tiers.slice(0, place).map((other): Condition => ({ kind: 'not', of: other.when as Condition }));
    const of = when ? [...before, when] : before;
    return {
      id: tier,
      rule: { version: RULE_VERSION, when: of.length === 1 ? (of[0] as Condition) : { kind: 'and', of } },
    };
  });
}

const YEAR = { amount: 365, unit: 'days' } as const;
const orders = (atLeast: number): Condition => ({ kind: 'number', name: 'orders', is: 'atLeast', value: atLeast });
const did = (name: string, atLeast: number): Condition => ({ kind: 'event', name, times: { atLeast }, within: YEAR });

/**
 * Potential → first-time → ordinary → loyal → advocate: by orders, and by completed referrals.
 */
export const LOYALTY_LADDER: readonly RuleTier[] = [
  { tier: 'advocate', when: { kind: 'and', of: [orders(2), did('Referral Completed', 1)] } },
  { tier: 'loyal', when: { kind: 'and', of: [orders(4), { kind: 'recency', is: 'atMost', days: 365 }] } },
  { tier: 'ordinary', when: orders(2) },
  { tier: 'first-time', when: orders(1) },
  { tier: 'potential', when: null },
];

/**
 * Opinion leader, large, small and medium, prospect, potential: opinion leaders by influence and
 * prospects by intent, never by spend alone.
 * @param large the net margin of 12 months that makes a large customer, minor units.
 */
export function customerKinds(large: number): readonly RuleTier[] {
  const influences = [did('Referral Completed', 2), did('Product Reviewed', 5), did('Product Shared', 5)];
  const intent = ['Product Added', 'Product Added to Wishlist', 'Quote Requested'].map((name): Condition => ({
    kind: 'event',
    name,
    times: { atLeast: 1 },
    within: { amount: 60, unit: 'days' },
  }));
  return [
    { tier: 'opinion leader', when: { kind: 'some', atLeast: 2, of: influences } },
    { tier: 'large', when: { kind: 'number', name: 'net', is: 'atLeast', value: large } },
    { tier: 'small and medium', when: orders(1) },
    { tier: 'prospect', when: { kind: 'or', of: intent } },
    { tier: 'potential', when: null },
  ];
}
