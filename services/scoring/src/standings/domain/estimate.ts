// How many customers match, from a sample of them. Pure.

export interface Count {
  matching: number;
  looked: number;
  population: number;
  exact: boolean;
  /** Half the width of the 95 % interval of `matching`, in customers; 0 when exact. */
  error: number;
}

const SAMPLE_Z = 1.96;

/** A proportion of a sample, scaled up; its error by the normal approximation. */
export function estimate(matching: number, looked: number, population: number): Count {
  if (looked >= population) return { matching, looked, population: looked, exact: true, error: 0 };
  // All facts are on their way still.
  if (looked === 0) return { matching, looked, population, exact: false, error: population };
  const share = matching / looked;
  const spread = Math.sqrt((share * (1 - share) * (1 - looked / population)) / looked);
  const error = Math.ceil(SAMPLE_Z * spread * population);
  return { matching: Math.round(share * population), looked, population, exact: false, error };
}
