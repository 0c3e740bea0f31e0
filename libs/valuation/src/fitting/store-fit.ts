// A store's models from its evidence. The models fitted before the split show which model of
// purchases foresees best; the models fitted to all data are used. A fit always gives a result:
// with few or unusual data the priors decide, and the errors and the interval are wide.
import { dot } from '../numerics/matrices';
import { type Row, customersIn } from '../models/rows';
import { HORIZON_WEEKS, type PurchaseModel, type ValueModel, aliveUnder, expectedPurchases } from '../worth/value';
import type { DataWindow, Evidence } from './evidence';
import { type Figures, figuresOf } from './figures';
import { type HeldOut, bestOf, heldOut } from './held-out';
import { type PurchaseFits, fitPurchases, medianGap } from './purchase-fit';
import { type SpendFit, fitSpend } from './spend-fit';

export interface StoreFit {
  /** Fitted to all data. */
  readonly model: ValueModel & { readonly purchases: PurchaseModel };
  /** Standard errors of its parameters. */
  readonly errors: Omit<ValueModel, 'purchases'>;
  readonly window: DataWindow;
  readonly customers: number;
  /** Customers with a second purchase. */
  readonly repeaters: number;
  readonly purchases: number;
  /** The store's median gap between purchases, weeks. */
  readonly gap: number;
  /** What the customers are expected to buy in the next 39 weeks, each on average. */
  readonly expected: Interval;
  /** Of the models fitted before the split; null where nothing could be held out. */
  readonly heldOut: HeldOut | null;
  readonly figures: Figures | null;
}

export interface Interval {
  readonly value: number;
  /**
   * Ends of the 95 % interval: the parameters are uncertain, and customers buy by chance. It knows
   * nothing of a market that changes.
   */
  readonly low: number;
  readonly high: number;
}

/** Fits with pauses. Without a comparison MBG/NBD is used: it alone lets one-time buyers leave. */
export function* fitStore(evidence: Evidence): Generator<void, StoreFit> {
  const { window, customers, repeaters, purchases } = evidence;
  const rows = evidence.histories();
  const gap = medianGap(rows);
  yield;
  const test = yield* fitBefore(evidence);
  const named = test ? bestOf(test.heldOut) : 'mbgnbd';
  const fits = yield* fitPurchases(rows, gap);
  const spend = yield* fitSpend(evidence.spends(), evidence.typicalSpend());
  const model = modelOf(named, fits, spend);
  return {
    model,
    errors: errorsOf(fits, spend),
    window,
    customers,
    repeaters,
    purchases,
    gap,
    expected: yield* expectedOf(rows, model, fits),
    heldOut: test?.heldOut ?? null,
    figures: test ? yield* figuresOf(evidence.followed, { ...test.model, purchases: named }, test.weeks) : null,
  };
}

function* fitBefore(
  evidence: Evidence,
): Generator<void, { model: ValueModel; heldOut: HeldOut; weeks: number } | null> {
  const { split, last } = evidence.window;
  const rows = evidence.historiesBefore();
  if (split === null || rows.length === 0) return null;
  yield;
  const fits = yield* fitPurchases(rows, medianGap(rows));
  const spend = yield* fitSpend(evidence.spendsBefore(), evidence.typicalSpend());
  const model = modelOf('mbgnbd', fits, spend);
  yield;
  const result = heldOut(model, evidence);
  return result && { model, heldOut: result, weeks: (last - split) / 7 };
}

function modelOf(purchases: PurchaseModel, fits: PurchaseFits, spend: SpendFit): StoreFit['model'] {
  const { bgnbd, mbgnbd, nbd } = fits;
  return {
    purchases,
    bgnbd: bgnbd.parameters,
    mbgnbd: mbgnbd.parameters,
    nbd: nbd.parameters,
    gammaGamma: spend.parameters,
  };
}

function errorsOf({ bgnbd, mbgnbd, nbd }: PurchaseFits, spend: SpendFit): StoreFit['errors'] {
  return {
    bgnbd: bgnbd.standardErrors,
    mbgnbd: mbgnbd.standardErrors,
    nbd: nbd.standardErrors,
    gammaGamma: spend.standardErrors,
  };
}

const Z95 = 1.959964;
const STEP = 1e-3;
/** e to this is beyond any use; it keeps the ends of the interval finite. */
const WIDEST = 50;

/** By the delta method on logarithms: the interval is wide where the parameters are uncertain. */
function* expectedOf(rows: readonly Row[], model: StoreFit['model'], fits: PurchaseFits): Generator<void, Interval> {
  if (rows.length === 0) return { value: 0, low: 0, high: 0 };
  const { purchases: named } = model;
  const { parameters, covariance } = fits[named].estimate;
  const value = yield* meanPurchases(rows, model);
  const every = Math.ceil(rows.length / MOST_ROWS);
  const some = rows.filter((_, index) => index % every === 0);
  const slopes: number[] = [];
  for (const index of parameters.keys()) {
    const lnMean: number[] = [];
    for (const by of [STEP, -STEP]) {
      const moved = parameters.map((one, at) => (at === index ? one * Math.exp(by) : one));
      lnMean.push(Math.log(yield* meanPurchases(some, withParameters(model, named, moved))));
    }
    slopes.push(((lnMean[0] as number) - (lnMean[1] as number)) / (2 * STEP));
  }
  const variance = Math.max(0, quadraticForm(covariance, slopes)) + (yield* chanceVariance(rows, model));
  const spread = Math.min(WIDEST, Z95 * Math.sqrt(variance));
  return { value, low: value * Math.exp(-spread), high: value * Math.exp(spread) };
}

/** Rows that the slopes are computed from; the value itself is of all. */
const MOST_ROWS = 300;

function* meanPurchases(rows: readonly Row[], model: ValueModel): Generator<void, number> {
  let all = 0;
  for (const row of rows) {
    all += row.weight * expectedPurchases(model, row, HORIZON_WEEKS);
    yield;
  }
  return all / customersIn(rows);
}

/**
 * Variance of the logarithm of all purchases together that is left where the parameters are known:
 * of a negative binomial count of r + x, and of whether the customer is alive.
 */
function* chanceVariance(rows: readonly Row[], model: StoreFit['model']): Generator<void, number> {
  const { r } = model.purchases === 'nbd' && model.nbd ? model.nbd : model[model.purchases as 'bgnbd' | 'mbgnbd'];
  let [mean, variance] = [0, 0];
  for (const row of rows) {
    const expected = expectedPurchases(model, row, HORIZON_WEEKS);
    const alive = Math.max(Number.EPSILON, aliveUnder(model, row));
    mean += row.weight * expected;
    variance += row.weight * expected * (1 + expected * (1 / (r + row.x) + (1 - alive) / alive));
    yield;
  }
  return mean > 0 ? variance / mean ** 2 : 0;
}

const quadraticForm = (matrix: readonly (readonly number[])[], vector: readonly number[]) =>
  dot(
    matrix.map((row) => dot(row, vector)),
    vector,
  );

function withParameters(model: ValueModel, named: PurchaseModel, point: readonly number[]): ValueModel {
  const [r = 0, alpha = 0, a = 0, b = 0] = point;
  return { ...model, [named]: named === 'nbd' ? { r, alpha } : { r, alpha, a, b } };
}
