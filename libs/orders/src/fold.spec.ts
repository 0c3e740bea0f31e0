import fc from 'fast-check';
import { foldOrder } from './fold';
import { joinOrders } from './join';
import { NO_ORDERS, type Orders } from './order';
import { orderFault } from './order-fault';
import { purchasesOf } from './purchases';

type OrderEvent = Parameters<typeof foldOrder>[1];

const event = (name: string, properties: Record<string, unknown>, at = 1, id = `${name}-${at}`): OrderEvent => ({
  type: 'track',
  event: name,
  properties,
  occurredAt: at,
  recordedAt: 0,
  source: 'till',
  id,
});
const fold = (events: OrderEvent[]) => events.reduce((orders, next) => foldOrder(orders, next, 'USD'), NO_ORDERS);

describe('orders', () => {
  it('takes a refund that comes before its order', () => {
    const refund = event('Order Refunded', { order_id: 'o1', amount: 5 }, 20);
    const order = event('Order Completed', { order_id: 'o1', total: '25.10' }, 10);

    const purchases = purchasesOf(fold([refund, order]));

    expect(purchases).toEqual([
      { orderId: 'o1', at: 10, currency: 'USD', gross: 2510, discount: 0, refunds: [{ at: 20, amount: 500 }] },
    ]);
  });

  it('refunds the whole order where no amount is given, and never more than it was worth', () => {
    const orders = fold([
      event('Order Completed', { order_id: 'o1', total: 30 }, 10),
      event('Order Refunded', { order_id: 'o1', amount: 10, refund_id: 'r1' }, 20),
      event('Order Refunded', { order_id: 'o1', refund_id: 'r2' }, 30),
      event('Order Refunded', { order_id: 'o1', amount: 10, refund_id: 'r1' }, 40, 'again'),
    ]);

    expect(purchasesOf(orders)[0]?.refunds).toEqual([
      { at: 20, amount: 1000 },
      { at: 30, amount: 2000 },
    ]);
  });

  it("leaves out what was given back in another currency than the order's", () => {
    const order = event('Order Completed', { order_id: 'o1', total: 10, currency: 'EUR' }, 10);
    const refund = (id: string, more: object) =>
      event('Order Refunded', { order_id: 'o1', refund_id: id, ...more }, 20);
    const refundsOf = (...refunds: ReturnType<typeof event>[]) => purchasesOf(fold([order, ...refunds]))[0]?.refunds;
    expect(refundsOf(refund('r1', { amount: 3000, currency: 'JPY' }))).toEqual([]);
    expect(refundsOf(refund('r1', { amount: 3, currency: 'eur' }))).toEqual([{ at: 20, amount: 300 }]);
    expect(refundsOf(refund('r1', { amount: 3 }))).toEqual([{ at: 20, amount: 300 }]);
    const both = [refund('r1', { amount: 3000, currency: 'JPY' }), refund('r2', { amount: 3 })];
    expect(purchasesOf(fold([order, ...both]))[0]).toMatchObject({ isRefundUnvalued: true });
    expect(purchasesOf(fold([order, refund('r2', { amount: 3 })]))[0]).not.toHaveProperty('isRefundUnvalued');
  });

  it('forgets a cancelled order, whichever came first', () => {
    const order = event('Order Completed', { order_id: 'o1', total: 30 }, 10);
    const cancellation = event('Order Cancelled', { order_id: 'o1' }, 20);

    expect(purchasesOf(fold([order, cancellation]))).toEqual([]);
    expect(purchasesOf(fold([cancellation, order]))).toEqual([]);
  });

  it('counts an order again that is completed after its cancellation, and not for a late copy of the first word', () => {
    const said = (name: string, at: number, id?: string) => event(name, { order_id: '77', total: 80 }, at, id);
    const [first, cancelled, again] = [
      said('Order Completed', 10),
      said('Order Cancelled', 11),
      said('Order Completed', 12),
    ] as const;
    for (const order of [
      [first, cancelled, again],
      [again, cancelled, first],
      [cancelled, again, first],
    ]) {
      expect(purchasesOf(fold(order))).toMatchObject([{ orderId: '77', at: 10, gross: 8000 }]);
    }
    expect(purchasesOf(fold([first, cancelled, said('Order Completed', 10, 'copy')]))).toEqual([]);
    expect(purchasesOf(fold([first, cancelled, said('Order Updated', 12)]))).toEqual([]);
    expect(purchasesOf(fold([first, cancelled, again, said('Order Cancelled', 13, 'last')]))).toEqual([]);
    expect(purchasesOf(fold([said('Order Cancelled', 10), first]))).toEqual([]);
  });

  it('takes back the products that a refund names, by their prices, where it names no amount', () => {
    const order = event('Order Completed', { order_id: 'o', total: 100 }, 10);
    const back = (properties: object) =>
      purchasesOf(fold([order, event('Order Refunded', { order_id: 'o', ...properties }, 20)]))[0]?.refunds[0]?.amount;
    expect(back({ products: [{ product_id: 'p', price: 10 }] })).toBe(1000);
    expect(back({ products: [{ price: '10.00', quantity: 2, discount: 1.5 }, { total: 5 }] })).toBe(2350);
    expect(
      back({
        products: [
          { price: 10, quantity: -1 },
          { price: 4, quantity: 1.5 },
        ],
      }),
    ).toBe(1600);
    expect(back({ products: [{ price: 10 }], total: 7 })).toBe(700);
    expect(back({ products: [] })).toBe(10_000);
    expect(back({})).toBe(10_000);
  });

  it('reads order and refund on one basis', () => {
    const order = event('Order Completed', { order_id: 'o', revenue: 100, total: 125 }, 10);
    const back = (properties: object, of = order) =>
      purchasesOf(fold([of, event('Order Refunded', { order_id: 'o', ...properties }, 20)]))[0]?.refunds[0]?.amount;
    expect(back({ total: 62.5 })).toBe(5000);
    expect(back({ amount: 125 })).toBe(10_000);
    expect(back({ total: 62.5, revenue: 49 })).toBe(4900);
    expect(back({ products: [{ price: 20 }] })).toBe(2000);
    const byTotal = event('Order Completed', { order_id: 'o', total: 125 }, 10);
    expect(back({ total: 62.5, revenue: 49 }, byTotal)).toBe(6250);
    expect(back({ revenue: 49 }, byTotal)).toBe(4900);
  });

  it('falls to the next field where one is not said', () => {
    const gross = (properties: object) =>
      purchasesOf(fold([event('Order Completed', { order_id: 'o', ...properties })]))[0]?.gross;
    expect(gross({ revenue: null, total: 29.33 })).toBe(2933);
    expect(gross({ revenue: '', total: null, value: 29.33 })).toBe(2933);
    expect(gross({ revenue: 25, total: 29.33, currency: null, discount: '' })).toBe(2500);
    expect(() => gross({ revenue: null, total: null })).toThrow(expect.objectContaining({ path: 'properties.total' }));
  });

  it('takes back what a refund says where amounts are null', () => {
    const order = event('Order Completed', { order_id: 'o', total: 30 });
    const refund = event('Order Refunded', { order_id: 'o', amount: null, total: 5, currency: null }, 20);
    expect(purchasesOf(fold([order, refund]))[0]?.refunds).toEqual([{ at: 20, amount: 500 }]);
  });

  it('learns nothing about money from an update of the address alone, in any order', () => {
    const order = event('Order Completed', { order_id: 'o', total: 30 }, 10);
    const update = event('Order Updated', { order_id: 'o', status: 'shipped', total: null, discount: '' }, 20);
    expect(fold([order, update])).toEqual(fold([order]));
    expect(fold([update, order])).toEqual(fold([order]));
    expect(fold([update])).toEqual(NO_ORDERS);
  });

  it('reads one order in ids that differ by surrounding spaces', () => {
    const said = [' A1 ', 'A1', 'A1\n'].map((order_id, at) => event('Order Completed', { order_id, total: 5 }, at));
    expect(Object.keys(fold(said))).toEqual(['A1']);
  });

  it('counts two equal refunds without an id twice, unless they are one message', () => {
    const order = event('Order Completed', { order_id: 'o', total: 30 });
    const refund = (id: string) => event('Order Refunded', { order_id: 'o', amount: 10 }, 20, id);
    const back = (...refunds: ReturnType<typeof event>[]) =>
      purchasesOf(fold([order, ...refunds]))[0]?.refunds.map(({ amount }) => amount);
    expect(back(refund('m1'), refund('m2'))).toEqual([1000, 1000]);
    expect(back(refund('m1'), refund('m1'))).toEqual([1000]);
  });

  it('takes the later word of one instant by receipt and place, not by id', () => {
    const word = (total: number, id: string, given: object) => ({
      ...event('Order Updated', { order_id: 'o', total }, 10, id),
      ...given,
    });
    const order = word(10, 'z', { event: 'Order Completed', recordedAt: 5, place: 0 });
    const first = word(20, 'y', { recordedAt: 5, place: 1 });
    const second = word(30, 'x', { recordedAt: 6, place: 0 });
    for (const said of [
      [order, first, second],
      [second, first, order],
    ])
      expect(purchasesOf(fold(said))[0]?.gross).toBe(3000);
  });

  it('lets the last update say what an order is worth', () => {
    const orders = fold([
      event('Order Updated', { order_id: 'o1', total: 40 }, 15),
      event('Order Completed', { order_id: 'o1', total: 30 }, 10),
    ]);

    expect(purchasesOf(orders)[0]).toMatchObject({ at: 10, gross: 4000 });
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('is not fooled by an order called %s', (order_id) => {
    expect(purchasesOf(fold([event('Order Completed', { order_id, total: 1 })]))).toHaveLength(1);
  });

  it('names the field that is wrong', () => {
    expect(orderFault(event('Order Completed', { total: 'much' }), 'USD')).toMatchObject({ path: 'properties.total' });
    expect(orderFault(event('Order Completed', { total: 1, currency: '$' }), 'USD')).toMatchObject({
      path: 'properties.currency',
    });
    expect(orderFault(event('Order Completed', { total: 1, order_id: {} }), 'USD')).toMatchObject({
      path: 'properties.order_id',
    });
    expect(orderFault(event('Song Played', { total: 'much' }), 'USD')).toBeNull();
  });
});

const events = fc.array(
  fc
    .record({
      name: fc.constantFrom('Order Completed', 'Order Updated', 'Order Cancelled', 'Order Refunded'),
      order_id: fc.constantFrom('o1', 'o2', 'constructor'),
      refund_id: fc.constantFrom('r1', 'r2'),
      total: fc.integer({ min: 0, max: 5 }),
      at: fc.integer({ min: 0, max: 3 }),
      id: fc.constantFrom('a', 'b', 'c'),
    })
    // Equal names must be equal messages: the same id with other content is refused before folding.
    .map(({ name, order_id, refund_id, total, at, id }) =>
      event(name, { order_id, refund_id, total }, at, [name, order_id, refund_id, total, at, id].join()),
    ),
  { maxLength: 12 },
);

describe('laws of orders', () => {
  it('is the same for any order, duplication and grouping of its events', () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat()), fc.nat(12), (lived, shuffle, cut) => {
        const shuffled = [...lived, ...lived.slice(0, cut)]
          .map((one, place) => ({ one, key: shuffle[place] ?? place }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const joined = joinOrders([fold(shuffled.slice(0, cut)), fold(shuffled.slice(cut))]);

        expect(plain(joined)).toEqual(plain(fold(lived)));
      }),
    );
  });
});

const plain = (orders: Orders) => JSON.parse(JSON.stringify(orders)) as unknown;
