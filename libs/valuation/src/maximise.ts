// Maximum likelihood for models with a few positive parameters: BFGS on their logarithms from
// several starts, with the gradient given, and standard errors from the curvature at the maximum.
// Nocedal & Wright, "Numerical Optimization" (2006), algorithm 6.1 and section 8.1.

/** Log-likelihood and its gradient by the parameters themselves (not their logarithms). */
export interface Likelihood {
  readonly value: number;
  readonly gradient: readonly number[];
}
export type Objective = (parameters: readonly number[]) => Likelihood;

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

export interface Search {
  /** The steepness at which a point counts as the top; more where the gradient is not exact. */
  readonly flat?: number;
  /** Maximum number of steps from one start. */
  readonly iterations?: number;
  /** Size of a parameter's logarithm beyond which it counts as running to 0 or to infinity. */
  readonly farthest?: number;
}

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

interface Climb {
  /** Logarithms of the parameters. */
  readonly point: readonly number[];
  /** Mean log-likelihood. */
  readonly value: number;
  readonly steepness: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly end: 'top' | 'edge' | 'slow' | 'stuck';
}

const FLAT = 1e-8;
/** Where rounding hides any further gain, this is flat enough. */
const NEARLY_FLAT = 1e-6;
const SAME_TOP = 1e-9;
const MAX_ITERATIONS = 500;
/** e^±18 is beyond what data can determine of any of these parameters. */
const FARTHEST = 18;

interface Point {
  readonly point: number[];
  /** Negative mean log-likelihood, which is minimised, and its gradient by the logarithms. */
  readonly height: number;
  readonly slope: number[];
}

function climb(objective: Objective, start: readonly number[], customers: number, search: Search): Climb {
  const { flat = FLAT, iterations = MAX_ITERATIONS, farthest = FARTHEST } = search;
  let evaluations = 0;
  const look = (point: number[]): Point => {
    evaluations++;
    const parameters = point.map(Math.exp);
    const { value, gradient } = objective(parameters);
    const slope = gradient.map((derivative, index) => (-derivative * (parameters[index] as number)) / customers);
    return { point, height: -value / customers, slope };
  };
  let here = look(start.map(Math.log));
  let inverse = identity(start.length);
  for (let iteration = 0; ; iteration++) {
    const steepness = Math.max(...here.slope.map(Math.abs));
    const ended = (end: Climb['end']): Climb => ({
      point: here.point,
      value: -here.height,
      steepness,
      iterations: iteration,
      evaluations,
      end,
    });
    if (!(Number.isFinite(here.height) && Number.isFinite(steepness))) return ended('stuck');
    if (Math.max(...here.point.map(Math.abs)) > farthest) return ended('edge');
    if (steepness < flat) return ended('top');
    if (iteration === iterations) return ended('slow');
    const next = descend(here, inverse, look) ?? descend(here, identity(start.length), look);
    if (!next) return ended(steepness < NEARLY_FLAT ? 'top' : 'stuck');
    inverse = updated(inverse, minus(next.point, here.point), minus(next.slope, here.slope));
    here = next;
  }
}

const ENOUGH = 1e-4;
const MAX_STEP = 2;

/**
 * Backtracking along the quasi-Newton direction until the height falls enough (Armijo); null if it
 * does not.
 */
function descend(here: Point, inverse: number[][], look: (point: number[]) => Point): Point | null {
  const direction = inverse.map((row) => -dot(row, here.slope));
  const along = dot(direction, here.slope);
  if (!(along < 0)) return null;
  const longest = Math.max(...direction.map(Math.abs));
  let step = Math.min(1, MAX_STEP / longest);
  for (let attempt = 0; attempt < 40; attempt++, step /= 2) {
    const next = look(here.point.map((value, index) => value + step * (direction[index] as number)));
    if (next.height < here.height && next.height <= here.height + ENOUGH * step * along) return next;
  }
  return null;
}

/**
 * The BFGS formula for the inverse curvature; left as it is where the curvature along the step is
 * not positive.
 */
function updated(inverse: number[][], step: number[], change: number[]): number[][] {
  const curvature = dot(step, change);
  if (!(curvature > 1e-300)) return inverse;
  const moved = inverse.map((row) => dot(row, change));
  const scale = (1 + dot(change, moved) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map((value, j) => {
      const [si, sj, mi, mj] = [step[i], step[j], moved[i], moved[j]] as [number, number, number, number];
      return value + scale * si * sj - (mi * sj + si * mj) / curvature;
    }),
  );
}

/**
 * Standard errors by the inverse of the observed information, on the logarithms and from there by
 * the delta method.
 */
function errorsAt(objective: Objective, parameters: readonly number[]): number[] | null {
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
  const information = columns.map((column, i) => column.map((value, j) => (value + (columns[j]?.[i] as number)) / 2));
  const variances = inverted(information)?.map((row, index) => row[index] as number);
  if (!variances?.every((variance) => variance > 0)) return null;
  return variances.map((variance, index) => Math.sqrt(variance) * (parameters[index] as number));
}

const CURVATURE_STEP = 1e-4;

/** Gauss and Jordan with pivoting; null for a singular matrix. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [...row, ...(identity(size)[index] as number[])]);
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce(
        (best, row, at) =>
          Math.abs(row[column] as number) > Math.abs(rows[best]?.[column] as number) ? at + column : best,
        column,
      );
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const head = rows[column] as number[];
    const leading = head[column] as number;
    if (!(Math.abs(leading) > 1e-300)) return null;
    for (let at = 0; at < head.length; at++) head[at] = (head[at] as number) / leading;
    rows.forEach((row, index) => {
      const factor = row[column] as number;
      if (index !== column)
        for (let at = 0; at < row.length; at++) row[at] = (row[at] as number) - factor * (head[at] as number);
    });
  }
  return rows.map((row) => row.slice(size));
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}

function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - (b[index] as number));
}
