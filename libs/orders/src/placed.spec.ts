import { foldOrder } from './fold';
import { NO_ORDERS, type OrderEvent } from './order';
import { placedOrders } from './placed';
import { NO_RATES, ratesIn } from './rates';

const event = (name: string, properties: object, at = 10): OrderEvent => ({
  type: 'track',
  event: name,
  properties: { order_id: 'o1', ...properties },
  occurredAt: at,
  recordedAt: at,
  source: 'till',
  id: `${name} ${at} ${JSON.stringify(properties)}`,
});
const dayOf = () => '2026-11-20';
const placedIn = (events: OrderEvent[], rates = NO_RATES) =>
  placedOrders(
    events.reduce((orders, one) => foldOrder(orders, one, 'USD'), NO_ORDERS),
    'USD',
    rates,
    dayOf,
  );
const completed = event('Order Completed', { total: 30 });
const refunded = (properties: object, at = 20) => event('Order Refunded', properties, at);

describe('placed orders', () => {
  it.each<[string, OrderEvent[], string, number | null]>([
    ['completed', [completed], 'completed', 3000],
    ['reported twice', [completed, { ...completed, id: 'server', recordedAt: 11 }], 'completed', 3000],
    ['refunded in part', [completed, refunded({ amount: 10 })], 'partlyRefunded', 2000],
    ['refunded whole', [completed, refunded({})], 'refunded', 0],
    [
      'refunded in parts that come to more',
      [completed, refunded({ refund_id: 'a', amount: 20 }), refunded({ refund_id: 'b', amount: 20 })],
      'refunded',
      0,
    ],
    ['refunded by nothing', [completed, refunded({ amount: 0 })], 'completed', 3000],
    [
      'refunded in another currency, of which the worth is not known',
      [completed, refunded({ amount: 10, currency: 'EUR' })],
      'partlyRefunded',
      3000,
    ],
    ['of nothing, given back', [event('Order Completed', { total: 0 }), refunded({})], 'refunded', 0],
    ['cancelled', [completed, event('Order Cancelled', {}, 20)], 'cancelled', 3000],
    ['cancelled and refunded', [completed, refunded({}), event('Order Cancelled', {}, 30)], 'cancelled', 0],
    [
      'cancelled, then completed',
      [completed, event('Order Cancelled', {}, 20), event('Order Completed', { total: 40 }, 30)],
      'completed',
      4000,
    ],
    ['in another currency', [event('Order Completed', { total: 30, currency: 'EUR' })], 'completed', null],
  ])('tell of one %s', (_, events, state, amount) => {
    const found = [{ id: 'o1', at: 10, state, amount }];
    expect(placedIn(events)).toEqual(found);
    expect(placedIn([...events].reverse())).toEqual(found);
  });

  it('are in the currency of the brand by the rate of their day, refunds too', () => {
    const rates = ratesIn('date,currency,rate\n2026-11-20,EUR,1.1\n');
    const inEuro = event('Order Completed', { total: 30, currency: 'EUR' });
    expect(placedIn([inEuro, refunded({ amount: 10 })], rates)).toMatchObject([{ amount: 2200 }]);
  });

  it('are in time order, and leave out what was never placed', () => {
    const orders = placedIn([
      event('Order Completed', { order_id: 'b', total: 1 }, 20),
      event('Order Completed', { order_id: 'c', total: 1 }, 10),
      event('Order Completed', { order_id: 'a', total: 1 }, 20),
      event('Order Updated', { order_id: 'u', total: 1 }),
      event('Order Cancelled', { order_id: 'x' }),
      event('Order Refunded', { order_id: 'r', amount: 1 }),
    ]);
    expect(orders.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});
