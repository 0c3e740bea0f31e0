// How many purchases under Pareto/NBD. Fader & Hardie (2006), "Deriving an Expression for P(X(t) =
// x) Under the Pareto/NBD Model", and (2014), "Deriving the Conditional PMF of the Pareto/NBD
// Model". Their last step, a difference of sums of ₂F₁, loses all digits for a dozen purchases;
// here the integral before it is taken, whose integrand is positive and, over the logarithm of
// time, has a concave logarithm.
import type { History } from './history';
import { type ParetoNbdParameters, paretoNbdPAlive } from './pareto-nbd';
import { type LogShape, lnIntegral } from '../numerics/quadrature';
import { lnGamma } from '../numerics/special';

/**
 * P(X(t) = x) of a customer picked at random, t weeks after the first purchase: still alive with x
 * purchases, or dropped out at τ < t with x before (eqs. 9 to 11 of the note). To 1e-11 of itself
 * for x and t up to 2,000.
 */
export function paretoNbdCountProbability(parameters: ParetoNbdParameters, x: number, t: number): number {
  if (t <= 0) return x === 0 ? 1 : 0;
  const { r, alpha, s, beta } = parameters;
  const lnWays = lnGamma(r + x) - lnGamma(r) - lnGamma(x + 1);
  const lnStayed = -r * Math.log1p(t / alpha) - x * Math.log1p(alpha / t) - s * Math.log1p(t / beta);
  return Math.exp(lnWays + lnStayed) + Math.exp(lnWays + lnGone(parameters, x, t));
}

/**
 * P(X(T, T+t) = count | x, t_x, T): how many purchases a customer of this history makes in the t
 * weeks after T. A customer alive at T is distributed as one picked at random from Gamma(r + x, α +
 * T) and Gamma(s, β + T).
 */
export function paretoNbdLaterCountProbability(
  parameters: ParetoNbdParameters,
  history: History,
  count: number,
  t: number,
): number {
  const { r, alpha, s, beta } = parameters;
  const { x, T } = history;
  const alive = paretoNbdPAlive(parameters, history);
  const then = { r: r + x, alpha: alpha + T, s, beta: beta + T };
  return alive * paretoNbdCountProbability(then, count, t) + (count === 0 ? 1 - alive : 0);
}

/** ln ∫₀ᵗ s βˢ/(β+τ)^(s+1) · (α/(α+τ))^r (τ/(α+τ))^x dτ, over y = ln τ. */
function lnGone({ r, alpha, s, beta }: ParetoNbdParameters, x: number, t: number): number {
  const shapeAt = (y: number): LogShape => {
    const tau = Math.exp(y);
    const [a, b] = [tau / (alpha + tau), tau / (beta + tau)];
    return {
      ln: y - r * Math.log1p(tau / alpha) - x * Math.log1p(alpha / tau) - (s + 1) * Math.log1p(tau / beta),
      slope: 1 + x - (r + x) * a - (s + 1) * b,
      bend: -(r + x) * a * (1 - a) - (s + 1) * b * (1 - b),
    };
  };
  const end = Math.log(t);
  const top = Math.min(end, Math.log(likeliest(r, alpha, s, beta, x)));
  return Math.log(s / beta) + lnIntegral(shapeAt, top, end);
}

/**
 * The τ at which the slope above is 0: the positive root of (r+s)τ² − ((x−s)α + (1−r)β)τ − (x+1)αβ.
 */
function likeliest(r: number, alpha: number, s: number, beta: number, x: number): number {
  const middle = (x - s) * alpha + (1 - r) * beta;
  const product = (x + 1) * alpha * beta;
  const root = Math.sqrt(middle * middle + 4 * (r + s) * product);
  // Of the two ways to write it, the one in which nothing cancels.
  return middle > 0 ? (middle + root) / (2 * (r + s)) : (2 * product) / (root - middle);
}
