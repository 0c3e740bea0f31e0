import fc from 'fast-check';
import { orderNews } from './changes';
import { foldOrder, orderNamedIn } from './fold';
import { orderIn } from './join';
import { NO_ORDERS, type Order, type OrderEvent } from './order';

const event = (name: string, minute: number, properties: object = {}): OrderEvent => ({
  type: 'track',
  event: name,
  properties: { order_id: 'o1', ...properties },
  occurredAt: minute * 60_000,
  recordedAt: minute * 60_000,
  source: 's',
  id: `${name} ${minute}`,
});
const after = (...events: OrderEvent[]): Order | undefined =>
  orderIn([events.reduce((orders, one) => foldOrder(orders, one, 'USD'), NO_ORDERS)], 'o1');
const completed = event('Order Completed', 1, { revenue: 20, total: 25, currency: 'EUR' });

describe('what became of an order', () => {
  it('says what it counts for and what was paid, in its currency', () => {
    expect(orderNews('o1', undefined, after(completed))).toEqual([
      { what: 'placed', key: '', order: { id: 'o1', amount: 2000, total: 2500, currency: 'EUR' } },
    ]);
  });

  it('counts an update before the order as no change', () => {
    const updated = event('Order Updated', 2, { total: 30 });
    expect(orderNews('o1', undefined, after(updated))).toEqual([]);
    expect(orderNews('o1', after(updated), after(updated, completed)).map(({ what }) => what)).toEqual(['placed']);
  });

  it.each([
    ['as reported', { amount: 6, currency: 'GBP' }, { amount: 600, currency: 'GBP' }],
    ['in the currency of the order', { amount: 6 }, { amount: 600, currency: 'EUR' }],
    ['of the whole order where no amount is known', {}, { amount: 2000, currency: 'EUR' }],
    ['by the products', { products: [{ price: 3, quantity: 2 }] }, { amount: 600, currency: 'EUR' }],
  ])('says a refund %s', (_, properties, refund) => {
    const refunded = event('Order Refunded', 2, { refund_id: 'r1', ...properties });
    const [news] = orderNews('o1', after(completed), after(completed, refunded));
    expect(news).toMatchObject({ what: 'refunded', key: 'r1', order: { id: 'o1', refund: { id: 'r1', ...refund } } });
  });

  it('says no amount of a refund where none is known', () => {
    const refunded = event('Order Refunded', 2, { refund_id: 'constructor' });
    expect(orderNews('o1', undefined, after(refunded))).toEqual([
      { what: 'refunded', key: 'constructor', order: { id: 'o1', refund: { id: 'constructor' } } },
    ]);
  });

  it('names the order of order events alone', () => {
    expect(orderNamedIn(completed)).toBe('o1');
    expect(orderNamedIn(event('Order Completed', 1, { order_id: null }))).toBe('s/Order Completed 1');
    expect(orderNamedIn(event('Parcel Shipped', 1))).toBeUndefined();
    expect(orderNamedIn({ ...completed, type: 'page' })).toBeUndefined();
    expect(orderIn([NO_ORDERS], 'constructor')).toBeUndefined();
  });

  it('is nothing where what is known is reported again', () => {
    const events = fc.array(
      fc
        .record({
          name: fc.constantFrom('Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'),
          minute: fc.nat(9),
          total: fc.constantFrom(10, 20),
          refund_id: fc.constantFrom('r1', 'r2'),
        })
        .map(({ name, minute, ...properties }) => event(name, minute, properties)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(events, fc.nat(), (all, place) => {
        const again = all[place % all.length] as OrderEvent;
        const late = { ...again, id: 'again', recordedAt: again.recordedAt + 1 };
        const news = orderNews('o1', after(...all), after(...all, again));
        expect(news).toEqual([]);
        const what = orderNews('o1', after(...all), after(...all, late)).map((one) => one.what);
        // Another report of the same instant may be the last word of it.
        expect(what.filter((one) => one !== 'changed')).toEqual([]);
      }),
    );
  });
});
