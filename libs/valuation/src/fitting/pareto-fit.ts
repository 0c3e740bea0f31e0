// Fitting Pareto/NBD to a population; its gradient is numerical.
import { type Fit, fitRows, typicalWeeks } from './fit';
import type { Objective, Search } from '../numerics/climb';
import { type ParetoNbdParameters, paretoNbdRowsLogLikelihood } from '../models/pareto-nbd';
import type { Row } from '../models/rows';

/** Slower than the others by the ₂F₁ in each row: kept as a yardstick for them. */
export function fitParetoNbd(rows: readonly Row[]): Fit<ParetoNbdParameters> {
  const weeks = typicalWeeks(rows);
  const objective = numerically((point) => paretoNbdRowsLogLikelihood(paretoOf(point), rows));
  const starts = [
    [0.5, weeks / 4, 0.5, weeks / 4],
    [1, weeks / 2, 1, weeks / 2],
  ];
  return fitRows(rows, objective, starts, paretoOf, PARETO_SEARCH);
}

const DIFFERENCE = 1e-5;
/**
 * `flat` is the precision of such a gradient. Where no customer drops out, s and β grow together on
 * a flat ridge, with nine sums over all rows for each look: parameters beyond e^9 weeks, and more
 * than 40 steps, are not waited for.
 */
const PARETO_SEARCH: Search = { flat: 3e-8, iterations: 40, farthest: 9 };

/** A gradient by central differences on the logarithms, where none is at hand. */
function numerically(valueAt: (point: readonly number[]) => number): Objective {
  return (point) => ({
    value: valueAt(point),
    gradient: point.map((parameter, index) => {
      const moved = (by: number) => valueAt(point.map((value, at) => (at === index ? value * Math.exp(by) : value)));
      return (moved(DIFFERENCE) - moved(-DIFFERENCE)) / (2 * DIFFERENCE * parameter);
    }),
  });
}

const paretoOf = ([r = 0, alpha = 0, s = 0, beta = 0]: readonly number[]): ParetoNbdParameters => ({
  r,
  alpha,
  s,
  beta,
});
