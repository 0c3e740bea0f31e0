// The ids of orders and refunds that an event names.
import { Invalid } from '@segue/contracts';
import type { OrderEvent } from './order';

/** Whether a value is given: shops send every field, with null or '' for unknown ones. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');

/** The order id that an event names. @throws {Invalid} for one that cannot be one. */
export const namedOrder = (properties: Record<string, unknown>): string | undefined =>
  idIn(properties, ['order_id', 'orderId', 'checkout_id']);

/** An order event without an order id is an order of its own. */
export function orderIdOf(touchpoint: OrderEvent): string {
  return namedOrder(touchpoint.properties) ?? `${touchpoint.source}/${touchpoint.id}`;
}

export function refundIdOf(touchpoint: OrderEvent): string {
  return idIn(touchpoint.properties, ['refund_id', 'refundId']) ?? `${touchpoint.source}/${touchpoint.id}`;
}

function idIn(properties: Record<string, unknown>, names: string[]): string | undefined {
  for (const name of names) {
    const value = properties[name];
    if (!isGiven(value)) continue;
    const isText = typeof value === 'string' || typeof value === 'number';
    const id = String(value).trim();
    if (!isText || id === '__proto__' || id.length > 256) {
      throw new Invalid('id', `properties.${name}`, 'must be a string of at most 256 characters, or a number');
    }
    return id;
  }
  return undefined;
}
