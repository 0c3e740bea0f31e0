// Chance from a seed, for simulations: the same seed gives the same numbers for ever.

export interface Random {
  /** In (0, 1). */
  uniform(): number;
  normal(): number;
  exponential(): number;
  /**
   * Successes among n, each with this chance (n · chance below some hundreds): exact, by sequential
   * search (Devroye 1986, X.4.3).
   */
  binomial(n: number, chance: number): number;
}

/** Chris Doty-Humphrey's sfc32 (PractRand, public domain). */
export function random(seed: number): Random {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9, 0x243f6a88, 1];
  const uniform = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return ((sum >>> 0) + 0.5) / 2 ** 32;
  };
  for (let round = 0; round < 20; round++) uniform();
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: () => -Math.log(uniform()),
    binomial(n, chance) {
      const odds = chance / (1 - chance);
      let [left, at, successes] = [uniform(), Math.pow(1 - chance, n), 0];
      while (left > at && successes < n) {
        left -= at;
        at *= (odds * (n - successes)) / ++successes;
      }
      return successes;
    },
  };
}
