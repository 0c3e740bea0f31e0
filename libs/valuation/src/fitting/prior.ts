// Weakly informative priors: what is assumed of a store before its data are seen. Each is a normal
// distribution of a sum of the parameters' logarithms, so that it depends on no currency and no
// unit of time; it counts for as much as a few customers, whatever their number. Gelman et al.,
// "Bayesian Data Analysis" (2013), section 2.9.
import type { Likelihood } from '../numerics/climb';

export interface Belief {
  /** The sum of logarithms that the belief is about, by parameter. */
  readonly weights: readonly number[];
  /** Its mean and standard deviation. */
  readonly centre: number;
  readonly spread: number;
  /** How far from the centre data may carry it. */
  readonly reach: number;
}

/** Data may carry a ratio up to 90 times away from what is assumed of it. */
const REACH = 4.5;

export const belief = (weights: readonly number[], typical: number, spread: number, reach = REACH): Belief => ({
  weights,
  centre: Math.log(typical),
  spread,
  reach,
});

/**
 * ln of the prior density, but for a constant, with its gradient by the parameters themselves.
 * Beyond its reach a belief weighs as much as all data, because there the likelihood of customers
 * that do not differ would grow without end.
 * @param customers the number of independent observations.
 */
export function logPrior(beliefs: readonly Belief[], parameters: readonly number[], customers: number): Likelihood {
  const logs = parameters.map(Math.log);
  const gradient = parameters.map(() => 0);
  let value = 0;
  for (const { weights, centre, spread, reach } of beliefs) {
    const off = weights.reduce((sum, weight, index) => sum + (weight && weight * (logs[index] as number)), -centre);
    const beyond = Math.sign(off) * Math.max(0, Math.abs(off) - reach);
    value -= off ** 2 / (2 * spread ** 2) + (STIFFNESS * customers * beyond ** 2) / 2;
    const slope = -off / spread ** 2 - STIFFNESS * customers * beyond;
    weights.forEach((weight, index) => {
      (gradient[index] as number) += (slope * weight) / (parameters[index] as number);
    });
  }
  return { value, gradient };
}

const STIFFNESS = 20;
