// What goes with what: the log-likelihood ratio of two things being chosen together. Dunning
// (1993), "Accurate Methods for the Statistics of Surprise and Coincidence"; as in Apache Mahout's
// LogLikelihood.

/**
 * 2 · ln likelihood ratio against independence: large where two things are together more (or less)
 * often than chance.
 * @param both customers with both, `first` and `second` those with one alone, `neither` all others.
 */
export function logLikelihoodRatio(both: number, first: number, second: number, neither: number): number {
  const rows = entropy(both + first, second + neither);
  const columns = entropy(both + second, first + neither);
  const cells = entropy(both, first, second, neither);
  // Rounding must not make independence negative.
  return Math.max(0, 2 * (rows + columns - cells));
}

/** Unnormalised: x ln x of the whole less those of the parts. */
function entropy(...counts: readonly number[]): number {
  const whole = counts.reduce((sum, count) => sum + count, 0);
  return xLnX(whole) - counts.reduce((sum, count) => sum + xLnX(count), 0);
}

function xLnX(x: number): number {
  return x === 0 ? 0 : x * Math.log(x);
}

export interface Together {
  readonly item: string;
  readonly score: number;
}

/**
 * Items that are bought by the same customers more often than chance, best first.
 * @param baskets the items of each customer, each once.
 */
export function goesWith(item: string, baskets: readonly ReadonlySet<string>[], limit: number): Together[] {
  const having = baskets.filter((basket) => basket.has(item));
  const together = countsOf(having);
  const all = countsOf(baskets);
  const scored: Together[] = [];
  for (const [other, both] of together) {
    if (other === item) continue;
    const [others, mine] = [all.get(other) as number, having.length];
    // Below chance the ratio is large too, but that is no recommendation.
    if (both * baskets.length <= others * mine) continue;
    const neither = baskets.length - mine - others + both;
    scored.push({ item: other, score: logLikelihoodRatio(both, mine - both, others - both, neither) });
  }
  return scored.sort((a, b) => b.score - a.score || (a.item < b.item ? -1 : 1)).slice(0, limit);
}

function countsOf(baskets: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const basket of baskets) for (const item of basket) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
