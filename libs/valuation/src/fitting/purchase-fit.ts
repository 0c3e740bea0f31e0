// Fits of BG/NBD, MBG/NBD and NBD with weak priors, from counted histories. Rates are assumed in
// units of the store's own median gap between two purchases, so a grocer and a furniture shop are
// treated alike.
import type { Objective } from '../numerics/climb';
import { type DropoutParameters } from '../models/dropout';
import { type FirstDropout, dropoutLikelihood } from '../models/dropout-likelihood';
import { type NbdParameters, nbdLikelihood } from '../models/nbd';
import { type Row, customersIn } from '../models/rows';
import type { PurchaseModel, ValueModel } from '../worth/value';
import { type Estimate, errorsOf, mostProbable } from './posterior';
import { type Belief, belief } from './prior';

export interface PurchaseFit<P = DropoutParameters | NbdParameters> {
  readonly parameters: P;
  readonly standardErrors: P;
  readonly logLikelihood: number;
  readonly estimate: Estimate;
}

export interface PurchaseFits {
  readonly bgnbd: PurchaseFit<DropoutParameters>;
  readonly mbgnbd: PurchaseFit<DropoutParameters>;
  readonly nbd: PurchaseFit<NbdParameters>;
}

/**
 * Fits all three, with pauses; never fails. Rows in weeks.
 * @param gap the store's median gap, `medianGap`.
 */
export function* fitPurchases(rows: readonly Row[], gap: number): Generator<void, PurchaseFits> {
  return {
    bgnbd: yield* fitDropout(rows, 0, gap),
    mbgnbd: yield* fitDropout(rows, 1, gap),
    nbd: yield* fitNbd(rows, gap),
  };
}

/**
 * The median over customers with a second purchase of their mean gap, weeks; the mean time watched
 * where there are none. At least a day.
 */
export function medianGap(rows: readonly Row[]): number {
  const gaps = rows.filter(({ x }) => x > 0).map(({ x, tx, weight }) => ({ gap: tx / x, weight }));
  gaps.sort((a, b) => a.gap - b.gap);
  const half = customersIn(gaps) / 2;
  let below = 0;
  const middle = gaps.find(({ weight }) => (below += weight) >= half);
  const watched = rows.reduce((sum, { T, weight }) => sum + weight * T, 0) / Math.max(1, customersIn(rows));
  return Math.max(1 / 7, middle?.gap ?? watched);
}

/** What is assumed of any store: customers differ a lot, and one in five purchases is the last. */
const TYPICAL = { r: 0.7, purchasesAGap: 0.7, oddsOfLeaving: 0.25, certainty: 1.2 };

/** r up to 14: beyond it customers hardly differ, and its size changes no expectation. */
const MOST_ALIKE = 3;

function rateBeliefs(gap: number, others: readonly number[]): Belief[] {
  return [
    belief([1, 0, ...others], TYPICAL.r, 1.2, MOST_ALIKE),
    belief([1, -1, ...others], TYPICAL.purchasesAGap / gap, 1.5),
  ];
}

function* fitDropout(
  rows: readonly Row[],
  first: FirstDropout,
  gap: number,
): Generator<void, PurchaseFit<DropoutParameters>> {
  const beliefs = [
    ...rateBeliefs(gap, [0, 0]),
    belief([0, 0, 1, -1], TYPICAL.oddsOfLeaving, 1.5),
    belief([0, 0, 0.5, 0.5], TYPICAL.certainty, 1.5),
  ];
  const { certainty, oddsOfLeaving } = TYPICAL;
  const [a, b] = [certainty * Math.sqrt(oddsOfLeaving), certainty / Math.sqrt(oddsOfLeaving)];
  const alpha = (TYPICAL.r * gap) / TYPICAL.purchasesAGap;
  const likelihood: Objective = (point) => dropoutLikelihood(dropoutOf(point), rows, first);
  const starts = [[1.5, 1.5 * gap, 0.1, 5]];
  const found = yield* mostProbable(likelihood, beliefs, [TYPICAL.r, alpha, a, b], starts, customersIn(rows));
  return named(found, dropoutOf);
}

function* fitNbd(rows: readonly Row[], gap: number): Generator<void, PurchaseFit<NbdParameters>> {
  const likelihood: Objective = (point) => nbdLikelihood(nbdOf(point), rows);
  const typical = [TYPICAL.r, (TYPICAL.r * gap) / TYPICAL.purchasesAGap];
  const found = yield* mostProbable(likelihood, rateBeliefs(gap, []), typical, [], customersIn(rows));
  return named(found, nbdOf);
}

function named<P extends NbdParameters>(estimate: Estimate, nameOf: (point: readonly number[]) => P): PurchaseFit<P> {
  return {
    parameters: inRange(nameOf(estimate.parameters)),
    standardErrors: nameOf(errorsOf(estimate)),
    logLikelihood: estimate.logLikelihood,
    estimate,
  };
}

/** ln L of rows under the model of purchases that `model` names. */
export function purchaseLogLikelihood(model: ValueModel, named: PurchaseModel, rows: readonly Row[]): number {
  if (named === 'nbd') return model.nbd ? nbdLikelihood(model.nbd, rows).value : -Infinity;
  return dropoutLikelihood(model[named], rows, named === 'mbgnbd' ? 1 : 0).value;
}

/** Where the functions of the models are computed to all digits (docs/valuation.md, Limits). */
const within = (value: number, most: number) => Math.min(most, Math.max(0.001, value));
const MOST_SHAPE = 3_000;
const MOST_WEEKS = 100_000;

const dropoutOf = ([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): DropoutParameters => ({ r, alpha, a, b });
const nbdOf = ([r = 0, alpha = 0]: readonly number[]): NbdParameters => ({ r, alpha });
const inRange = <P extends NbdParameters>(parameters: P): P =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      within(value as number, name === 'alpha' ? MOST_WEEKS : MOST_SHAPE),
    ]),
  ) as unknown as P;
