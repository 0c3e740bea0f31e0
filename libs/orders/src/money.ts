// Money as whole minor units. Amounts arrive as JSON numbers or decimal strings; their shortest
// decimal form is taken digit by digit, never multiplied as a double (1.005 × 100 is
// 100.49999999999999).
import { Invalid } from '@segue/contracts';

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;
/** So many digits are out of range whatever they are. */
const MOST_DIGITS = 40;
/**
 * Ten trillion major units at two digits: far above any receipt, and sums of a thousand of them are
 * still exact.
 */
const MAX_MINOR = 1e15;

/**
 * `amount` in minor units of `currency` (25.10 USD is 2510, 25 JPY is 25), halves away from zero.
 * @throws {Invalid} at `path` when it is no decimal number, or out of range.
 */
export function minorUnits(amount: unknown, currency: string, path: string): number {
  const match = typeof amount === 'number' || typeof amount === 'string' ? DECIMAL.exec(String(amount).trim()) : null;
  if (!match) throw new Invalid('amount', path, 'must be a number such as 25.10');
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const minor = shifted(whole, fraction, Number(exponent) + digitsOf(currency));
  if (minor > MAX_MINOR) throw new Invalid('amount', path, 'is too large');
  return sign === '-' && minor !== 0 ? -minor : minor;
}

/**
 * The number written as `whole.fraction`, its point moved right by `places`, rounded to a whole
 * number.
 */
function shifted(whole: string, fraction: string, places: number): number {
  const written = whole + fraction;
  const digits = written.replace(/^0+/, '');
  const point = whole.length + places - (written.length - digits.length);
  if (digits === '' || point < 0) return 0;
  // Not written out: an exponent of ten characters would be gigabytes of zeros.
  if (point > MOST_DIGITS) return Infinity;
  const kept = Number(digits.slice(0, point).padEnd(point, '0') || '0');
  return (digits[point] ?? '0') >= '5' ? kept + 1 : kept;
}

const fractionDigits = new Map<string, number>();

/**
 * Digits after the point by ISO 4217, as ICU knows them: USD 2, JPY 0, KWD 3. @throws {Invalid} for
 * what is no currency code.
 */
export function digitsOf(currency: string): number {
  const known = fractionDigits.get(currency);
  if (known !== undefined) return known;
  if (!/^[A-Z]{3}$/.test(currency))
    throw new Invalid('currency', 'properties.currency', 'must be an ISO 4217 code such as USD');
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  fractionDigits.set(currency, digits);
  return digits;
}

/** Returns minor units as a decimal number, without rounding: 2510 USD is 25.10, 25 JPY is 25. */
export function decimalOf(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const whole = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}

/** Codes in ICU's list that are not used for payments: drawing rights and a unit of account. */
const NOT_PAID_IN: readonly string[] = ['XDR', 'XSU'];
const currencies = new Set(Intl.supportedValuesOf('currency').filter((code) => !NOT_PAID_IN.includes(code)));

/** Whether an ISO 4217 code is a currency of payments, now or in the last decades. Upper case. */
export const isCurrency = (code: string): boolean => currencies.has(code);

/** Signs and everyday names of one currency each. `$` and `¥` are of several: not among them. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ '€': 'EUR', '£': 'GBP', '₹': 'INR', '₩': 'KRW', '₽': 'RUB', '฿': 'THB', '₫': 'VND', '₺': 'TRY', '₪': 'ILS' },
  ...{ 元: 'CNY', RMB: 'CNY', CNH: 'CNY', 人民币: 'CNY', US$: 'USD', HK$: 'HKD', NT$: 'TWD', A$: 'AUD', CA$: 'CAD' },
  ...{ EURO: 'EUR', EUROS: 'EUR', NTD: 'TWD', YEN: 'JPY', 日元: 'JPY', 美元: 'USD', 欧元: 'EUR', 港币: 'HKD' },
};

/**
 * Returns the code of a currency by its code, sign or everyday name (`rmb` is CNY), in upper case;
 * any other text as it is.
 */
export function currencyNamed(name: string): string {
  const code = name.trim().toUpperCase();
  return Object.hasOwn(NAMES, code) ? (NAMES[code] as string) : code;
}
