// Checks of order events in ingestion, while the sender can still be answered. Folding is more
// lenient, so that events accepted by an earlier version can be folded again. Pure.
import { Invalid, hasLostDigits } from '@segue/contracts';
import { foldOrder, isOrderEvent } from './fold';
import { digitsOf, isCurrency, minorUnits } from './money';
import { NO_ORDERS, type OrderEvent } from './order';
import { isGiven } from './order-ids';

/** Maximum number of lines of one order event. */
export const MAX_ORDER_LINES = 500;

/**
 * Returns what is wrong with an order event before it is accepted; null for valid ones and for all
 * other events.
 */
export function orderFault(touchpoint: OrderEvent, currency: string): Invalid | null {
  if (touchpoint.type !== 'track' || !isOrderEvent(touchpoint.event)) return null;
  try {
    foldOrder(NO_ORDERS, touchpoint, currency);
    assertIds(touchpoint.properties);
    assertCurrency(touchpoint.properties.currency);
    assertLines(touchpoint.properties, currency);
    if (touchpoint.event === 'Order Refunded') assertPrices(touchpoint.properties);
    return null;
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}

/** Fields that name an order or a refund. */
export const ORDER_IDS = ['order_id', 'orderId', 'checkout_id', 'refund_id', 'refundId'] as const;

/**
 * Throws for numbers beyond 2^53 in scientific form, whose digits are lost: two orders would become
 * one.
 */
function assertIds(properties: Record<string, unknown>): void {
  const name = ORDER_IDS.find((one) => isLost(properties[one]));
  if (name !== undefined)
    throw new Invalid('id', `properties.${name}`, 'must be text, or a whole number with all its digits');
}

function isLost(id: unknown): boolean {
  return typeof id === 'number' ? !Number.isSafeInteger(id) : typeof id === 'string' && hasLostDigits(id);
}

function assertCurrency(code: unknown): void {
  if (!isGiven(code) || isCurrency(String(code).trim().toUpperCase())) return;
  throw new Invalid('currency', 'properties.currency', 'must be an ISO 4217 code such as USD');
}

function assertLines({ products, currency }: Record<string, unknown>, brandCurrency: string): void {
  if (!isGiven(products)) return;
  const path = 'properties.products';
  if (!Array.isArray(products)) throw new Invalid('shape', path, 'must be an array of objects');
  if (products.length > MAX_ORDER_LINES) throw new Invalid('length', path, `has more than ${MAX_ORDER_LINES} lines`);
  const code = isGiven(currency) ? String(currency).trim().toUpperCase() : brandCurrency;
  // The currency of a cancelled order has not been checked yet.
  digitsOf(code);
  for (const [place, line] of products.entries()) assertLine(line, code, `${path}.${place}`);
}

/** Throws for a refund of products that says neither an amount nor what the products cost. */
function assertPrices({ amount, total, revenue, products }: Record<string, unknown>): void {
  if ([amount, total, revenue].some(isGiven) || !Array.isArray(products)) return;
  const place = products.findIndex(
    ({ price, total: ofLine }: Record<string, unknown>) => ![price, ofLine].some(isGiven),
  );
  if (place === -1) return;
  const message = 'is missing: a refund of products needs their prices, or an amount of its own';
  throw new Invalid('amount', `properties.products.${place}.price`, message);
}

/** Amounts of a line; negative for discounts and returns. */
const LINE_AMOUNTS = ['price', 'total', 'discount'] as const;

function assertLine(line: unknown, currency: string, path: string): void {
  if (typeof line !== 'object' || line === null || Array.isArray(line))
    throw new Invalid('shape', path, 'must be an object');
  const said = line as Record<string, unknown>;
  for (const name of LINE_AMOUNTS) if (isGiven(said[name])) minorUnits(said[name], currency, `${path}.${name}`);
  if (isGiven(said.quantity) && !isQuantity(said.quantity))
    throw new Invalid('quantity', `${path}.quantity`, 'must be a number such as 2');
}

/** Whether a value is a quantity: weights are allowed, and returned goods are negative. */
function isQuantity(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d{1,12}(?:\.\d+)?$/.test(value.trim()));
}
