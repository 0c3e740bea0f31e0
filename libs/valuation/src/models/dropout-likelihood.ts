// The log-likelihood of BG/NBD and MBG/NBD on compressed rows, with its gradient. Fader, Hardie &
// Lee (2005), eq. 6; Batislam et al. (2007). Both are lnΓ(r+x) − lnΓ(r) + r ln α + lnΓ(a+b) +
// lnΓ(β+x) − lnΓ(b) − lnΓ(a+β+x)
//     + ln[ (α+T)^−(r+x) + a/(β+x−1) · (α+t_x)^−(r+x) ]
// with β = b for BG/NBD (where the last term is absent for x = 0) and β = b + 1 for MBG/NBD.
import type { DropoutParameters } from './dropout';
import type { Likelihood } from '../numerics/climb';
import { digamma, lnGamma } from '../numerics/special';
import type { Row } from './rows';

/** 0 for BG/NBD, 1 for MBG/NBD, where one may drop out after the first purchase too. */
export type FirstDropout = 0 | 1;

export function dropoutLikelihood(
  parameters: DropoutParameters,
  rows: readonly Row[],
  first: FirstDropout,
): Likelihood {
  const { alpha } = parameters;
  const shared = byCount(parameters, first);
  let value = 0;
  const gradient: [number, number, number, number] = [0, 0, 0, 0];
  for (const { x, tx, T, weight } of rows) {
    const { power, ln, dr, da, db, lnLeft, dLeftB } = shared(x);
    const lnAlive = log(alpha + T);
    const lnSilent = log(alpha + tx);
    // The larger of the two terms is taken out, so that neither over- nor underflows.
    const excess = lnLeft - power * (lnSilent - lnAlive);
    const left = 1 / (1 + exp(-excess));
    value += weight * (ln - power * lnAlive + (excess > 0 ? excess + log1p(exp(-excess)) : log1p(exp(excess))));
    gradient[0] += weight * (dr - (1 - left) * lnAlive - left * lnSilent);
    gradient[1] += weight * (parameters.r / alpha - power * ((1 - left) / (alpha + T) + left / (alpha + tx)));
    gradient[2] += weight * (da + left / parameters.a);
    gradient[3] += weight * (db + left * dLeftB);
  }
  return { value, gradient };
}

interface OfCount {
  /** r + x. */
  readonly power: number;
  /**
   * All that hangs on x alone, and its derivatives by r, a, b (those by α are in closed form
   * above).
   */
  readonly ln: number;
  readonly dr: number;
  readonly da: number;
  readonly db: number;
  /**
   * ln(a/(β+x−1)) and its derivative by b; −Infinity for a customer that cannot have dropped out.
   */
  readonly lnLeft: number;
  readonly dLeftB: number;
}

/** Gamma functions are costly and counts are few, so each count is computed once. */
function byCount({ r, alpha, a, b }: DropoutParameters, first: FirstDropout): (x: number) => OfCount {
  const known = new Map<number, OfCount>();
  const beta = b + first;
  const fixed = r * log(alpha) - lnGamma(r) + lnGamma(a + b) - lnGamma(b);
  const [psiR, psiAB, psiB] = [digamma(r), digamma(a + b), digamma(b)];
  return (x) => {
    let of = known.get(x);
    if (of) return of;
    const psiAll = digamma(a + beta + x);
    const mayHaveLeft = x > 0 || first === 1;
    of = {
      power: r + x,
      ln: fixed + lnGamma(r + x) + lnGamma(beta + x) - lnGamma(a + beta + x),
      dr: digamma(r + x) - psiR + log(alpha),
      da: psiAB - psiAll,
      db: psiAB + digamma(beta + x) - psiB - psiAll,
      lnLeft: mayHaveLeft ? log(a / (beta + x - 1)) : -Infinity,
      dLeftB: mayHaveLeft ? -1 / (beta + x - 1) : 0,
    };
    known.set(x, of);
    return of;
  };
}

// Taken out once: within tests each look at `Math` is a search of the sandbox.
const { exp, log, log1p } = Math;
