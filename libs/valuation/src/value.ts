// What a customer is expected to spend, and when that falls: the purchase and spend models on calendar days of a zone. Instants are UTC ms,
// money is minor units (not rounded). All values fall or stay from one touchpoint to the next, which is what makes each crossing unique.
import { dayNumber, instantAtPosition } from './calendar';
import { type BgNbdParameters, bgnbdExpectedPurchases } from './bgnbd';
import { fallsTo, firstBelow } from './falling';
import { type GammaGammaParameters, expectedSpend } from './gamma-gamma';
import { type Buyer, type PurchaseDays, historyAt, isBuyer, meanSpend } from './history';
import { type MbgNbdParameters, mbgnbdCrossing, mbgnbdPAlive } from './mbgnbd';

/** The fitted models, as versioned data. Weeks; γ of the spend model in minor units. */
export interface ValueModel {
  readonly bgnbd: BgNbdParameters;
  readonly mbgnbd: MbgNbdParameters;
  readonly gammaGamma: GammaGammaParameters;
}

/**
 * Parameters of the CDNOW sample (calibration to 1997-09-30), a start until the retailer's own data have been fitted: BG/NBD as Fader, Hardie &
 * Lee (2005), MBG/NBD as BTYDplus, Gamma-Gamma as Fader & Hardie (2013), whose γ of 15.44 dollars is here in cents.
 */
export const CDNOW_MODEL: ValueModel = {
  bgnbd: { r: 0.2425945129, alpha: 4.4136018112, a: 0.7929220818, b: 2.425906993 },
  mbgnbd: { r: 0.5248430991, alpha: 6.183084971, a: 0.8913593692, b: 1.6140023929 },
  gammaGamma: { p: 6.2495733519, q: 3.7442245203, gamma: 1544.35171014 },
};

/** The horizon of the expected revenue that tiers and the console speak of. */
export const HORIZON_WEEKS = 39;

/** Crossings later than this are reported as never. */
const FAR_AWAY_DAYS = 200 * 365;
const DAYS_A_WEEK = 7;

/** Expected revenue of the next `horizonWeeks`: BG/NBD purchases × Gamma-Gamma spend. 0 for who never bought. */
export function expectedRevenue(
  days: PurchaseDays,
  model: ValueModel,
  horizonWeeks: number,
  now: number,
  zone: string,
): number {
  if (!isBuyer(days)) return 0;
  const spend = expectedSpend(model.gammaGamma, days.count - 1, meanSpend(days));
  return spend * bgnbdExpectedPurchases(model.bgnbd, historyAt(days, now, zone), horizonWeeks);
}

/**
 * The first instant at which the expected revenue is below `level` if nothing is bought. Null if it is below already, for who never bought,
 * for a level that it never reaches (0 or less) and beyond 200 years.
 */
export function expectedRevenueFallsBelow(
  level: number,
  days: PurchaseDays,
  model: ValueModel,
  horizonWeeks: number,
  now: number,
  zone: string,
): number | null {
  if (!isBuyer(days) || level <= 0 || expectedRevenue(days, model, horizonWeeks, now, zone) < level) return null;
  const guess = revenueReaches(level, days, model, horizonWeeks, now, zone);
  if (guess === null) return null;
  return firstBelow((instant) => expectedRevenue(days, model, horizonWeeks, instant, zone), level, now, guess);
}

/** About when (to some milliseconds) the expected revenue comes down to `level`: the search runs on T alone, without a calendar. */
function revenueReaches(
  level: number,
  days: Buyer,
  model: ValueModel,
  horizonWeeks: number,
  now: number,
  zone: string,
): number | null {
  const { x, tx, T } = historyAt(days, now, zone);
  const purchases = level / expectedSpend(model.gammaGamma, x, meanSpend(days));
  const reached = fallsTo(
    (weeks) => bgnbdExpectedPurchases(model.bgnbd, { x, tx, T: weeks }, horizonWeeks),
    purchases,
    T,
    T + FAR_AWAY_DAYS / DAYS_A_WEEK,
    WEEKS_OF_A_MILLISECOND,
  );
  return reached === null ? null : instantAtPosition(dayNumber(days.first) + reached * DAYS_A_WEEK, zone);
}

const WEEKS_OF_A_MILLISECOND = 1 / (DAYS_A_WEEK * 86_400_000);

/** MBG/NBD's P(alive), which is the one shown: BG/NBD's is 1 for every one-time buyer. 0 for who never bought. */
export function pAlive(days: PurchaseDays, model: ValueModel, now: number, zone: string): number {
  return isBuyer(days) ? mbgnbdPAlive(model.mbgnbd, historyAt(days, now, zone)) : 0;
}

/** The first instant at which `pAlive` is below `level` if nothing is bought; null as for `expectedRevenueFallsBelow`. */
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
