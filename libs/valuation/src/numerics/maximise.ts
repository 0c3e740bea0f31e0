// Maximum likelihood for models with a few positive parameters: the best of searches from several
// starts, and standard errors from the curvature at the maximum. Nocedal & Wright, "Numerical
// Optimization" (2006), section 8.1.
import { type Objective, type Search, FARTHEST, climb } from './climb';
import { inverted } from './matrices';

export interface Diagnostics {
  readonly iterations: number;
  readonly evaluations: number;
  /**
   * Largest derivative of the mean log-likelihood by the logarithm of a parameter: near 0 at a
   * maximum.
   */
  readonly steepness: number;
  /** The starts that came to this maximum, of all. */
  readonly agreeing: readonly [number, number];
}

export type Maximum =
  | {
      readonly ok: true;
      readonly parameters: readonly number[];
      readonly logLikelihood: number;
      /** By the parameters themselves. */
      readonly standardErrors: readonly number[];
      readonly diagnostics: Diagnostics;
    }
  | { readonly ok: false; readonly reason: string; readonly diagnostics: Diagnostics };

/** @param customers the number of independent observations: tolerances are for the mean of each. */
export function maximise(
  objective: Objective,
  starts: readonly (readonly number[])[],
  customers: number,
  search: Search = {},
): Maximum {
  const climbs = starts.map((start) => climb(objective, start, customers, search));
  const best = climbs.reduce((a, b) => (b.value > a.value ? b : a));
  const agreeing = climbs.filter(({ value, end }) => end === 'top' && best.value - value < SAME_TOP * customers).length;
  const diagnostics: Diagnostics = {
    iterations: best.iterations,
    evaluations: climbs.reduce((sum, { evaluations }) => sum + evaluations, 0),
    steepness: best.steepness,
    agreeing: [agreeing, starts.length],
  };
  if (best.end !== 'top') return { ok: false, reason: REASONS[best.end], diagnostics };
  const parameters = best.point.map(Math.exp);
  const standardErrors = errorsAt(objective, parameters);
  if (!standardErrors || !areDetermined(parameters, standardErrors))
    return { ok: false, reason: REASONS.flat, diagnostics };
  return { ok: true, parameters, logLikelihood: best.value * customers, standardErrors, diagnostics };
}

/**
 * Whether every parameter, by two standard errors of its logarithm, is within what data can
 * determine.
 */
function areDetermined(parameters: readonly number[], standardErrors: readonly number[]): boolean {
  return parameters.every((parameter, index) => {
    const error = (standardErrors[index] as number) / parameter;
    return Math.abs(Math.log(parameter)) + 2 * error <= FARTHEST;
  });
}

const REASONS = {
  edge: 'the likelihood grows without end: a parameter runs to 0 or to infinity, so these data do not determine it',
  flat: 'the likelihood is flat where it is highest: a parameter may be nearly anything, so these data do not determine it',
  slow: 'no maximum was reached within the allowed number of steps',
  stuck: 'the likelihood cannot be computed or improved where the search stands',
} as const;

const SAME_TOP = 1e-9;

/**
 * Standard errors by the inverse of the observed information, on the logarithms and from there by
 * the delta method.
 */
function errorsAt(objective: Objective, parameters: readonly number[]): number[] | null {
  const variances = inverted(informationAt(objective, parameters))?.map((row, index) => row[index] as number);
  if (!variances?.every((variance) => variance > 0)) return null;
  return variances.map((variance, index) => Math.sqrt(variance) * (parameters[index] as number));
}

/** The observed information by the logarithms of the parameters: minus the second derivatives. */
export function informationAt(objective: Objective, parameters: readonly number[]): number[][] {
  const slopeAt = (point: readonly number[]) => {
    const values = point.map(Math.exp);
    return objective(values).gradient.map((derivative, index) => -derivative * (values[index] as number));
  };
  const top = parameters.map(Math.log);
  const columns = top.map((_, index) => {
    const moved = (by: number) => top.map((value, at) => (at === index ? value + by : value));
    const [after, before] = [slopeAt(moved(CURVATURE_STEP)), slopeAt(moved(-CURVATURE_STEP))];
    return after.map((value, at) => (value - (before[at] as number)) / (2 * CURVATURE_STEP));
  });
  return columns.map((column, i) => column.map((value, j) => (value + (columns[j]?.[i] as number)) / 2));
}

const CURVATURE_STEP = 1e-4;
