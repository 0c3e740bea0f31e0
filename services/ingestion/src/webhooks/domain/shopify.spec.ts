import { customer, inMoney, line, order, refund } from '../../../testing/shopify';
import { delivery, inLines, ordersOf, readAs, touchpointsOf, worthOf } from '../../../testing/webhooks';
import { identified } from './reading';
import { readShopify } from './shopify';

const read = (topic: string, body: unknown, over: object = {}) =>
  readShopify(delivery(body, { 'x-shopify-topic': topic }, over));
const touched = (topic: string, body: unknown, over: object = {}) => touchpointsOf(read(topic, body, over));
const ANA = 'email:ana.holm@example.com';
const later = (seconds: number) => new Date(Date.parse('2026-03-01T10:00:01Z') + seconds * 1000).toISOString();

describe('an order of Shopify', () => {
  it('is an order with its lines, its buyer and her consent', () => {
    const events = touched('orders/create', order());
    expect(inLines(events)).toEqual([
      `identify ${ANA}`,
      `Consent Granted ${ANA} email`,
      `Order Completed ${ANA} 77.90`,
    ]);
    const [identify, , completed] = events;
    expect(identify?.ids).toEqual(['externalId:shopify/6940095564000', ANA]);
    expect(identify?.properties).toMatchObject({ firstName: 'Ana', city: 'Wien', country: 'AT' });
    expect(completed?.properties).toEqual({
      ...{ order_id: '#1001', total: '77.90', currency: 'EUR', subtotal: '72.00', tax: '12.98' },
      ...{ taxes_included: true, shipping: '5.90', discount: '8.00', coupon: 'SPRING10' },
      products: [
        {
          ...{ product_id: '8061536829755', sku: 'KETTLE-1', name: 'Kettle - Blue' },
          ...{ price: '40.00', discount: '8.00', quantity: 2 },
        },
      ],
    });
    expect(completed?.occurredAt).toBe(Date.parse('2026-03-01T10:00:00Z'));
  });

  it('counts in the money of the shop, and keeps what the buyer was shown', () => {
    const shown = order({ total_price_set: inMoney('77.90', '84.13', 'USD'), presentment_currency: 'USD' });
    const [completed] = touched('orders/paid', shown);
    expect(completed?.properties).toMatchObject({
      total: '77.90',
      currency: 'EUR',
      presentment: { currency: 'USD', total: '84.13' },
    });
  });

  it('counts once it is paid, or at once where the source says so', () => {
    const cash = order({ financial_status: 'pending', payment_gateway_names: ['Cash on Delivery (COD)'] });
    expect(worthOf(ordersOf(touched('orders/create', cash)))).toEqual([]);
    expect(inLines(touched('orders/create', cash)).at(-1)).toBe(`Order Updated ${ANA} 77.90`);
    expect(worthOf(ordersOf(touched('orders/create', cash, { countUnpaid: true })))).toMatchObject([{ gross: 7790 }]);
    const paid = touched('orders/paid', order({ updated_at: later(500_000) }));
    expect(worthOf(ordersOf([...touched('orders/create', cash), ...paid]))).toMatchObject([{ gross: 7790 }]);
  });

  it('is void when it was cancelled or its payment was given up', () => {
    const cancelled = order({ cancelled_at: later(60), cancel_reason: 'customer', updated_at: later(60) });
    expect(worthOf(ordersOf(touched('orders/cancelled', cancelled)))).toEqual([]);
    const authorized = touched('orders/create', order({ financial_status: 'authorized' }));
    expect(worthOf(ordersOf(authorized))).toHaveLength(1);
    const voided = touched('orders/updated', order({ financial_status: 'voided', updated_at: later(60) }));
    expect(worthOf(ordersOf([...authorized, ...voided]))).toEqual([]);
  });

  it.each(['voided', 'expired'])('that is paid after its payment was %s counts, whatever comes first', (state) => {
    const promised = touched('orders/create', order({ financial_status: 'authorized' }));
    const givenUp = touched('orders/updated', order({ financial_status: state, updated_at: later(60) }));
    const paid = touched('orders/paid', order({ updated_at: later(90) }));
    for (const all of [
      [promised, givenUp, paid],
      [paid, promised, givenUp],
      [givenUp, paid],
    ])
      expect(worthOf(ordersOf(all.flat()))).toMatchObject([{ gross: 7790 }]);
    expect(worthOf(ordersOf([...givenUp, ...promised]))).toEqual([]);
    const unpaid = touched('orders/create', order({ financial_status: 'pending' }), { countUnpaid: true });
    expect(worthOf(ordersOf([...unpaid, ...givenUp]))).toEqual([]);
    expect(worthOf(ordersOf([...unpaid, ...givenUp, ...paid]))).toMatchObject([{ gross: 7790 }]);
  });

  it('that buys a gift card is no revenue, and one paid with it is', () => {
    const card = line({ gift_card: true, price: '50.00', price_set: inMoney('50.00'), discount_allocations: [] });
    const bought = order({
      line_items: [line(), { ...card, quantity: 1 }],
      ...{ total_price: '127.90', total_price_set: inMoney('127.90'), current_total_price: '127.90' },
    });
    expect(worthOf(ordersOf(touched('orders/create', bought)))).toMatchObject([{ gross: 7790 }]);
    const back = refund({ refund_line_items: [{ ...(refund().refund_line_items as object[])[0] }] });
    const both = touched('orders/updated', { ...bought, refunds: [back], updated_at: later(60) });
    expect(worthOf(ordersOf(both))).toMatchObject([{ gross: 7790, back: [3600] }]);
    const paidWith = order({ payment_gateway_names: ['gift_card'] });
    expect(worthOf(ordersOf(touched('orders/create', paidWith)))).toMatchObject([{ gross: 7790 }]);
  });

  it('of which an edit took out a gift card or a part before it was paid is of what was sold', () => {
    const card = line({
      id: 2,
      gift_card: true,
      price: '77.90',
      price_set: inMoney('77.90'),
      discount_allocations: [],
    });
    const out = order({
      line_items: [line({ current_quantity: 2 }), { ...card, quantity: 1, current_quantity: 0 }],
      ...{ total_price: '155.80', total_price_set: inMoney('155.80'), current_total_price: '77.90' },
    });
    const [completed] = touched('orders/paid', out);
    expect(worthOf(ordersOf(touched('orders/paid', out)))).toMatchObject([{ gross: 7790 }]);
    expect(completed?.properties.products).toMatchObject([{ sku: 'KETTLE-1', quantity: 2, discount: '8.00' }]);
    const one = order({ line_items: [line({ current_quantity: 1 })] });
    expect(touched('orders/paid', one)[0]?.properties.products).toMatchObject([{ quantity: 1, discount: '4.00' }]);
    const back = touched('orders/updated', { ...one, refunds: [refund()] });
    expect(back[0]?.properties.products).toMatchObject([{ quantity: 2, discount: '8.00' }]);
  });

  it('is less what an edit took out before it was paid, and not twice less what was paid back', () => {
    const edited = order({ current_total_price: '41.90', updated_at: later(60) });
    expect(worthOf(ordersOf(touched('orders/updated', edited)))).toMatchObject([{ gross: 4190, back: [] }]);
    const paidBack = { ...edited, refunds: [refund()], updated_at: later(90) };
    expect(worthOf(ordersOf(touched('orders/updated', paidBack)))).toMatchObject([{ gross: 7790, back: [3600] }]);
    const goodwill = { ...paidBack, current_total_price: '77.90' };
    expect(worthOf(ordersOf(touched('orders/updated', goodwill)))).toMatchObject([{ gross: 7790, back: [3600] }]);
  });

  it('of a guest is of an e-mail, of one without it of a phone, and of nobody is left out', () => {
    const guest = { customer: null, email: 'Bo@Example.com', phone: null };
    expect(touched('orders/paid', order(guest))[0]?.ids).toEqual(['email:bo@example.com']);
    const caller = { customer: null, email: '', contact_email: null, phone: '0660 7654321' };
    expect(touched('orders/paid', order(caller))[0]?.ids).toEqual(['phone:+436607654321']);
    const placeholder = { ...caller, email: 'noemail@', contact_email: 'noemail@' };
    expect(touched('orders/paid', order(placeholder))[0]?.ids).toEqual(['phone:+436607654321']);
    const nobody = { ...caller, phone: null, billing_address: null, shipping_address: null };
    expect(read('orders/paid', order(nobody))).toEqual({ events: [], ignored: ['no_customer'] });
  });

  it('that is a test is left out and counted', () => {
    expect(read('orders/create', order({ test: true }))).toEqual({ events: [], ignored: ['test_order'] });
  });

  it('with more lines than an event holds keeps its money', () => {
    const many = Array.from({ length: 900 }, () => line());
    const [completed] = touched('orders/paid', order({ line_items: many }));
    expect(completed?.properties).toMatchObject({ total: '77.90', products_left_out: expect.any(Number) });
  });

  it('with long names of several bytes a character fits into an event, if need be without them', () => {
    const kettles = Array.from({ length: 60 }, () => line({ name: '水'.repeat(200) }));
    const [completed] = read('orders/paid', order({ line_items: kettles })).events;
    expect(Buffer.byteLength(JSON.stringify(completed))).toBeLessThan(32 * 1024);
    expect((completed?.properties?.products as object[]).length).toBeGreaterThan(20);
    const products = Array.from({ length: 60 }, () => ({ name: '水'.repeat(200) }));
    const properties = { total: '77.90', products, products_left_out: 2 };
    const whole = identified('shopify/order/1', { type: 'track', event: 'Order Completed', userId: 'ana', properties });
    expect(whole.properties).toEqual({ total: '77.90', products_left_out: 62 });
  });
});

