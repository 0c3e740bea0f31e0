// Gamma-Gamma model of spend per purchase: Fader & Hardie (2013), "The Gamma-Gamma Model of
// Monetary Value". p and q have no unit, γ has the unit of the spend (minor units where the spend
// is in minor units).
import type { Likelihood } from '../numerics/climb';
import { digamma, lnGamma } from '../numerics/special';

export interface GammaGammaParameters {
  readonly p: number;
  /** Above 1, or the population has no mean spend. */
  readonly q: number;
  readonly gamma: number;
}

/**
 * E[spend per purchase | x repeat purchases of mean z̄], eq. 5 of the note: the population's mean
 * for x = 0, drawn towards z̄ as x grows. Customers of z̄ = 0 are left out of the fit; here they
 * count as what they are, buyers of nothing.
 * @throws RangeError for parameters of which there is no mean (q of 1 or less), or that are not
 * finite and above 0
 */
export function expectedSpend({ p, q, gamma }: GammaGammaParameters, x: number, meanSpend: number): number {
  if (!(p > 0 && p < Infinity && q > 1 && q < Infinity && gamma > 0 && gamma < Infinity))
    throw new RangeError(`no mean spend at p ${p}, q ${q}, γ ${gamma}: q must be above 1, p and γ above 0, all finite`);
  // p is taken out of both, so that a very large one does not overflow.
  return (gamma + x * meanSpend) / (x + (q - 1) / p);
}

/** x repeat purchases of mean z̄ > 0, by so many customers. */
export interface SpendRow {
  readonly x: number;
  readonly meanSpend: number;
  readonly weight: number;
}

/** ln L and its gradient by (p, q, γ), eq. 1a of the note. Rows must have x > 0 and z̄ > 0. */
export function gammaGammaLikelihood({ p, q, gamma }: GammaGammaParameters, rows: readonly SpendRow[]): Likelihood {
  const known = new Map<number, { ln: number; psi: number; psiAll: number }>();
  const fixed = q * log(gamma) - lnGamma(q);
  const psiQ = digamma(q);
  let value = 0;
  const gradient: [number, number, number] = [0, 0, 0];
  for (const { x, meanSpend, weight } of rows) {
    let of = known.get(x);
    if (!of) {
      of = { ln: fixed + lnGamma(p * x + q) - lnGamma(p * x), psi: digamma(p * x), psiAll: digamma(p * x + q) };
      known.set(x, of);
    }
    const spend = x * meanSpend;
    const lnAll = log(gamma + spend);
    value += weight * (of.ln + p * x * log(spend) - log(meanSpend) - (p * x + q) * lnAll);
    gradient[0] += weight * x * (of.psiAll - of.psi + log(spend) - lnAll);
    gradient[1] += weight * (of.psiAll - psiQ + log(gamma) - lnAll);
    gradient[2] += weight * (q / gamma - (p * x + q) / (gamma + spend));
  }
  return { value, gradient };
}

// Taken out once: within tests each look at `Math` is a search of the sandbox.
const { log } = Math;
