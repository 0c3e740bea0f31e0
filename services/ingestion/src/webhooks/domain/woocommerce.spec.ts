import { delivery, inLines, ordersOf, touchpointsOf, worthOf } from '../../../testing/webhooks';
import { wooOrder } from '../../../testing/woocommerce';
import { isPing, readWooCommerce } from './woocommerce';

const read = (topic: string, body: unknown, over: object = {}) =>
  readWooCommerce(delivery(body, { 'x-wc-webhook-topic': topic }, over));
const touched = (topic: string, body: unknown, over: object = {}) => touchpointsOf(read(topic, body, over));
const worth = (body: unknown, over: object = {}) => worthOf(ordersOf(touched('order.updated', body, over)));
const BO = 'userId:7';

it('a new order is of the shop’s user, and of a guest by e-mail', () => {
  const events = touched('order.created', wooOrder());
  expect(inLines(events)).toEqual([`identify ${BO}`, `Order Completed ${BO} 49.61`]);
  expect(events[1]?.properties).toMatchObject({
    ...{ order_id: '4750', currency: 'EUR', subtotal: '36.00', tax: '8.61', shipping: '5.00', discount: '4.00' },
    ...{ coupon: 'welcome', products: [{ product_id: '93', sku: 'LAMP', total: '36.00', quantity: 2 }] },
  });
  expect(events[1]?.occurredAt).toBe(Date.parse('2026-03-01T10:00:03Z'));
  expect(events.map(({ ids }) => ids)).toEqual([[BO], [BO]]);
  expect(events[0]?.properties).toMatchObject({ email: 'bo@example.com' });
  expect(touched('order.created', wooOrder({ customer_id: 0 }))[1]?.ids).toEqual(['email:bo@example.com']);
});

it.each([
  [{ status: 'pending', date_paid_gmt: null }, 0, 0],
  [{ status: 'on-hold', date_paid_gmt: null }, 0, 1],
  [{ status: 'processing', date_paid_gmt: null, payment_method: 'cod' }, 0, 1],
  [{ status: 'processing', date_paid_gmt: null, payment_method: 'invoice-plugin' }, 1, 1],
  [{ status: 'completed', date_paid_gmt: null, payment_method: 'cod' }, 1, 1],
  [{ status: 'failed', date_paid_gmt: null }, 0, 0],
  [{ status: 'cancelled' }, 0, 0],
])('%j counts as %i order, and as %i where unpaid ones count', (state, paid, placed) => {
  expect(worth(wooOrder(state))).toHaveLength(paid);
  expect(worth(wooOrder(state), { countUnpaid: true })).toHaveLength(placed);
});

it('an order whose first payment failed counts once it is paid', () => {
  const failed = { status: 'failed', date_paid_gmt: null, date_modified_gmt: '2026-03-01T10:00:01' };
  const both = [...touched('order.updated', wooOrder(failed)), ...touched('order.updated', wooOrder())];
  expect(worthOf(ordersOf(both))).toMatchObject([{ gross: 4961 }]);
  expect(worthOf(ordersOf(both.reverse()))).toMatchObject([{ gross: 4961 }]);
});

it('an order whose payment failed and that waits for a transfer then counts where unpaid ones count', () => {
  const at = (second: number) => `2026-03-01T10:00:0${second}`;
  const state = (status: string, second: number) =>
    touched('order.updated', wooOrder({ status, date_paid_gmt: null, date_modified_gmt: at(second) }), {
      countUnpaid: true,
    });
  const [onHold, failed, again] = [state('on-hold', 1), state('failed', 5), state('on-hold', 7)];
  expect(worthOf(ordersOf([...onHold, ...failed]))).toEqual([]);
  expect(worthOf(ordersOf([...failed, ...again]))).toMatchObject([{ gross: 4961 }]);
  expect(worthOf(ordersOf([...again, ...failed, ...onHold]))).toMatchObject([
    { gross: 4961, at: Date.parse(`${at(1)}Z`) },
  ]);
});

it('refunds are each one event, however often their order is sent', () => {
  const one = { id: 726, reason: 'broken', total: '-24.20' };
  const first = wooOrder({ refunds: [one], date_modified_gmt: '2026-03-05T10:00:00' });
  const second = wooOrder({ refunds: [one, { id: 727, reason: '', total: '-5.00' }], status: 'completed' });
  const all = [...touched('order.updated', first), ...touched('order.updated', second)];
  expect(worthOf(ordersOf(all))).toMatchObject([{ gross: 4961, back: expect.arrayContaining([2420, 500]) }]);
  expect(new Set(all.filter(({ event }) => event === 'Order Refunded').map(({ id }) => id)).size).toBe(2);
});

it('knows a customer, and leaves out drafts and other records', () => {
  const customer = {
    ...{ id: 7, email: 'bo@example.com', first_name: 'Bo', last_name: '', date_modified_gmt: '2026-02-01T08:00:00' },
    billing: { city: 'Gent', country: 'BE', first_name: 'B.', last_name: 'Lind', phone: '' },
  };
  const [identify] = touched('customer.updated', customer);
  expect(identify).toMatchObject({ identity: BO, properties: { firstName: 'Bo', lastName: 'Lind', city: 'Gent' } });
  expect(read('order.updated', wooOrder({ status: 'checkout-draft' })).ignored).toEqual(['topic']);
  expect(read('product.updated', { id: 1 }).ignored).toEqual(['topic']);
  expect(read('order.deleted', { id: 1 }).ignored).toEqual(['topic']);
  expect(() => read('order.updated', [])).toThrow(/has the id/);
  expect(() => read('order.updated', customer)).toThrow(/an order has lines/);
  expect(() => read('customer.updated', wooOrder())).toThrow(/a customer has no lines/);
});

it('knows a ping, which has no signature', () => {
  expect(isPing({}, Buffer.from('webhook_id=3'))).toBe(true);
  expect(isPing({ 'x-wc-webhook-topic': 'order.created' }, Buffer.from('webhook_id=3'))).toBe(false);
  expect(isPing({}, Buffer.from('webhook_id=3&total=5'))).toBe(false);
});
