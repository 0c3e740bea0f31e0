// What is refused of an order event at the door, while its sender can still be answered. Folding is more
// lenient, so that what was accepted by an earlier version can be folded again. Pure.
import { Invalid } from '@segue/contracts';
import { digitsOf, isCurrency, minorUnits } from './money';
import { NO_ORDERS, type OrderEvent, foldOrder, isOrderEvent } from './orders';

/** Lines of one order event. */
export const MAX_ORDER_LINES = 500;

/**
 * What is wrong with an order event, before it is accepted; null for good ones and for all other
 * events.
 */
export function orderFault(touchpoint: OrderEvent, currency: string): Invalid | null {
  if (touchpoint.type !== 'track' || !isOrderEvent(touchpoint.event)) return null;
  try {
    foldOrder(NO_ORDERS, touchpoint, currency);
    assertIds(touchpoint.properties);
    assertCurrency(touchpoint.properties.currency);
    assertLines(touchpoint.properties, currency);
    return null;
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}

/** Neither null nor '', which say nothing. */
const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

const IDS = ['order_id', 'orderId', 'checkout_id', 'refund_id', 'refundId'] as const;

/** Numbers beyond 2^53 have lost digits when they come here: two orders would be one. */
function assertIds(properties: Record<string, unknown>): void {
  const name = IDS.find((one) => typeof properties[one] === 'number' && !Number.isSafeInteger(properties[one]));
  if (name !== undefined)
    throw new Invalid('id', `properties.${name}`, 'must be text, or a whole number of at most 15 digits');
}

function assertCurrency(code: unknown): void {
  if (!isSaid(code) || isCurrency(String(code).toUpperCase())) return;
  throw new Invalid('currency', 'properties.currency', 'must be an ISO 4217 code such as USD');
}

function assertLines({ products, currency }: Record<string, unknown>, brandCurrency: string): void {
  if (!isSaid(products)) return;
  const path = 'properties.products';
  if (!Array.isArray(products)) throw new Invalid('shape', path, 'must be an array of objects');
  if (products.length > MAX_ORDER_LINES) throw new Invalid('length', path, `has more than ${MAX_ORDER_LINES} lines`);
  const code = isSaid(currency) ? String(currency).toUpperCase() : brandCurrency;
  // Where the order is called off its currency was not looked at yet.
  digitsOf(code);
  for (const [place, line] of products.entries()) assertLine(line, code, `${path}.${place}`);
}

/** Amounts of a line may be below zero: what is taken off or given back. */
const LINE_AMOUNTS = ['price', 'total', 'discount'] as const;

function assertLine(line: unknown, currency: string, path: string): void {
  if (typeof line !== 'object' || line === null || Array.isArray(line))
    throw new Invalid('shape', path, 'must be an object');
  const said = line as Record<string, unknown>;
  for (const name of LINE_AMOUNTS) if (isSaid(said[name])) minorUnits(said[name], currency, `${path}.${name}`);
  if (isSaid(said.quantity) && !isQuantity(said.quantity))
    throw new Invalid('quantity', `${path}.quantity`, 'must be a number such as 2');
}

/** Weight is a quantity too; goods that come back are a negative one. */
function isQuantity(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d{1,12}(?:\.\d+)?$/.test(value.trim()));
}
