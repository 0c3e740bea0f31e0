// Tier schemes as data: a score, bands of it, and what keeps customers from changing tier to and
// fro.
import { type Trajectory, weightedSum } from '../worth/trajectory';

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
   * Days below an edge before the tier falls, and minimum days in a tier; days of the brand's zone.
   */
  readonly graceDays: number;
  readonly minimumStayDays: number;
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

export function placeOf({ bands }: TierScheme, tier: string): number {
  return bands.findIndex((band) => band.tier === tier);
}

export function bandOf({ bands }: TierScheme, value: number): number {
  return bands.findLastIndex((band) => value >= edgeOf(band));
}

export function edgeOf({ from }: Band): number {
  return from ?? -Infinity;
}

/** Below this the tier is in danger. */
export function fallLevel({ bands, hysteresis }: TierScheme, place: number): number {
  const edge = edgeOf(bands[place] as Band);
  // The lowest band has no edge, and infinity times 0 is NaN.
  return edge === -Infinity ? edge : edge - Math.abs(edge) * hysteresis;
}
