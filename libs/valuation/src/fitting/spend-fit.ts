// The fit of Gamma-Gamma with a weak prior. Money is counted in units of the store's own mean spend
// a purchase, so the prior knows no currency.
import { type GammaGammaParameters, type SpendRow, gammaGammaLikelihood } from '../models/gamma-gamma';
import { customersIn } from '../models/rows';
import { type Estimate, errorsOf, mostProbable } from './posterior';
import { belief } from './prior';

export interface SpendFit {
  readonly parameters: GammaGammaParameters;
  readonly standardErrors: GammaGammaParameters;
  readonly logLikelihood: number;
  /** Repeat customers with a spend above 0. */
  readonly customers: number;
}

/**
 * Fits with pauses; never fails.
 * @param typicalSpend the store's mean spend a purchase, first purchases included, in the unit that
 * γ shall have; the rows' own mean where it is not above 0.
 */
export function* fitSpend(rows: readonly SpendRow[], typicalSpend: number): Generator<void, SpendFit> {
  const fitting = rows.filter(({ x, meanSpend }) => x > 0 && meanSpend > 0);
  const customers = customersIn(fitting);
  const unit = unitOf(fitting, customers, typicalSpend);
  const scaled = fitting.map((row) => ({ ...row, meanSpend: row.meanSpend / unit }));
  const found = yield* mostProbable(
    ([p = 0, excess = 0, gamma = 0]) => gammaGammaLikelihood({ p, q: 1 + excess, gamma }, scaled),
    BELIEFS,
    TYPICAL,
    [[1, 1, 1]],
    customers,
  );
  return {
    parameters: inMoney(found, unit),
    standardErrors: errorsInMoney(found, unit),
    logLikelihood: found.logLikelihood - customers * Math.log(unit),
    customers,
  };
}

/** Of p, q − 1 and γ. */
const TYPICAL = [4, 2.5, 2.5 / 4];
const BELIEFS = [
  belief([1, 0, 0], 4, 1),
  belief([0, 1, 0], 2.5, 1),
  // The mean spend of the population. A few very large customers cannot carry it beyond twice what
  // the store's purchases come to on average: near q = 1 it would run to infinity.
  belief([1, -1, 1], 1, 0.5, Math.log(2)),
];

function unitOf(rows: readonly SpendRow[], customers: number, typicalSpend: number): number {
  if (typicalSpend > 0 && Number.isFinite(typicalSpend)) return typicalSpend;
  if (customers === 0) return 1;
  return rows.reduce((sum, { meanSpend, weight }) => sum + weight * meanSpend, 0) / customers;
}

function inMoney({ parameters: [p = 0, excess = 0, gamma = 0] }: Estimate, unit: number): GammaGammaParameters {
  return { p, q: 1 + excess, gamma: gamma * unit };
}

function errorsInMoney(found: Estimate, unit: number): GammaGammaParameters {
  const [p = 0, q = 0, gamma = 0] = errorsOf(found);
  return { p, q, gamma: gamma * unit };
}
