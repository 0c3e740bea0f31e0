import fc from 'fast-check';
import { type WantedLines, categoryKey, productKey } from './basket-lines';
import { type Basket, type Baskets, NO_BASKETS, basketIn, foldBasket, holdingOf, prunedBaskets } from './baskets';
import { MAX_ORDERS } from './extent';
import { MAX_REFUNDS, type OrderEvent } from './order';

const WANTED: WantedLines = { products: ['p1', 'p2', '7'], categories: ['shoes'] };

let made = 0;
const event = (name: string, properties: object, at = 10): OrderEvent => ({
  type: 'track',
  event: name,
  properties: { order_id: 'o1', ...properties },
  occurredAt: at,
  recordedAt: at,
  source: 'till',
  id: `m${made++}`,
});
const bought = (products: unknown, at?: number, more = {}) => event('Order Completed', { products, ...more }, at);
const returned = (products: unknown, at?: number, more = {}) => event('Order Refunded', { products, ...more }, at);
const fold = (events: readonly OrderEvent[], wanted = WANTED, from: Baskets = NO_BASKETS) =>
  events.reduce((baskets, one) => foldBasket(baskets, one, wanted), from);
const holding = (events: readonly OrderEvent[], key = productKey('p1')) =>
  holdingOf(basketIn([fold(events)], 'o1'), key);

describe('baskets', () => {
  it('hold what the last word on the products names', () => {
    const first = bought([{ product_id: 'p1' }], 10);
    expect(holding([first])).toBe('kept');
    expect(holding([first], productKey('p2'))).toBeNull();
    const updated = event('Order Updated', { products: [{ product_id: 'p2' }] }, 20);
    for (const events of [
      [first, updated],
      [updated, first],
    ]) {
      expect(holding(events)).toBeNull();
      expect(holding(events, productKey('p2'))).toBe('kept');
    }
    // A report without products says nothing about them.
    for (const silent of [{}, { products: [] }, { products: null }, { products: 'p1' }])
      expect(holding([first, event('Order Completed', silent, 30)])).toBe('kept');
  });

  it.each<[string, unknown, string]>([
    ['a product id', { product_id: 'p1' }, productKey('p1')],
    ['a product id in another spelling', { productId: 'p1' }, productKey('p1')],
    ['a number', { product_id: 7 }, productKey('7')],
    ['a SKU', { product_id: 'other', sku: 'p2' }, productKey('p2')],
    ['a category', { product_id: 'other', category: 'shoes' }, categoryKey('shoes')],
  ])('know a line by %s', (_, line, key) => {
    expect(holding([bought([line])], key)).toBe('kept');
    expect(holding([bought([null, 'p1', ['p1'], { product_id: ['p1'] }])], key)).toBeNull();
  });

  it('keep nothing of what is not wanted', () => {
    const lines = [{ product_id: 'secret', category: 'private' }, { product_id: 'p1' }];
    expect(JSON.stringify(fold([bought(lines), returned(lines)]))).not.toMatch(/secret|private/);
  });

  it('have a product given back once refunds name all of its pieces', () => {
    const two = bought([{ product_id: 'p1', quantity: 2 }, { product_id: 'p2' }]);
    const one = (refund: string, at = 20, quantity: unknown = 1) =>
      returned([{ product_id: 'p1', quantity }], at, { refund_id: refund });
    expect(holding([two, one('a')])).toBe('kept');
    expect(holding([two, one('a'), one('b')])).toBe('returned');
    expect(holding([two, one('a', 20, -2)])).toBe('returned');
    // The shop's repetition of a refund is the same refund.
    expect(holding([two, one('a'), one('a', 30)])).toBe('kept');
    expect(holding([two, one('a'), one('b')], productKey('p2'))).toBe('kept');
    expect(holding([two, event('Order Refunded', { amount: 5 }, 20)])).toBe('kept');
    expect(holding([one('a', 5), one('b', 6), two])).toBe('returned');
  });

  it('count the pieces of all lines, once each where id and SKU are one text', () => {
    const lines = [
      { product_id: 'p1', sku: 'p1', quantity: '2' },
      { product_id: 'p1', quantity: 'many' },
    ];
    expect(fold([bought(lines)]).o1?.bought?.pieces).toEqual({ [productKey('p1')]: 3 });
  });

  it('take ids from outside for what they are', () => {
    const baskets = fold([bought([{ product_id: 'p1' }], 10, { order_id: 'constructor' })]);
    expect(basketIn([baskets], 'constructor').bought).toBeDefined();
    expect(basketIn([baskets], 'toString')).toEqual({});
    expect(holdingOf({ bought: { at: 1, by: '', pieces: {} } }, 'toString')).toBeNull();
  });

  const line = fc.record({
    product_id: fc.constantFrom('p1', 'p2', 'p3'),
    category: fc.constantFrom('shoes', 'hats'),
    quantity: fc.constantFrom(1, 2),
  });
  const events = fc
    .array(
      fc.record({
        name: fc.constantFrom('Order Completed', 'Order Completed', 'Order Updated', 'Order Refunded', 'Cart Viewed'),
        products: fc.array(line, { maxLength: 2 }),
        order_id: fc.constantFrom('o1', 'o2'),
        refund_id: fc.constantFrom('r1', 'r2'),
        at: fc.nat(5),
      }),
      { maxLength: 10 },
    )
    .map((all) => all.map(({ name, at, ...properties }) => event(name, properties, at)));

  it('are the same for any order, repetition, split and way of folding', () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat()), fc.array(fc.boolean()), (life, keys, owners) => {
        const shuffled = life
          .map((one, place) => ({ one, key: keys[place] ?? place }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const whole = fold(life);
        expect(fold([...shuffled, ...life])).toEqual(whole);
        const drafts = new WeakSet();
        expect(life.reduce((known, one) => foldBasket(known, one, WANTED, { drafts }), NO_BASKETS)).toEqual(whole);
        const parts = [true, false].map((mine) => fold(life.filter((_, place) => (owners[place] ?? true) === mine)));
        for (const id of ['o1', 'o2']) expect(basketIn(parts, id)).toEqual(basketIn([whole], id));
        expect(JSON.parse(JSON.stringify(whole))).toEqual({ ...whole });
      }),
    );
  });

  it('kept for more serve for less', () => {
    const fewer: WantedLines = { products: ['p1'], categories: [] };
    fc.assert(
      fc.property(events, (life) => {
        expect(prunedBaskets(fold(life), fewer)).toEqual(fold(life, fewer));
      }),
    );
  });

  it('are as many as there are orders, at most, with as many refunds', () => {
    const many = Array.from({ length: MAX_ORDERS + 50 }, (_, n) =>
      bought([{ product_id: 'p1' }], 10, { order_id: `o${n}` }),
    );
    const drafts = new WeakSet();
    const baskets = many.reduce((known, one) => foldBasket(known, one, WANTED, { drafts }), NO_BASKETS);
    expect(Object.keys(baskets)).toHaveLength(MAX_ORDERS);
    const refunds = Array.from({ length: MAX_REFUNDS * 2 }, (_, n) =>
      returned([{ product_id: 'p1' }], n % 7, { refund_id: `r${n}` }),
    );
    const kept = (all: OrderEvent[]): Basket | undefined => fold(all).o1;
    expect(Object.keys(kept(refunds)?.returned ?? {})).toHaveLength(MAX_REFUNDS);
    expect(kept([...refunds].reverse())).toEqual(kept(refunds));
  });
});
