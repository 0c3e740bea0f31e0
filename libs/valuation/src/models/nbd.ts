// NBD without dropout: purchases at a rate ~ Gamma(r, α) for ever. Ehrenberg (1959), "The Pattern
// of Consumer Purchases", Applied Statistics 8 (1). It is the limit of BG/NBD where no customer
// drops out, so P(alive) is 1. Times in weeks.
import type { Likelihood } from '../numerics/climb';
import type { History } from './history';
import type { Row } from './rows';
import { digamma, lnRising } from '../numerics/special';

export interface NbdParameters {
  readonly r: number;
  readonly alpha: number;
}

/**
 * ln L of all rows, by their weights, and its gradient by (r, α). The density of the times of
 * purchase, as for BG/NBD and MBG/NBD, so that the three can be compared.
 */
export function nbdLikelihood({ r, alpha }: NbdParameters, rows: readonly Row[]): Likelihood {
  const known = new Map<number, { ln: number; dr: number }>();
  const psiR = digamma(r);
  let value = 0;
  const gradient: [number, number] = [0, 0];
  for (const { x, T, weight } of rows) {
    let of = known.get(x);
    if (!of) known.set(x, (of = { ln: lnRising(r, x), dr: digamma(r + x) - psiR }));
    // r·ln α − (r + x)·ln(α + T), without the difference of two large numbers.
    const lnKept = -log1p(T / alpha);
    value += weight * (of.ln + r * lnKept - x * log(alpha + T));
    gradient[0] += weight * (of.dr + lnKept);
    gradient[1] += weight * (r / alpha - (r + x) / (alpha + T));
  }
  return { value, gradient };
}

/** E[purchases in the t weeks after T]. */
export function nbdExpectedPurchases({ r, alpha }: NbdParameters, { x, T }: History, t: number): number {
  return t <= 0 ? 0 : ((r + x) / (alpha + T)) * t;
}

// Taken out once: within tests each look at `Math` is a search of the sandbox.
const { log, log1p } = Math;
