// Tier schemes as data: a score, bands of it, and what keeps customers from flapping between them.
// Who reaches a band's edge rises at once; who falls must fall below the edge by the hysteresis,
// stay there for the grace period, and have been in the tier for its minimum stay. A tier given by
// hand stands above all that until it expires.
import { dayPosition, instantAtPosition } from './calendar';
import { type Trajectory, firstBelowLevel, firstReachingLevel, weightedSum } from './trajectory';

/** A weight for each fact that scoring knows by name: net, expectedRevenue, orders, … */
export type ScoreTerms = { readonly [fact: string]: number };

export interface Band {
  readonly tier: string;
  /** The least score of the band; null for the lowest. */
  readonly from: number | null;
}

export interface TierScheme {
  readonly id: string;
  readonly score: ScoreTerms;
  /** From the lowest to the highest. */
  readonly bands: readonly Band[];
  /** The share of an edge by which a score must fall below it, 0 to 1. */
  readonly hysteresis: number;
  /**
   * Days below before a fall counts, and days in a tier before one may fall from it; days of the
   * brand's zone.
   */
  readonly graceDays: number;
  readonly minimumStayDays: number;
}

/** Where a customer stands in a scheme: plain JSON. */
export interface TierStanding {
  readonly tier: string;
  /** UTC ms. */
  readonly since: number;
  /** Since when the score has been too low for the tier; null if it is not. */
  readonly belowSince: number | null;
  readonly override?: TierOverride;
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

export interface TierAssignment {
  readonly standing: TierStanding;
  /** The tier that counts: the override's while there is one. */
  readonly tier: string;
  /**
   * The first instant at which that is another if nothing happens; null if never. Where the score
   * is unknown: until when it stands.
   */
  readonly flipsAt: number | null;
  /**
   * When the standing must be assigned anew: at a flip, or where a fall begins or is called off.
   */
  readonly dueAt: number | null;
  /**
   * Whether `flipsAt` is when the tier flips; false where it is only until when nothing is known:
   * an unknown score, or too many changes before it.
   */
  readonly exact: boolean;
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

export interface TierQuestion {
  readonly scheme: TierScheme;
  /**
   * As it was left; null for who is assigned for the first time, or whose tier the scheme no longer
   * knows.
   */
  readonly standing: TierStanding | null;
  readonly score: Trajectory;
  readonly now: number;
  readonly zone: string;
}

/** The score of a scheme from the facts it names. @throws {Error} a fact that is not there. */
export function scoreOf(scheme: TierScheme, facts: { readonly [fact: string]: Trajectory }): Trajectory {
  return weightedSum(
    Object.entries(scheme.score).map(([fact, weight]) => {
      const of = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
      if (!of) throw new Error(`scheme ${scheme.id} asks for "${fact}", which is not known`);
      return { of, weight };
    }),
  );
}

export function assignTier(question: TierQuestion): TierAssignment {
  const { scheme, score, now } = question;
  const value = score.valueAt(now);
  const standing = stepped(question, value);
  const place = placeOf(scheme, standing.tier);
  const above = scheme.bands[place + 1];
  const dueAt = nextChange({ ...question, standing });
  const { flipsAt, exact } = flip({ ...question, standing }, dueAt);
  return {
    standing,
    tier: shownIn(standing),
    flipsAt,
    dueAt,
    exact,
    score: value,
    next: above ? { tier: above.tier, missing: edgeOf(above) - value } : null,
    spare: place > 0 ? value - fallLevel(scheme, place) : null,
    because: because(question, standing, value),
  };
}

/** A standing at `now`, one step on: what rises, falls, begins to fall or recovers. */
function stepped({ scheme, standing, now, zone }: TierQuestion, value: number): TierStanding {
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
  // A tier that the scheme no longer knows is at the place −1.
  if (!standing || earned > place) return moved(earned);
  const { tier, since } = standing;
  if (value >= fallLevel(scheme, place)) return { tier, since, belowSince: null, ...override };
  const below = { tier, since, belowSince: standing.belowSince ?? now, ...override };
  return now >= fallsFrom(scheme, below, zone) ? moved(earned) : below;
}

/** The first instant after `now` at which the standing changes, shown or not. */
function nextChange({ scheme, standing, score, now, zone }: TierQuestion & { standing: TierStanding }): number | null {
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
function flip(
  question: TierQuestion & { standing: TierStanding },
  first: number | null,
): Pick<TierAssignment, 'flipsAt' | 'exact'> {
  const shown = shownIn(question.standing);
  const foreseen = question.score.between !== 'unknown';
  let at = first;
  let standing = question.standing;
  for (let change = 0; at !== null && change < MAX_CHANGES; change++) {
    standing = stepped({ ...question, standing, now: at }, question.score.valueAt(at));
    if (shownIn(standing) !== shown || !foreseen) return { flipsAt: at, exact: foreseen };
    at = nextChange({ ...question, standing, now: at });
  }
  return { flipsAt: at, exact: foreseen && at === null };
}

function shownIn({ tier, override }: TierStanding): string {
  return override?.tier ?? tier;
}

/** Not past its end, and of a tier that the scheme knows. */
function isInForce(scheme: TierScheme, { tier, until }: TierOverride, now: number): boolean {
  return placeOf(scheme, tier) >= 0 && (until === null || now < until);
}

function placeOf({ bands }: TierScheme, tier: string): number {
  return bands.findIndex((band) => band.tier === tier);
}

function bandOf({ bands }: TierScheme, value: number): number {
  return bands.findLastIndex((band) => value >= edgeOf(band));
}

function edgeOf({ from }: Band): number {
  return from ?? -Infinity;
}

/** Below this the tier is in danger. */
function fallLevel({ bands, hysteresis }: TierScheme, place: number): number {
  const edge = edgeOf(bands[place] as Band);
  // Nobody falls below the lowest band, and infinity times 0 is no number.
  return edge === -Infinity ? edge : edge - Math.abs(edge) * hysteresis;
}

function fallsFrom(scheme: TierScheme, { since, belowSince }: TierStanding, zone: string): number {
  const graceEnds = daysLater(belowSince as number, scheme.graceDays, zone);
  return Math.max(graceEnds, daysLater(since, scheme.minimumStayDays, zone));
}

function daysLater(at: number, days: number, zone: string): number {
  return days === 0 ? at : instantAtPosition(dayPosition(at, zone) + days, zone);
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

/** What is wrong with a scheme, by path; none if it may be used. */
export function schemeFaults({
  score,
  bands,
  hysteresis,
  graceDays,
  minimumStayDays,
}: TierScheme): { path: string; message: string }[] {
  const faults: { path: string; message: string }[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (Object.keys(score).length === 0) fault('score', 'needs at least one fact');
  for (const [fact, weight] of Object.entries(score))
    if (!Number.isFinite(weight)) fault(`score.${fact}`, 'must be a number');
  if (bands.length < 2) fault('bands', 'needs at least two');
  bands.forEach(({ tier, from }, index) => {
    if (bands.findIndex((other) => other.tier === tier) < index) fault(`bands.${index}.tier`, 'is there twice');
    if (index === 0 && from !== null) fault('bands.0.from', 'must be null: the lowest band takes all that is left');
    if (index > 0 && from !== null && !Number.isFinite(from)) fault(`bands.${index}.from`, 'must be a number');
    else if (index > 0 && (from === null || from <= edgeOf(bands[index - 1] as Band)))
      fault(`bands.${index}.from`, 'must be above that of the band before');
  });
  if (!(hysteresis >= 0 && hysteresis <= 1)) fault('hysteresis', 'must be from 0 to 1');
  if (!(graceDays >= 0 && graceDays < Infinity)) fault('graceDays', 'must be 0 or more');
  if (!(minimumStayDays >= 0 && minimumStayDays < Infinity)) fault('minimumStayDays', 'must be 0 or more');
  return faults;
}
