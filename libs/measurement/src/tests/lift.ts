// The relative difference of two means, as a share of the control: a marketer's "+4 %".
import type { Interval, Sample } from './sample';

/** +0.04 is 4 % more than the control. */
export interface Lift {
  readonly value: number;
  readonly from: number;
  /** Null where the control may be so close to 0 that there is no upper bound. */
  readonly to: number | null;
}

/**
 * Returns the interval of a ratio of two independent means, less 1. Fieller (1954), "Some Problems
 * in Interval Estimation", JRSS B 16: all r for which (m₁ − r·m₀)² ≤ c² (v₁ + r²·v₀). Null where
 * the control's mean does not stand c standard errors above 0: no interval with two ends exists
 * then. It excludes 0 exactly when the interval of the difference with the same c does.
 * @param multiplier c, the number of standard errors
 */
export function fiellerLift(treated: Sample, control: Sample, multiplier: number): Lift | null {
  const [v1, v0] = [treated.variance / treated.n, control.variance / control.n];
  const [m1, m0] = [treated.mean, control.mean];
  const square = multiplier * multiplier;
  const a = m0 * m0 - square * v0;
  if (!(m0 > 0 && a > 0)) return null;
  const half = multiplier * Math.sqrt(v1 * a + v0 * m1 * m1);
  return { value: m1 / m0 - 1, from: (m1 * m0 - half) / a - 1, to: (m1 * m0 + half) / a - 1 };
}

/**
 * The same of two proportions from the interval of each: the r at which the hybrid interval of p₁ −
 * r·p₀ ends at 0. Donner & Zou (2012), "Closed-form confidence intervals for functions of the
 * normal mean and standard deviation", Stat. Methods Med. Res. 21 (MOVER for a ratio), written so
 * that nothing is divided by a vanishing number. It excludes 0 exactly when Newcombe's interval of
 * the difference does.
 */
export function hybridLift(p1: number, of1: Interval, p0: number, of0: Interval): Lift | null {
  if (p0 === 0) return null;
  const product = p1 * p0;
  const least = of1.from * (2 * p1 - of1.from);
  const from = least / (product + Math.sqrt(positive(product * product - least * of0.to * (2 * p0 - of0.to))));
  const below = of0.from * (2 * p0 - of0.from);
  const most = of1.to * (2 * p1 - of1.to);
  const to = (product + Math.sqrt(positive(product * product - below * most))) / below;
  return { value: p1 / p0 - 1, from: (p1 === 0 ? 0 : from) - 1, to: Number.isFinite(to) ? to - 1 : null };
}

/** Rounding may leave a value slightly below 0. */
function positive(value: number): number {
  return Math.max(0, value);
}
