// The first scheme: below zero, most valuable, most growable, standard (Peppers & Rogers). Two
// cut-offs that a marketer sets.
import { daysSince, instantAfter } from '../days/calendar';
import type { Day } from '../days/day-number';
import type { Step } from '../worth/net-value';

/**
 * Minor units: `a` is the net margin of 12 months that makes an MVC, `b` the expected revenue of
 * the horizon that makes an MGC.
 */
export interface ValueScheme {
  readonly a: number;
  readonly b: number;
  /** Days that a tier is kept after it was last reached; 0 or absent: it is not kept. */
  readonly keepDays?: number;
}

export const VALUE_TIERS = ['BZ', 'MVC', 'MGC', 'standard'] as const;
export type ValueTier = (typeof VALUE_TIERS)[number];

/** What the scheme reads of a customer, now and as it goes on if nothing happens. */
export interface ValueInputs {
  readonly net: number;
  /** Later changes of the net margin (`windowSteps`). */
  readonly netSteps: readonly Step[];
  readonly expectedRevenue: number;
  /**
   * When the expected revenue gets below a level (`expectedRevenueFallsBelow`); called only where
   * the tier depends on it.
   */
  readonly expectedRevenueFallsBelow: (level: number) => number | null;
}

/** One comparison that decided: `value is level` or not, as `holds` says. */
export interface TierReason {
  readonly fact: 'net' | 'expectedRevenue' | 'spend' | 'daysSincePurchase';
  readonly is: 'below' | 'atLeast';
  readonly level: number;
  readonly value: number;
  readonly holds: boolean;
}

export interface TierVerdict {
  readonly tier: ValueTier;
  /** The first instant at which the tier is another if nothing happens; null if it stays. */
  readonly changesAt: number | null;
  readonly because: readonly TierReason[];
}

/** BZ: net < 0; else MVC: net ≥ a; else MGC: expected revenue ≥ b; else standard. */
export const valueTierOf = (
  scheme: ValueScheme,
  { net, expectedRevenue }: Pick<ValueInputs, 'net' | 'expectedRevenue'>,
): ValueTier => tierOf(scheme, net, expectedRevenue >= scheme.b);

/** The tier as `valueTierOf` has it, until when it stands, and the comparisons that decided. */
export function assignValueTier(scheme: ValueScheme, inputs: ValueInputs): TierVerdict {
  const tier = valueTierOf(scheme, inputs);
  return { tier, changesAt: changesAt(tier, scheme, inputs), because: because(scheme, inputs) };
}

/** What the scheme reads while nothing is predicted. */
export interface SpendInputs extends Pick<ValueInputs, 'net' | 'netSteps'> {
  /** Of all orders less refunds, minor units. */
  readonly spend: number;
  /** Null without purchases. */
  readonly lastDay: Day | null;
}

/** Days after which a purchase is no longer recent. */
export const RECENT_DAYS = 90;

/**
 * Replaces the expected revenue while nothing is predicted: the spend, if the last purchase is
 * within the last 90 days; else −Infinity, which reaches no cut-off. Minor units.
 */
export const growthBySpend = (spend: number, lastDay: Day | null, now: number, zone: string): number =>
  lastDay !== null && Math.floor(daysSince(lastDay, now, zone)) < RECENT_DAYS ? spend : -Infinity;

/**
 * The same scheme without a prediction. BZ: net < 0; else MVC: net ≥ a; else MGC: spent b or more
 * and bought within the last 90 days; else standard.
 */
export function assignTierBySpend(scheme: ValueScheme, inputs: SpendInputs, now: number, zone: string): TierVerdict {
  const { net, netSteps, spend, lastDay } = inputs;
  const days = lastDay === null ? Infinity : Math.floor(daysSince(lastDay, now, zone));
  const tier = tierOf(scheme, net, growthBySpend(spend, lastDay, now, zone) >= scheme.b);
  const recentUntil = () => (lastDay === null ? null : instantAfter(lastDay, RECENT_DAYS, zone));
  const verdict = { net, netSteps, expectedRevenue: spend, expectedRevenueFallsBelow: recentUntil };
  const reasons = because(scheme, verdict);
  const last = reasons.at(-1);
  return {
    tier,
    changesAt: changesAt(tier, scheme, verdict),
    because:
      last?.fact === 'expectedRevenue'
        ? [...reasons.slice(0, -1), { ...last, fact: 'spend' }, ...recency(lastDay === null ? null : days)]
        : reasons,
  };
}

const recency = (days: number | null): TierReason[] =>
  days === null
    ? []
    : [{ fact: 'daysSincePurchase', is: 'below', level: RECENT_DAYS, value: days, holds: days < RECENT_DAYS }];

function tierOf({ a }: ValueScheme, net: number, growable: boolean): ValueTier {
  if (net < 0) return 'BZ';
  if (net >= a) return 'MVC';
  return growable ? 'MGC' : 'standard';
}

/**
 * The expected revenue only falls, so it can end MGC and nothing else; every other change comes
 * with a step of the net margin.
 */
function changesAt(tier: ValueTier, scheme: ValueScheme, inputs: ValueInputs): number | null {
  const byNet = inputs.netSteps.find(({ value }) => middle(tierOf(scheme, value, true)) !== middle(tier))?.at ?? null;
  if (tier !== 'MGC') return byNet;
  const byValue = inputs.expectedRevenueFallsBelow(scheme.b);
  return byNet === null ? byValue : byValue === null ? byNet : Math.min(byNet, byValue);
}

/** MGC and standard are one as far as the net margin goes. */
const middle = (tier: ValueTier): ValueTier => (tier === 'MGC' ? 'standard' : tier);

function because(scheme: ValueScheme, { net, expectedRevenue }: ValueInputs): TierReason[] {
  const belowZero: TierReason = { fact: 'net', is: 'below', level: 0, value: net, holds: net < 0 };
  if (belowZero.holds) return [belowZero];
  const valuable: TierReason = { fact: 'net', is: 'atLeast', level: scheme.a, value: net, holds: net >= scheme.a };
  if (valuable.holds) return [belowZero, valuable];
  const growable = expectedRevenue >= scheme.b;
  return [
    belowZero,
    valuable,
    { fact: 'expectedRevenue', is: 'atLeast', level: scheme.b, value: expectedRevenue, holds: growable },
  ];
}
