// Estimates what another policy would have earned, from decisions that were drawn at random and
// recorded with their chances.
import { normalQuantile } from '../tests/distributions';
import { must, mustBeFinite, mustBeShare } from '../sequential/given';
import type { Interval } from '../tests/sample';

export interface Decision {
  /** Names the record in errors. */
  readonly id: string;
  readonly choice: string;
  /** The chance that this choice had when it was made. */
  readonly chance: number;
  readonly reward: number;
}

/** Returns the chance with which the other policy makes a choice in place of this decision. */
export type Target = (decision: Decision, choice: string) => number;

/**
 * Returns the expected reward of a choice in place of a decision, from a model that was not fitted
 * to this decision.
 */
export type RewardModel = (decision: Decision, choice: string) => number;

export interface Estimate {
  /** Mean reward per decision under the other policy. */
  readonly value: number;
  readonly interval: Interval;
  /**
   * Effective number of decisions of the other policy: (Σw)² / Σw². With a small one the estimate
   * is unreliable.
   */
  readonly effective: number;
  readonly decisions: number;
}

/**
 * Inverse propensity scores: mean of w·r, w = target chance / recorded chance. Horvitz & Thompson
 * (1952), JASA 47. Unbiased; noisy where the policies differ. The interval is normal, for some
 * hundreds of decisions or more.
 * @returns null for fewer than two decisions
 * @throws RangeError that names a record with a chance not above 0 and at most 1
 */
export function ips(decisions: readonly Decision[], target: Target, level = 0.95): Estimate | null {
  const weights = weightsOf(decisions, target);
  return estimate(
    weights,
    decisions.map(({ reward }, index) => (weights[index] as number) * reward),
    level,
  );
}

/**
 * Self-normalised: Σ w·r / Σ w. Swaminathan & Joachims (2015), "The Self-Normalized Estimator for
 * Counterfactual Learning", NeurIPS (Hájek's estimator). A little biased, much less noisy, and
 * moves with the rewards when all are raised by a constant. The variance by the delta method.
 */
export function selfNormalisedIps(decisions: readonly Decision[], target: Target, level = 0.95): Estimate | null {
  const weights = weightsOf(decisions, target);
  const whole = sum(weights);
  if (!(whole > 0)) return null;
  const value = sum(decisions.map(({ reward }, index) => (weights[index] as number) * reward)) / whole;
  const mean = whole / decisions.length;
  // Around the value these have the mean 0; their spread is that of the ratio.
  const influences = decisions.map(
    ({ reward }, index) => value + ((weights[index] as number) * (reward - value)) / mean,
  );
  return estimate(weights, influences, level);
}

/**
 * Doubly robust: the model's Σ target·q plus w·(r − q) for its errors. Dudík, Langford & Li
 * (2011), "Doubly Robust Policy Evaluation and Learning", ICML. Right if either the chances or the
 * model are, and less noisy than `ips` where the model is good.
 */
export function doublyRobust(
  decisions: readonly Decision[],
  choices: readonly string[],
  target: Target,
  model: RewardModel,
  level = 0.95,
): Estimate | null {
  const weights = weightsOf(decisions, target);
  const scores = decisions.map((decision, index) => {
    const expected = sum(choices.map((choice) => target(decision, choice) * model(decision, choice)));
    return expected + (weights[index] as number) * (decision.reward - model(decision, decision.choice));
  });
  return estimate(weights, scores, level);
}

function weightsOf(decisions: readonly Decision[], target: Target): number[] {
  return decisions.map((decision, index) => {
    const path = `decisions[${index}] (${decision.id})`;
    const { chance, reward, choice } = decision;
    must(chance > 0 && chance <= 1, `${path}.chance`, 'above 0 and at most 1', chance);
    mustBeFinite(reward, `${path}.reward`);
    const aimed = target(decision, choice);
    must(aimed >= 0 && aimed <= 1, `target of ${path}`, 'from 0 to 1', aimed);
    return aimed / chance;
  });
}

function estimate(weights: readonly number[], scores: readonly number[], level: number): Estimate | null {
  mustBeShare(level, 'level');
  const n = scores.length;
  if (n < 2) return null;
  const value = sum(scores) / n;
  const variance = sum(scores.map((score) => (score - value) ** 2)) / (n - 1);
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance / n);
  const squares = sum(weights.map((weight) => weight * weight));
  return {
    value,
    interval: { from: value - half, to: value + half },
    effective: squares > 0 ? sum(weights) ** 2 / squares : 0,
    decisions: n,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
