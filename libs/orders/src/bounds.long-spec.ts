// Bounds of a customer's orders. The order of arrival does not change which orders are dropped.
import { MAX_ORDERS } from './extent';
import { foldOrder } from './fold';
import { joinOrders } from './join';
import { MAX_REFUNDS, NO_ORDERS, type Orders } from './order';
import { MAX_ORDER_LINES, orderFault } from './order-fault';
import type { Folding } from './table';

type OrderEvent = Parameters<typeof foldOrder>[1];

const event = (name: string, properties: Record<string, unknown>, at = 1): OrderEvent => ({
  type: 'track',
  event: name,
  properties,
  occurredAt: at,
  recordedAt: at,
  source: 'till',
  id: `${name}-${at}-${JSON.stringify(properties).slice(0, 40)}`,
});
const order = (place: number) => event('Order Completed', { order_id: `o${place}`, total: place });
const refund = (place: number) =>
  event('Order Refunded', { order_id: 'o', refund_id: `r${place}`, amount: 1 }, place % 50);

const fold = (events: readonly OrderEvent[], from: Orders = NO_ORDERS) =>
  events.reduce((orders, next) => foldOrder(orders, next, 'USD'), from);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => from + place);

/** Each fold copies the orders, so parts of a few hundred are folded and then joined. */
const joined = (places: readonly number[]) => {
  const parts = [];
  for (let from = 0; from < places.length; from += 250) parts.push(fold(places.slice(from, from + 250).map(order)));
  return joinOrders(parts);
};

describe('bounds of orders', () => {
  it('keeps the same orders in any order of arrival', () => {
    const places = range(0, MAX_ORDERS + 500);

    const straight = joined(places);
    const backward = joined([...places].reverse());

    expect(Object.keys(straight)).toHaveLength(MAX_ORDERS);
    expect(Object.keys(backward).sort()).toEqual(Object.keys(straight).sort());
    expect(backward).toEqual(straight);
  });

  it('reports dropped orders, and continues to fold', () => {
    const full = joined(range(0, MAX_ORDERS));
    const dropped: unknown[] = [];

    const next = foldOrder(full, order(MAX_ORDERS), 'USD', { onDropped: (...what) => dropped.push(what) });

    expect(dropped).toEqual([['orders', 1]]);
    expect(Object.keys(next)).toHaveLength(MAX_ORDERS);
  });

  it('keeps the same orders where folds change a draft of theirs in place, and nothing else', () => {
    const places = range(0, 10 * MAX_ORDERS);
    const folding: Folding = { drafts: new WeakSet() };
    const start = joined(range(0, 50));

    const drafted = places.reduce((orders, place) => foldOrder(orders, order(place), 'USD', folding), start);

    expect(drafted).toEqual(joined(places));
    expect(Object.keys(start)).toHaveLength(50);
  });

  it('keeps the earliest refunds of an order, in any order and split', () => {
    const all = range(0, 10 * MAX_REFUNDS).map(refund);
    const backward = [...all].reverse();

    const straight = fold(all);

    expect(Object.keys(straight.o?.refunds ?? {})).toHaveLength(MAX_REFUNDS);
    expect(Math.max(...Object.values(straight.o?.refunds ?? {}).map(({ at }) => at))).toBe(4);
    expect(fold(backward)).toEqual(straight);
    expect(joinOrders([fold(all.slice(333)), fold(all.slice(0, 400))])).toEqual(straight);
  });

  it('refuses an order with too many lines', () => {
    const lines = (count: number) => range(0, count).map((product_id) => ({ product_id }));
    const faultOf = (count: number) =>
      orderFault(event('Order Completed', { total: 1, products: lines(count) }), 'USD');

    expect(faultOf(MAX_ORDER_LINES)).toBeNull();
    expect(faultOf(MAX_ORDER_LINES + 1)?.path).toBe('properties.products');
  });
});
