// Gamma-Gamma model of spend per purchase: Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value". p and q have no unit, γ has the
// unit of the spend (minor units where the spend is in minor units).

export interface GammaGammaParameters {
  readonly p: number;
  /** Above 1, or the population has no mean spend. */
  readonly q: number;
  readonly gamma: number;
}

/**
 * E[spend per purchase | x repeat purchases of mean z̄], eq. 5 of the note: the population's mean for x = 0, drawn towards z̄ as x grows.
 * Customers of z̄ = 0 are left out of the fit; here they count as what they are, buyers of nothing.
 */
export function expectedSpend({ p, q, gamma }: GammaGammaParameters, x: number, meanSpend: number): number {
  return (p * (gamma + x * meanSpend)) / (p * x + q - 1);
}
