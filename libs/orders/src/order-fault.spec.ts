import { orderFault } from './order-fault';

const faultOf = (properties: Record<string, unknown>, event = 'Order Completed') => {
  const fault = orderFault(
    { type: 'track', event, properties: { order_id: 'o1', total: '10.00', ...properties }, ...WHERE },
    'USD',
  );
  return fault && [fault.code, fault.path];
};
const WHERE = { occurredAt: 1, recordedAt: 1, source: 'till', id: 'm1' };

describe('orderFault', () => {
  it('refuses a refund of products that says neither prices nor an amount', () => {
    const refund = (properties: object) => faultOf({ total: undefined, ...properties }, 'Order Refunded');
    expect(refund({ products: [{ price: 5 }, { product_id: 'p' }] })).toEqual([
      'amount',
      'properties.products.1.price',
    ]);
    expect(refund({ products: [{ product_id: 'p' }], total: 5 })).toBeNull();
    expect(refund({ products: [{ product_id: 'p', total: 5 }] })).toBeNull();
    expect(refund({})).toBeNull();
  });

  it.each(['XXX', 'xts', 'XAU', 'XDR', 'ZZZ', 'euros', 7, true, {}])('refuses the currency %p', (currency) => {
    expect(faultOf({ currency })).toEqual(['currency', 'properties.currency']);
  });

  it.each(['EUR', 'eur', 'JPY', 'XOF', 'HRK'])('accepts the currency %s', (currency) => {
    expect(faultOf({ currency })).toBeNull();
  });

  it.each(['Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'])(
    'refuses wrong money of %s',
    (event) => {
      expect(faultOf({ currency: 'XXX' }, event)).toEqual(['currency', 'properties.currency']);
      expect(faultOf({ products: [{ price: 'a lot' }] }, event)).toEqual(['amount', 'properties.products.0.price']);
    },
  );

  it.each([
    [{ price: '1.234,56' }, 'price', 'amount'],
    [{ price: true }, 'price', 'amount'],
    [{ price: [] }, 'price', 'amount'],
    [{ total: '€5' }, 'total', 'amount'],
    [{ discount: {} }, 'discount', 'amount'],
    [{ price: 1e300 }, 'price', 'amount'],
    [{ quantity: 'two' }, 'quantity', 'quantity'],
    [{ quantity: true }, 'quantity', 'quantity'],
  ])('a line of %p', (line, field, code) => {
    expect(faultOf({ products: [{ price: 1 }, line] })).toEqual([code, `properties.products.1.${field}`]);
  });

  it.each(['p1', 7, null, ['p1']])('refuses a line that is %p', (line) => {
    expect(faultOf({ products: [line] })).toEqual(['shape', 'properties.products.0']);
  });

  it.each([2 ** 53, 1e300, 1.5])('refuses the order id %p, which has lost digits', (order_id) => {
    expect(faultOf({ order_id })).toEqual(['id', 'properties.order_id']);
    expect(faultOf({ refund_id: order_id }, 'Order Refunded')).toEqual(['id', 'properties.refund_id']);
  });

  it('refuses products that are no list', () => {
    expect(faultOf({ products: { price: 1 } })).toEqual(['shape', 'properties.products']);
    expect(faultOf({ products: '[]' })).toEqual(['shape', 'properties.products']);
  });

  it('accepts lines with fewer fields, and returns', () => {
    const lines = [
      {},
      { price: null, quantity: '' },
      { price: '-5.00', quantity: -1 },
      { price: 2.5, quantity: '1.5' },
    ];
    expect(faultOf({ products: lines })).toBeNull();
    expect(faultOf({ products: null })).toBeNull();
  });

  it('accepts an event that is no order', () => {
    expect(faultOf({ currency: 'XXX', products: 'all' }, 'Cart Viewed')).toBeNull();
  });
});
