// Rates of exchange by day, and orders in other currencies valued by them. Pure.
import { Invalid } from '@segue/contracts';
import { digitsOf, isCurrency } from './money';
import type { Purchase } from './purchases';

export interface Rates {
  /**
   * Returns what one unit of `currency` is worth in the brand's currency on a day (`YYYY-MM-DD`);
   * null where no rate is known.
   */
  rateOf(currency: string, day: string): number | null;
}

export const NO_RATES: Rates = { rateOf: () => null };

/**
 * A rate counts from its day on until the next one, so that weekends need none, but not for ever.
 */
const MAX_AGE_DAYS = 31;
const DAY_MS = 86_400_000;
const COLUMNS = 'date,currency,rate';
const DAY = /^\d{4}-\d\d-\d\d$/;
const RATE = /^\d{1,12}(\.\d{1,12})?$/;

/**
 * Reads a CSV file with the columns `date,currency,rate`, one line for each day and currency, e.g.
 * `2026-11-20,EUR,1.0842`: one unit of the currency in the brand's.
 * @throws {Invalid} with the line, for the first line that cannot be read.
 */
export function ratesIn(text: string): Rates {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (header.replaceAll(' ', '').toLowerCase() !== COLUMNS) throw fault(1, `must have the columns ${COLUMNS}`);
  const byCurrency = new Map<string, { day: number; rate: number }[]>();
  lines.forEach((line, place) => {
    if (line.trim() === '') return;
    const { day, currency, rate } = rateIn(line, place + 2);
    const known = byCurrency.get(currency);
    if (known) known.push({ day, rate });
    else byCurrency.set(currency, [{ day, rate }]);
  });
  for (const rates of byCurrency.values()) rates.sort((a, b) => a.day - b.day);
  return {
    rateOf(currency, day) {
      const wanted = dayNumberOf(day);
      const found = byCurrency.get(currency)?.findLast((one) => one.day <= wanted);
      return found && wanted - found.day <= MAX_AGE_DAYS ? found.rate : null;
    },
  };
}

function rateIn(line: string, number: number): { day: number; currency: string; rate: number } {
  const [day = '', currency = '', rate = ''] = line.split(',').map((cell) => cell.trim());
  if (!DAY.test(day) || Number.isNaN(dayNumberOf(day))) throw fault(number, 'date: must be a day such as 2026-11-20');
  if (!isCurrency(currency)) throw fault(number, 'currency: must be an ISO 4217 code such as EUR');
  if (!RATE.test(rate) || Number(rate) === 0) throw fault(number, 'rate: must be a number such as 1.0842');
  return { day: dayNumberOf(day), currency, rate: Number(rate) };
}

const fault = (line: number, message: string) => new Invalid('rates', `line ${line}`, message);

const dayNumberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/**
 * Returns the purchases with the amounts of other currencies in `currency`, by the rate of the day
 * on which each was placed. Those without a rate stay in their own currency.
 * @param dayOf the day (`YYYY-MM-DD`) of an instant in the brand's zone.
 */
export function valued(
  purchases: readonly Purchase[],
  currency: string,
  rates: Rates,
  dayOf: (at: number) => string,
): readonly Purchase[] {
  if (purchases.every((purchase) => purchase.currency === currency)) return purchases;
  return purchases.map((purchase) => {
    if (purchase.currency === currency) return purchase;
    const rate = rates.rateOf(purchase.currency, dayOf(purchase.at));
    return rate === null ? purchase : converted(purchase, currency, rate);
  });
}

function converted(purchase: Purchase, currency: string, rate: number): Purchase {
  const factor = rate * 10 ** (digitsOf(currency) - digitsOf(purchase.currency));
  const gross = Math.round(purchase.gross * factor);
  let left = gross;
  // Rounded parts must not come to more than the whole.
  const refunds = purchase.refunds.map(({ at, amount }) => {
    const back = Math.min(left, Math.round(amount * factor));
    left -= back;
    return { at, amount: back };
  });
  return { ...purchase, currency, gross, discount: Math.round(purchase.discount * factor), refunds };
}
