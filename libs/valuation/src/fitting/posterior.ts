// The most probable parameters, given a likelihood and beliefs. Unlike `maximise` it always has an
// answer: where data are few or odd it is that of the beliefs, with errors as wide as theirs.
import { type Climb, type Objective, climbing } from '../numerics/climb';
import { inverted } from '../numerics/matrices';
import { informationAt } from '../numerics/maximise';
import { type Belief, logPrior } from './prior';

export interface Estimate {
  readonly parameters: readonly number[];
  /** Of the parameters' logarithms. */
  readonly covariance: readonly (readonly number[])[];
  /** Without the prior. */
  readonly logLikelihood: number;
}

/**
 * Finds the maximum of likelihood × prior; pauses after each step.
 * @param typical the parameters at the centre of the beliefs: a start, and what remains where the
 * likelihood cannot be computed at all.
 * @param starts others to search from.
 */
export function* mostProbable(
  likelihood: Objective,
  beliefs: readonly Belief[],
  typical: readonly number[],
  starts: readonly (readonly number[])[],
  customers: number,
): Generator<void, Estimate> {
  const objective: Objective = (parameters) => {
    const [data, prior] = [likelihood(parameters), logPrior(beliefs, parameters, customers)];
    const gradient = data.gradient.map((slope, index) => slope + (prior.gradient[index] as number));
    return { value: data.value + prior.value, gradient };
  };
  let best: Climb | undefined;
  for (const start of [typical, ...starts]) {
    const found = yield* climbing(objective, start, Math.max(1, customers), SEARCH);
    if (Number.isFinite(found.value) && !(best && best.value >= found.value)) best = found;
  }
  const parameters = best ? best.point.map(Math.exp) : typical;
  yield;
  return {
    parameters,
    covariance: covarianceAt(objective, parameters) ?? covarianceOf(beliefs, typical),
    logLikelihood: likelihood(parameters).value,
  };
}

const SEARCH = { flat: 1e-7, iterations: 100 };

/** Null where the top is so flat, or so sharp, that rounding hides its curvature. */
function covarianceAt(objective: Objective, parameters: readonly number[]): number[][] | null {
  const covariance = inverted(informationAt(objective, parameters));
  const isUsable = covariance?.every((row, index) => row.every(Number.isFinite) && (row[index] as number) > 0);
  return covariance && isUsable ? covariance : null;
}

/** What the beliefs alone leave open. */
function covarianceOf(beliefs: readonly Belief[], typical: readonly number[]): number[][] {
  const information = typical.map((_, row) =>
    typical.map((__, column) =>
      beliefs.reduce(
        (sum, { weights, spread }) => sum + ((weights[row] as number) * (weights[column] as number)) / spread ** 2,
        0,
      ),
    ),
  );
  return inverted(information) as number[][];
}

/** Standard errors of the parameters themselves. */
export const errorsOf = ({ parameters, covariance }: Estimate): number[] =>
  parameters.map(
    (parameter, index) => parameter * Math.sqrt((covariance[index] as readonly number[])[index] as number),
  );
