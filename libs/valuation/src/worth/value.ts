// What a customer is expected to spend, and when that falls: the purchase and spend models on
// calendar days of a zone. Instants are UTC ms, money is minor units (not rounded). All values fall
// or stay from one touchpoint to the next, which is what makes each crossing unique.
import { type BgNbdParameters, bgnbdExpectedPurchases, bgnbdPAlive } from '../models/bgnbd';
import { dayPosition, instantAtPosition } from '../days/calendar';
import { DAY_MS, dayNumber } from '../days/day-number';
import { type Curve, Descent } from './falling';
import { firstBelow } from './first-below';
import { type GammaGammaParameters, expectedSpend } from '../models/gamma-gamma';
import { type Buyer, type History, type PurchaseDays, historyAt, isBuyer, meanSpend } from '../models/history';
import { type MbgNbdParameters, mbgnbdCrossing, mbgnbdExpectedPurchases, mbgnbdPAlive } from '../models/mbgnbd';
import { type NbdParameters, nbdExpectedPurchases } from '../models/nbd';

/** The fitted models, as versioned data. Weeks; γ of the spend model in minor units. */
export interface ValueModel {
  /** The model of expected purchases; BG/NBD where it is not named. */
  readonly purchases?: PurchaseModel;
  readonly bgnbd: BgNbdParameters;
  readonly mbgnbd: MbgNbdParameters;
  /** Given where `purchases` names it. */
  readonly nbd?: NbdParameters;
  readonly gammaGamma: GammaGammaParameters;
}

/** NBD is the one without dropout. */
export const PURCHASE_MODELS = ['bgnbd', 'mbgnbd', 'nbd'] as const;
export type PurchaseModel = (typeof PURCHASE_MODELS)[number];

/** The model that expected purchases are computed by. */
export function purchaseModelOf({ purchases = 'bgnbd', nbd }: ValueModel): PurchaseModel {
  return purchases === 'nbd' && !nbd ? 'bgnbd' : purchases;
}

/** E[purchases in the t weeks after T] by the model that is named in `model`. */
export function expectedPurchases(model: ValueModel, history: History, t: number): number {
  const named = purchaseModelOf(model);
  if (named === 'nbd' && model.nbd) return nbdExpectedPurchases(model.nbd, history, t);
  if (named === 'mbgnbd') return mbgnbdExpectedPurchases(model.mbgnbd, history, t);
  return bgnbdExpectedPurchases(model.bgnbd, history, t);
}

/** P(alive) under the model of expected purchases; 1 for each customer under NBD. */
export function aliveUnder(model: ValueModel, history: History): number {
  const named = purchaseModelOf(model);
  if (named === 'nbd') return 1;
  return named === 'mbgnbd' ? mbgnbdPAlive(model.mbgnbd, history) : bgnbdPAlive(model.bgnbd, history);
}

/**
 * Parameters of the CDNOW sample (calibration to 1997-09-30), a start until the retailer's own data
 * have been fitted: BG/NBD as Fader, Hardie & Lee (2005), MBG/NBD as BTYDplus, Gamma-Gamma as Fader
 * & Hardie (2013), whose γ of 15.44 dollars is here in cents.
 */
export const CDNOW_MODEL: ValueModel = {
  bgnbd: { r: 0.2425945129, alpha: 4.4136018112, a: 0.7929220818, b: 2.425906993 },
  mbgnbd: { r: 0.5248430991, alpha: 6.183084971, a: 0.8913593692, b: 1.6140023929 },
  gammaGamma: { p: 6.2495733519, q: 3.7442245203, gamma: 1544.35171014 },
};

/** The horizon of the expected revenue in tiers and in the console. */
export const HORIZON_WEEKS = 39;

/** Crossings later than this are reported as never. */
const FAR_AWAY_DAYS = 200 * 365;
const DAYS_A_WEEK = 7;

/**
 * Expected revenue of the next `horizonWeeks`: expected purchases × Gamma-Gamma spend. 0 without
 * purchases.
 */
