// The tier of a customer at an instant: why it holds, what is missing to the next one, and when it
// changes if nothing happens.
import { edgeOf, fallLevel, placeOf } from './tier-scheme';
import {
  type TierChange,
  type TierQuestion,
  type TierStanding,
  daysLater,
  nextTierChange,
  nextStandingChange,
  shownIn,
  stepped,
} from './tier-standing';

export interface TierAssignment extends TierChange {
  readonly standing: TierStanding;
  /** The tier that counts: the override's while there is one. */
  readonly tier: string;
  /**
   * When the standing must be assigned anew: when the tier changes, or where a fall begins or is
   * called off.
   */
  readonly dueAt: number | null;
  readonly score: number;
  /** The next higher tier and what is missing to it; null at the top. */
  readonly next: { readonly tier: string; readonly missing: number } | null;
  /**
   * How far the score may fall before the tier is in danger, below 0 if it is; null at the bottom.
   */
  readonly spare: number | null;
  readonly because: readonly TierBecause[];
}

export type TierBecause =
  | { readonly kind: 'score'; readonly is: 'atLeast' | 'below'; readonly level: number; readonly value: number }
  | { readonly kind: 'grace' | 'stay'; readonly until: number }
  | { readonly kind: 'override'; readonly until: number | null; readonly reason: string };

export function assignTier(question: TierQuestion): TierAssignment {
  const { scheme, score, now } = question;
  const value = score.valueAt(now);
  const standing = stepped(question, value);
  const place = placeOf(scheme, standing.tier);
  const above = scheme.bands[place + 1];
  const dueAt = nextStandingChange({ ...question, standing });
  const { changesAt, exact } = nextTierChange({ ...question, standing }, dueAt);
  return {
    standing,
    tier: shownIn(standing),
    changesAt,
    dueAt,
    exact,
    score: value,
    next: above ? { tier: above.tier, missing: edgeOf(above) - value } : null,
    spare: place > 0 ? value - fallLevel(scheme, place) : null,
    because: because(question, standing, value),
  };
}

function because({ scheme, zone }: TierQuestion, standing: TierStanding, value: number): TierBecause[] {
  const place = placeOf(scheme, standing.tier);
  const reasons: TierBecause[] = [];
  const { override, belowSince, since } = standing;
  if (override) reasons.push({ kind: 'override', until: override.until, reason: override.reason });
  const edge = scheme.bands[place]?.from ?? null;
  if (edge !== null) reasons.push({ kind: 'score', is: value >= edge ? 'atLeast' : 'below', level: edge, value });
  const above = scheme.bands[place + 1];
  if (above) reasons.push({ kind: 'score', is: 'below', level: edgeOf(above), value });
  if (belowSince !== null) {
    const [grace, stay] = [
      daysLater(belowSince, scheme.graceDays, zone),
      daysLater(since, scheme.minimumStayDays, zone),
    ];
    reasons.push(grace >= stay ? { kind: 'grace', until: grace } : { kind: 'stay', until: stay });
  }
  return reasons;
}
