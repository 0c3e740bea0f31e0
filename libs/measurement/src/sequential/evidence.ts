// Evidence for each choice, in which old rewards count less: tastes and seasons change, and a
// choice that lost last year may win now.
import { mustBeFinite, mustBePositive } from './given';
import type { Moments } from '../means/moments';

const DAY_MS = 86_400_000;

/**
 * Rewards with their weight at an instant; n and sums are whole only without decay. A reward of 0
 * or 1 makes `sum` the successes. Plain JSON.
 */
export interface Evidence extends Moments {
  /** UTC milliseconds. */
  readonly at: number;
}

export const NO_EVIDENCE: Evidence = { at: 0, n: 0, sum: 0, sumOfSquares: 0 };

/**
 * Adds one reward; a late one counts as one in time.
 * @param halfLifeDays null: old rewards keep their weight
 */
export function withReward(evidence: Evidence, reward: number, at: number, halfLifeDays: number | null): Evidence {
  mustBeFinite(reward, 'reward');
  mustBeFinite(at, 'at');
  return joinEvidence(evidence, { at, n: 1, sum: reward, sumOfSquares: reward * reward }, halfLifeDays);
}

/** Adds two, as of the later instant; equal up to rounding in any order. */
export function joinEvidence(a: Evidence, b: Evidence, halfLifeDays: number | null): Evidence {
  const at = Math.max(a.at, b.at);
  const [left, right] = [evidenceAt(a, at, halfLifeDays), evidenceAt(b, at, halfLifeDays)];
  return {
    at,
    n: left.n + right.n,
    sum: left.sum + right.sum,
    sumOfSquares: left.sumOfSquares + right.sumOfSquares,
  };
}

/** Returns its weight at an instant: halved every half-life; future evidence counts in full. */
export function evidenceAt(evidence: Evidence, now: number, halfLifeDays: number | null): Evidence {
  if (halfLifeDays !== null) mustBePositive(halfLifeDays, 'halfLifeDays');
  if (halfLifeDays === null || evidence.n === 0 || now <= evidence.at)
    return { ...evidence, at: Math.max(now, evidence.at) };
  const left = Math.pow(2, (evidence.at - now) / (halfLifeDays * DAY_MS));
  return {
    at: now,
    n: evidence.n * left,
    sum: evidence.sum * left,
    sumOfSquares: evidence.sumOfSquares * left,
  };
}
