// What a test is planned with: shares, errors, power, and the spread of its figures.
import { mustBeShare } from '../sequential/given';
import { USUAL_ERROR } from '../sequential/sequences';
import { normalQuantile } from './distributions';

export interface Plan {
  /** Share of customers that are treated; default .5. */
  readonly share?: number;
  /** Chance of a false detection; default .05. */
  readonly error?: number;
  /** Chance to detect an existing effect; default .8. */
  readonly power?: number;
}

/**
 * Distribution of one customer's figure: mean and variance under control, and the variance under
 * treatment if that differs.
 */
export interface Outlook {
  readonly variance: number;
  readonly treatedVariance?: number;
}

const USUAL_POWER = 0.8;
const USUAL_SHARE = 0.5;

interface CompletePlan {
  readonly share: number;
  readonly error: number;
  readonly power: number;
  /** Standard normal quantiles of 1 − error/2 and of power. */
  readonly certain: number;
  readonly likely: number;
}

export function withDefaults({ share = USUAL_SHARE, error = USUAL_ERROR, power = USUAL_POWER }: Plan): CompletePlan {
  mustBeShare(share, 'share');
  mustBeShare(error, 'error');
  mustBeShare(power, 'power');
  return { share, error, power, certain: normalQuantile(1 - error / 2), likely: normalQuantile(power) };
}
