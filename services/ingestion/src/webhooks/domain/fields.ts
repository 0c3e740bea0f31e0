// Access to fields of payloads, in which anything may be missing or of another type. Pure.
import { Invalid, instantIn } from '@segue/contracts';
import { isCurrency, minorUnits } from '@segue/orders';

export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = Object.freeze({});

export const objectIn = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NONE;

export const listIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(objectIn) : []);

/** Returns text or a number as text without surrounding spaces, at most 512 characters; else ''. */
export function textIn(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value).trim().slice(0, 512);
}

/** Returns the first value that is not empty; else ''. */
export const firstOf = (...values: readonly unknown[]): string => values.map(textIn).find((text) => text !== '') ?? '';

/** Returns a time as ISO 8601 in UTC; undefined for what is none. */
export function timeIn(value: unknown): string | undefined {
  const instant = typeof value === 'number' ? value * 1000 : instantIn(textIn(value));
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

/** Returns a currency code in upper case; '' for what is none. */
export function currencyIn(value: unknown): string {
  const code = textIn(value).toUpperCase();
  return isCurrency(code) ? code : '';
}

/**
 * Returns an amount in minor units; 0 where there is none.
 * @throws {Invalid} for what is no amount.
 */
export const amountIn = (value: unknown, currency: string, path: string): number =>
  textIn(value) === '' ? 0 : minorUnits(value, currency, path);

/** Returns the object without fields that are undefined or ''. */
export const filled = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));

/**
 * Checks that a payload is what its topic says, which is in a header that no signature covers.
 * @throws {Invalid} when an order has no lines, a refund no order, or a customer has either.
 */
export function assertKind(payload: Fields, kind: 'order' | 'refund' | 'customer'): void {
  const hasLines = Array.isArray(payload.line_items);
  const hasOrder = textIn(payload.order_id) !== '';
  if (kind === 'order' && !hasLines) throw new Invalid('shape', 'line_items', 'an order has lines');
  if (kind === 'refund' && !hasOrder) throw new Invalid('shape', 'order_id', 'a refund names its order');
  if (kind !== 'customer') return;
  if (hasLines) throw new Invalid('shape', 'line_items', 'a customer has no lines');
  if (hasOrder) throw new Invalid('shape', 'order_id', 'a customer names no order');
}
