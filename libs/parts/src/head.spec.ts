import { foldOrder, NO_ORDERS, type OrderEvent, type Orders } from '@segue/orders';
import { headOf, purchasedIn } from './head';
import { EMPTY_PART } from './part-state';
import { brand, touchpoint } from '../testing/lives';

const DAY = 86_400_000;

const order = (id: string, day: number, properties: object, event = 'Order Completed'): OrderEvent =>
  touchpoint({ event, occurredAt: day * DAY, properties: { order_id: id, ...properties } });
const ordersOf = (...events: OrderEvent[]) =>
  events.reduce<Orders>((orders, one) => foldOrder(orders, one, brand.currency), NO_ORDERS);

describe('what orders come to', () => {
  it('is their sum less what was given back, in minor units', () => {
    const orders = ordersOf(
      order('a', 1, { total: 20 }),
      order('b', 2, { total: 10 }),
      order('b', 3, { refund_id: 'r', amount: 4 }, 'Order Refunded'),
    );

    expect(purchasedIn(orders, brand).money).toEqual({ currency: 'USD', gross: 3_000, refunded: 400, net: 2_600 });
  });

  it('leaves out amounts in a currency without a rate, and says so', () => {
    const orders = ordersOf(order('a', 1, { total: 20 }), order('b', 2, { total: 10, currency: 'EUR' }));

    expect(purchasedIn(orders, brand).money).toMatchObject({ gross: 2_000, unvalued: 1 });
    expect(headOf({ ...EMPTY_PART, orders }, brand).orders).toBe(2);
  });
});

describe('days of purchase', () => {
  it('count orders of one day once, and repeat spend from the second day on', () => {
    const orders = ordersOf(
      order('a', 1.1, { total: 20 }),
      order('b', 1.9, { total: 10 }),
      order('c', 2, { total: 5 }),
      order('d', 9, { total: 7 }),
    );

    expect(purchasedIn(orders, brand).days).toEqual({
      ...{ count: 3, first: '1970-01-02', last: '1970-01-10', repeatSpend: 1_200 },
    });
  });

  it('are those of the brand’s zone', () => {
    const orders = ordersOf(order('a', 1.1, { total: 20 }), order('b', 1.9, { total: 10 }));

    expect(purchasedIn(orders, { ...brand, zone: 'Asia/Shanghai' }).days.count).toBe(2);
  });

  it('are none without purchases', () => {
    expect(headOf(EMPTY_PART, brand)).toMatchObject({
      orders: 0,
      money: { gross: 0, refunded: 0, net: 0 },
      purchaseDays: { count: 0, first: null, last: null, repeatSpend: 0 },
    });
  });
});
