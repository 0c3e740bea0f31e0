// One search for a maximum from one start: BFGS on the logarithms of the parameters, with
// the gradient given. Nocedal & Wright, "Numerical Optimization" (2006), algorithm 6.1.
import { atOnce } from '@segue/contracts';
import { dot, identity, minus } from './matrices';

/** Log-likelihood and its gradient by the parameters themselves (not their logarithms). */
export interface Likelihood {
  readonly value: number;
  readonly gradient: readonly number[];
}
export type Objective = (parameters: readonly number[]) => Likelihood;

export interface Search {
  /** The steepness at which a point counts as the top; more where the gradient is not exact. */
  readonly flat?: number;
  /** Maximum number of steps from one start. */
  readonly iterations?: number;
  /** Size of a parameter's logarithm beyond which it counts as running to 0 or to infinity. */
  readonly farthest?: number;
}

export interface Climb {
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
const MAX_ITERATIONS = 500;
/** e^±18 is beyond what data can determine of any of these parameters. */
export const FARTHEST = 18;

interface Point {
  readonly point: number[];
  /** Negative mean log-likelihood, which is minimised, and its gradient by the logarithms. */
  readonly height: number;
  readonly slope: number[];
}

export function climb(objective: Objective, start: readonly number[], customers: number, search: Search): Climb {
  return atOnce(climbing(objective, start, customers, search));
}

/** As `climb`, with a pause after each step. */
export function* climbing(
  objective: Objective,
  start: readonly number[],
  customers: number,
  search: Search,
): Generator<void, Climb> {
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
  yield;
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
    yield;
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
