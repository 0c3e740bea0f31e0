// Prices times quantities, exactly. Pure.

/** Of pounds, the currency of the one system with prices and quantities only. */
const DIGITS = 2;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+)|,(\d{1,2}))?$/;

/**
 * Returns price × quantity as a decimal number with two digits; '' without a price. Returns both as
 * a text that is no amount if one cannot be read, so that the reader of lines reports it.
 */
export function multiplied(price: string, quantity: string): string {
  if (price === '') return '';
  const [a, b] = [scaled(price), scaled(quantity === '' ? '1' : quantity)];
  if (a === null || b === null) return `${price} × ${quantity}`;
  const product = a.units * b.units;
  const excess = a.digits + b.digits - DIGITS;
  const units = excess > 0 ? rounded(product, 10n ** BigInt(excess)) : product * 10n ** BigInt(-excess);
  const text = String(units < 0n ? -units : units).padStart(DIGITS + 1, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -DIGITS)}.${text.slice(-DIGITS)}`;
}

function scaled(text: string): { units: bigint; digits: number } | null {
  const [, sign = '', whole, point, comma] = DECIMAL.exec(text) ?? [];
  const fraction = point ?? comma ?? '';
  if (whole === undefined || whole.length + fraction.length > MAX_DIGITS) return null;
  return { units: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`), digits: fraction.length };
}

const MAX_DIGITS = 30;

/** Returns the quotient, halves away from zero. */
function rounded(units: bigint, by: bigint): bigint {
  const half = by / 2n;
  return units < 0n ? (units - half) / by : (units + half) / by;
}
