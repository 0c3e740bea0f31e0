// Reduces noise by figures from before the split (CUPED): Deng, Xu, Kohavi & Walker (2013),
// "Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data",
// WSDM.
import { type PairedMoments, centred } from './moments';
import { beyond, roundingOf } from '../describe/rounding';
import { type Sample, leftOf, otherOf, sampleOf } from '../tests/sample';

export interface Adjusted {
  readonly treated: Sample;
  readonly control: Sample;
  readonly theta: number;
  /** Share by which the variance of one customer fell: the squared correlation within groups. */
  readonly reduction: number;
}

/**
 * Returns both groups without the part that the pre-period explains: y − θ (x − x̄), x̄ over both,
 * θ = Cov(y, x) / Var(x) within groups, pooled (eq. 4), so that an effect of the campaign does not
 * enter θ. `value` is the outcome, `other` the same customer's figure from *before* the split: a
 * figure that the campaign can influence would bias the comparison. Customers without a past count
 * with 0 (or the mean), the same in both groups. θ is taken from the same data, which costs about
 * one part in n.
 */
export function cuped(treated: PairedMoments, control: PairedMoments): Adjusted {
  const before = within(otherSquares(treated), otherSquares(control));
  const theta = before > 0 ? within(products(treated), products(control)) / before : 0;
  const centre = (treated.otherSum + control.otherSum) / (treated.n + control.n);
  const plain = within(squares(treated), squares(control));
  const explained = theta * within(products(treated), products(control));
  return {
    treated: adjusted(treated, theta, centre, 'treated'),
    control: adjusted(control, theta, centre, 'control'),
    theta,
    // Rounding may leave slightly more than 1.
    reduction: plain > 0 ? Math.min(1, explained / plain) : 0,
  };
}

function adjusted(pairs: PairedMoments, theta: number, centre: number, path: string): Sample {
  const { n, mean, variance } = sampleOf(pairs, path);
  const other = sampleOf(otherOf(pairs), path);
  const left = leftOf(pairs, theta, variance, other.variance);
  return { n, mean: mean - theta * (other.mean - centre), variance: left };
}

/** An empty group adds nothing. */
function within(treated: number, control: number): number {
  return (treated || 0) + (control || 0);
}

const squares = ({ n, sum, sumOfSquares }: PairedMoments) =>
  beyond(roundingOf(sumOfSquares, n), centred(sumOfSquares, sum, sum, n));
const otherSquares = ({ n, otherSum, otherSumOfSquares }: PairedMoments) =>
  beyond(roundingOf(otherSumOfSquares, n), centred(otherSumOfSquares, otherSum, otherSum, n));
const products = ({ n, sum, otherSum, productSum }: PairedMoments) => centred(productSum, sum, otherSum, n);