describe('a refund of Shopify', () => {
  it('is the same event by its own webhook and within its order', () => {
    const reading = read('refunds/create', refund());
    const own = reading.refund?.eventFor('#1001', ANA);
    const within = read('orders/updated', order({ refunds: [refund()], updated_at: later(60) })).events;
    expect(within).toContainEqual(own);
    expect(own?.properties).toMatchObject({
      ...{ order_id: '#1001', refund_id: '929361465', amount: '36.00', revenue: '36.00', reason: 'too small' },
      products: [{ sku: 'KETTLE-1', quantity: 1, total: '36.00', restock: true }],
    });
  });

  it('that only puts goods back pays nothing back', () => {
    const goods = order({ refunds: [refund({ transactions: [] })], updated_at: later(60) });
    expect(worthOf(ordersOf(touched('orders/updated', goods)))).toMatchObject([{ gross: 7790, back: [0] }]);
  });

  it('in the money of the buyer is read in that of the shop', () => {
    const sets = { subtotal_set: inMoney('36.00', '38.88', 'USD'), total_tax_set: inMoney('6.00', '6.48', 'USD') };
    const abroad = refund({
      refund_line_items: [{ ...(refund().refund_line_items as object[])[0], ...sets }],
      transactions: [{ kind: 'refund', status: 'success', amount: '38.88', currency: 'USD' }],
    });
    expect(read('refunds/create', abroad).refund?.eventFor('#1', ANA).properties).toMatchObject({
      amount: '36.00',
      currency: 'EUR',
    });
  });

  it('waits until the money is back, and leaves out what failed', () => {
    const [paid] = refund().transactions as Record<string, unknown>[];
    const pending = refund({ transactions: [{ ...paid, status: 'pending' }] });
    expect(read('refunds/create', pending)).toEqual({ events: [], ignored: ['refund_pending'] });
    const updated = read('orders/updated', order({ refunds: [pending], updated_at: later(60) }));
    expect([updated.events.length, updated.ignored]).toEqual([2, ['refund_pending']]);
    const tried = refund({ transactions: [{ ...paid, status: 'failure' }] });
    expect(read('refunds/create', tried)).toEqual({ events: [], ignored: ['refund_pending'] });
    const both = [tried, refund()].map((one) => order({ refunds: [one], updated_at: later(60) }));
    expect(worthOf(ordersOf(both.flatMap((one) => touched('orders/updated', one))))).toMatchObject([{ back: [3600] }]);
    const failed = refund({ transactions: [{ ...paid, status: 'failure' }, paid] });
    expect(read('refunds/create', failed).refund?.eventFor('#1', ANA).properties).toMatchObject({ amount: '36.00' });
  });
});

it.each([
  ['customers/redact', 'privacy_request'],
  ['shop/redact', 'privacy_request'],
  ['products/update', 'topic'],
  ['', 'topic'],
])('of %j nothing is taken: %s', (topic, reason) => {
  expect(read(topic, { id: 1 })).toEqual({ events: [], ignored: [reason] });
});

it('refuses a payload that is not of its topic, which no signature covers', () => {
  expect(() => read('orders/paid', customer())).toThrow(/an order has lines/);
  expect(() => read('orders/paid', refund())).toThrow(/an order has lines/);
  expect(() => read('customers/update', order())).toThrow(/a customer has no lines/);
  expect(() => read('customers/update', refund())).toThrow(/a customer names no order/);
  expect(() => read('refunds/create', order())).toThrow(/a refund names its order/);
});

it('refuses what has no id or no amount, with its path', () => {
  expect(() => read('orders/create', { name: '#1' })).toThrow(/has the id of its object/);
  expect(() => read('orders/paid', order({ total_price: 'a lot', total_price_set: null }))).toThrow(/number such as/);
  expect(() => readAs('shopify', delivery(null, { 'x-shopify-topic': 'orders/paid' }))).toThrow(/has the id/);
});
