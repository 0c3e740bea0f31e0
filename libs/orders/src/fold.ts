// A customer's orders after one more event about an order. Folding, like joining (`join.ts`), is
// commutative, associative and idempotent: a refund may come before its order, from another
// identity, or twice, and the result is the same. Pure.
import { refundOf, wordOf, worthIn } from './amounts';
import { joinOrder } from './join';
import type { Order, OrderEvent, Orders } from './order';
import { orderIdOf, refundIdOf } from './order-ids';
import { type Folding, own, withEntry } from './table';

/**
 * The orders after this touchpoint; the same object when it is not about an order.
 * @param currency of the brand, taken where the event names none.
 * @throws {Invalid} with the path of an amount, currency or id that cannot be read.
 */
export function foldOrder(orders: Orders, touchpoint: OrderEvent, currency: string, folding: Folding = {}): Orders {
  const read = touchpoint.type === 'track' ? READERS[touchpoint.event] : undefined;
  if (!read) return orders;
  const id = orderIdOf(touchpoint);
  const said = read(touchpoint, currency);
  if (Object.keys(said).length === 0) return orders;
  const known = own(orders, id);
  const order = joinOrder(known ?? {}, said, folding.onDropped);
  return withEntry(orders, id, order, folding);
}

export function isOrderEvent(event: string): boolean {
  return ORDER_EVENTS.has(event);
}

/**
 * Returns the id of the order that a touchpoint is about; undefined when it is about none.
 * @throws {Invalid} for an id that cannot be one.
 */
export function orderNamedIn(touchpoint: OrderEvent): string | undefined {
  return touchpoint.type === 'track' && isOrderEvent(touchpoint.event) ? orderIdOf(touchpoint) : undefined;
}

type Reader = (touchpoint: OrderEvent, currency: string) => Order;

// Segment's e-commerce events.
const READERS: Record<string, Reader> = {
  'Order Completed': (touchpoint, currency) => ({ placed: touchpoint.occurredAt, word: wordOf(touchpoint, currency) }),
  // An update of the address or the status alone says nothing about money.
  'Order Updated': (touchpoint, currency) => (worthIn(touchpoint) ? { word: wordOf(touchpoint, currency) } : {}),
  'Order Cancelled': (touchpoint) => ({ cancelled: touchpoint.occurredAt }),
  'Order Refunded': (touchpoint, currency) => ({
    refunds: { [refundIdOf(touchpoint)]: refundOf(touchpoint, currency) },
  }),
};
Object.setPrototypeOf(READERS, null);

const ORDER_EVENTS: ReadonlySet<string> = new Set(Object.keys(READERS));
