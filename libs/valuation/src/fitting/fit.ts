// Fitting the models to a population: parameters with their standard errors, or the reason why
// there are none. Deterministic: the starts are fixed, scaled by the data.
import type { BgNbdParameters } from '../models/bgnbd';
import { dropoutLikelihood, type FirstDropout } from '../models/dropout-likelihood';
import { type GammaGammaParameters, type SpendRow, gammaGammaLikelihood } from '../models/gamma-gamma';
import { type Diagnostics, maximise } from '../numerics/maximise';
import type { Objective, Search } from '../numerics/climb';
import type { MbgNbdParameters } from '../models/mbgnbd';
import { LEAST_REPEATERS, type Row, customersIn, repeatersIn } from '../models/rows';

export type Fit<P> =
  | {
      readonly ok: true;
      readonly parameters: P;
      readonly logLikelihood: number;
      /** By parameter. */
      readonly standardErrors: P;
      readonly customers: number;
      readonly diagnostics: Diagnostics;
    }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly customers: number;
      readonly diagnostics: Diagnostics | null;
    };

/** Rows in weeks. */
export function fitBgNbd(rows: readonly Row[]): Fit<BgNbdParameters> {
  return fitDropout(rows, 0);
}

export function fitMbgNbd(rows: readonly Row[]): Fit<MbgNbdParameters> {
  return fitDropout(rows, 1);
}

/**
 * Rows of repeat customers whose mean spend is above 0; money in whatever unit γ shall have. Fails
 * where q is within two standard errors of 1: at 1 or less the population has no mean spend, and
 * little above it nearly any.
 */
export function fitGammaGamma(rows: readonly SpendRow[]): Fit<GammaGammaParameters> {
  const fitting = rows.filter(({ x, meanSpend }) => x > 0 && meanSpend > 0);
  const customers = customersIn(fitting);
  if (customers < LEAST_REPEATERS) return tooFew(customers, customers);
  // In units of the mean, so that the result does not depend on the currency.
  const unit = fitting.reduce((sum, { meanSpend, weight }) => sum + weight * meanSpend, 0) / customers;
  const scaled = fitting.map((row) => ({ ...row, meanSpend: row.meanSpend / unit }));
  const starts = [
    [3, 4, 1],
    [1, 2, 1 / 2],
    [10, 3, 1 / 4],
  ];
  const found = named(
    maximise((point) => gammaGammaLikelihood(spendOf(point), scaled), starts, customers),
    customers,
    spendOf,
  );
  if (!found.ok) return found;
  const { parameters, standardErrors, logLikelihood, diagnostics } = found;
  if (parameters.q - 2 * standardErrors.q <= 1) return { ok: false, reason: NO_MEAN_SPEND, customers, diagnostics };
  return {
    ...found,
    parameters: { ...parameters, gamma: parameters.gamma * unit },
    standardErrors: { ...standardErrors, gamma: standardErrors.gamma * unit },
    logLikelihood: logLikelihood - customers * Math.log(unit),
  };
}

const NO_MEAN_SPEND =
  'q is within two standard errors of 1, where the population has no mean spend: a few customers spend by far the most';

function fitDropout(rows: readonly Row[], first: FirstDropout): Fit<BgNbdParameters> {
  const weeks = typicalWeeks(rows);
  const starts = [
    [0.3, weeks / 8, 0.8, 2.5],
    [1, weeks / 2, 1, 1],
    [0.5, weeks / 4, 0.3, 5],
  ];
  return fitRows(rows, (point) => dropoutLikelihood(dropoutOf(point), rows, first), starts, dropoutOf);
}

export function fitRows<P>(
  rows: readonly Row[],
  objective: Objective,
  starts: readonly number[][],
  nameOf: (point: readonly number[]) => P,
  search?: Search,
): Fit<P> {
  const customers = customersIn(rows);
  const repeaters = repeatersIn(rows);
  if (repeaters < LEAST_REPEATERS) return tooFew(repeaters, customers);
  return named(maximise(objective, starts, customers, search), customers, nameOf);
}

function tooFew(found: number, customers: number): Fit<never> {
  const reason = `${found} customers came again; at least ${LEAST_REPEATERS} are needed`;
  return { ok: false, reason, customers, diagnostics: null };
}

function named<P>(
  found: ReturnType<typeof maximise>,
  customers: number,
  nameOf: (point: readonly number[]) => P,
): Fit<P> {
  if (!found.ok) return { ...found, customers };
  const { parameters, standardErrors, logLikelihood, diagnostics } = found;
  return {
    ok: true,
    parameters: nameOf(parameters),
    standardErrors: nameOf(standardErrors),
    logLikelihood,
    customers,
    diagnostics,
  };
}

/** The mean time watched sets the scale of α and β. */
export function typicalWeeks(rows: readonly Row[]): number {
  return Math.max(1, rows.reduce((sum, { T, weight }) => sum + weight * T, 0) / Math.max(1, customersIn(rows)));
}

const dropoutOf = ([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): BgNbdParameters => ({ r, alpha, a, b });
const spendOf = ([p = 0, q = 0, gamma = 0]: readonly number[]): GammaGammaParameters => ({ p, q, gamma });