export function expectedRevenue(
  days: PurchaseDays,
  model: ValueModel,
  horizonWeeks: number,
  now: number,
  zone: string,
): number {
  if (!isBuyer(days)) return 0;
  const spend = expectedSpend(model.gammaGamma, days.count - 1, meanSpend(days));
  return spend * expectedPurchases(model, historyAt(days, now, zone), horizonWeeks);
}

/**
 * The first instant at which the expected revenue is below `level` if nothing is bought. Null if it
 * is below already, without purchases, for a level that it never reaches (0 or less), and beyond
 * 200 years. For many levels see `expectedRevenueFall`.
 */
export function expectedRevenueFallsBelow(
  level: number,
  days: PurchaseDays,
  model: ValueModel,
  horizonWeeks: number,
  now: number,
  zone: string,
): number | null {
  return expectedRevenueFall(days, model, horizonWeeks, now, zone)(level);
}

/**
 * `expectedRevenueFallsBelow` of one customer at one instant for many levels: each finds its way by
 * those before it.
 */
export function expectedRevenueFall(
  days: PurchaseDays,
  model: ValueModel,
  horizonWeeks: number,
  now: number,
  zone: string,
): (level: number) => number | null {
  if (!isBuyer(days)) return () => null;
  let descent: Descent | undefined;
  return (level) => {
    if (level <= 0) return null;
    const curve = () => revenueCurve(days, model, horizonWeeks, now, zone);
    descent ??= new Descent(curve(), now, now + FAR_AWAY_DAYS * DAY_MS, FIRST_STEP_WEEKS);
    return descent.firstBelow(level);
  };
}

const FIRST_STEP_WEEKS = 16;

/**
 * By T, the weeks since the first purchase. The revenue is nearly that of a customer certain to be
 * alive, times P(alive), and the odds of being alive are a power of T: on their logarithm the curve
 * has no bend where customers begin to drop out. BG/NBD takes one-time buyers for certainly alive,
 * NBD all buyers.
 */
function revenueCurve(days: Buyer, model: ValueModel, horizonWeeks: number, now: number, zone: string): Curve {
  const first = dayNumber(days.first);
  const [x, tx] = [days.count - 1, (dayNumber(days.last) - first) / DAYS_A_WEEK];
  const spend = expectedSpend(model.gammaGamma, x, meanSpend(days));
  const timeOf = (instant: number) => Math.max(tx, (dayPosition(instant, zone) - first) / DAYS_A_WEEK);
  const valueAt = (T: number) => spend * expectedPurchases(model, { x, tx, T }, horizonWeeks);
  const T = timeOf(now);
  const pAliveNow = aliveUnder(model, { x, tx, T });
  const alive = valueAt(T) / pAliveNow;
  return {
    timeOf,
    instantAt: (time) => instantAtPosition(first + time * DAYS_A_WEEK, zone),
    valueAt,
    heightOf: pAliveNow === 1 ? Math.log : (value) => Math.log(value / (alive - value)),
  };
}

/**
 * MBG/NBD's P(alive), which is the one shown whichever model purchases are expected by: BG/NBD's is
 * 1 for every one-time buyer and NBD's for all, so that a silence would never count. 0 without
 * purchases.
 */
export function pAlive(days: PurchaseDays, model: ValueModel, now: number, zone: string): number {
  return isBuyer(days) ? mbgnbdPAlive(model.mbgnbd, historyAt(days, now, zone)) : 0;
}

/**
 * The first instant at which `pAlive` is below `level` if nothing is bought; null as for
 * `expectedRevenueFallsBelow`.
 */
export function pAliveFallsBelow(
  level: number,
  days: PurchaseDays,
  model: ValueModel,
  now: number,
  zone: string,
): number | null {
  if (!isBuyer(days) || level <= 0 || pAlive(days, model, now, zone) < level) return null;
  const { x, tx, T } = historyAt(days, now, zone);
  const crossing = Math.max(T, mbgnbdCrossing(model.mbgnbd, x, tx, level) ?? T);
  if ((crossing - T) * DAYS_A_WEEK > FAR_AWAY_DAYS) return null;
  const guess = instantAtPosition(dayNumber(days.first) + crossing * DAYS_A_WEEK, zone);
  return firstBelow((instant) => pAlive(days, model, instant, zone), level, now, guess);
}
