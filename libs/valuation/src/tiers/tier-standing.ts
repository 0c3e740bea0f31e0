// How a customer's standing in a tier scheme changes. It rises at once when the score reaches the
// edge of a band. It falls when the score stays below the edge by the hysteresis for the grace
// period, and the tier has been held for its minimum stay. A tier given by hand stands above all
// that until it expires.
import { dayPosition, instantAtPosition } from '../days/calendar';
import { type Band, type TierScheme, bandOf, edgeOf, fallLevel, placeOf } from './tier-scheme';
import { type Trajectory, firstBelowLevel, firstReachingLevel } from '../worth/trajectory';

/** Where a customer stands in a scheme: plain JSON. */
export interface TierStanding {
  readonly tier: string;
  /** UTC ms. */
  readonly since: number;
  /** Since when the score has been too low for the tier; null if it is not. */
  readonly belowSince: number | null;
  readonly override?: TierOverride;
}

/** When the tier that counts changes next. */
export interface TierChange {
  /**
   * The first instant at which the tier is another if nothing happens; null if never. Where the
   * score is unknown: until when the tier stands.
   */
  readonly changesAt: number | null;
  /**
   * Whether the tier changes at `changesAt`; false where it only stands until there: for an unknown
   * score, or after too many changes of the standing.
   */
  readonly exact: boolean;
}

/**
 * A tier given by hand, with its reason; `until` null: until it is taken back. One that the scheme
 * no longer knows is forgotten.
 */
export interface TierOverride {
  readonly tier: string;
  readonly until: number | null;
  readonly reason: string;
}

export interface TierQuestion {
  readonly scheme: TierScheme;
  /**
   * As it was stored; null for a customer that is assigned for the first time, or whose tier the
   * scheme no longer knows.
   */
  readonly standing: TierStanding | null;
  readonly score: Trajectory;
  readonly now: number;
  readonly zone: string;
}

/** A standing at `now`, one step on: what rises, falls, begins to fall or recovers. */
export function stepped({ scheme, standing, now, zone }: TierQuestion, value: number): TierStanding {
  const place = standing ? placeOf(scheme, standing.tier) : -1;
  const override =
    standing?.override && isInForce(scheme, standing.override, now) ? { override: standing.override } : {};
  const earned = bandOf(scheme, value);
  const moved = (to: number): TierStanding => ({
    tier: (scheme.bands[to] as Band).tier,
    since: now,
    belowSince: null,
    ...override,
  });
  // A tier that the scheme no longer has is at the place −1.
  if (!standing || earned > place) return moved(earned);
  const { tier, since } = standing;
  if (value >= fallLevel(scheme, place)) return { tier, since, belowSince: null, ...override };
  const below = { tier, since, belowSince: standing.belowSince ?? now, ...override };
  return now >= fallsFrom(scheme, below, zone) ? moved(earned) : below;
}

/** The first instant after `now` at which the standing changes, shown or not. */
export function nextStandingChange({
  scheme,
  standing,
  score,
  now,
  zone,
}: TierQuestion & { standing: TierStanding }): number | null {
  const place = placeOf(scheme, standing.tier);
  const above = scheme.bands[place + 1];
  const changes = [above ? firstReachingLevel(score, edgeOf(above), now) : null, standing.override?.until ?? null];
  if (standing.belowSince !== null) {
    changes.push(fallsFrom(scheme, standing, zone), firstReachingLevel(score, fallLevel(scheme, place), now));
  } else if (place > 0) {
    changes.push(firstBelowLevel(score, fallLevel(scheme, place), now));
  }
  const later = changes.filter((change): change is number => change !== null && change > now);
  return later.length > 0 ? Math.min(...later) : null;
}

const MAX_CHANGES = 200;

/**
 * Plays the standing forward until the tier that counts is another; where it is stopped before
 * that, it is known to stand until there.
 */
export function nextTierChange(question: TierQuestion & { standing: TierStanding }, first: number | null): TierChange {
  const shown = shownIn(question.standing);
  const foreseen = question.score.between !== 'unknown';
  let at = first;
  let standing = question.standing;
  for (let change = 0; at !== null && change < MAX_CHANGES; change++) {
    standing = stepped({ ...question, standing, now: at }, question.score.valueAt(at));
    if (shownIn(standing) !== shown || !foreseen) return { changesAt: at, exact: foreseen };
    at = nextStandingChange({ ...question, standing, now: at });
  }
  return { changesAt: at, exact: foreseen && at === null };
}

export function shownIn({ tier, override }: TierStanding): string {
  return override?.tier ?? tier;
}

/** Whether a tier by hand has not ended and the scheme still has the tier. */
function isInForce(scheme: TierScheme, { tier, until }: TierOverride, now: number): boolean {
  return placeOf(scheme, tier) >= 0 && (until === null || now < until);
}

function fallsFrom(scheme: TierScheme, { since, belowSince }: TierStanding, zone: string): number {
  const graceEnds = daysLater(belowSince as number, scheme.graceDays, zone);
  return Math.max(graceEnds, daysLater(since, scheme.minimumStayDays, zone));
}

export function daysLater(at: number, days: number, zone: string): number {
  return days === 0 ? at : instantAtPosition(dayPosition(at, zone) + days, zone);
}
