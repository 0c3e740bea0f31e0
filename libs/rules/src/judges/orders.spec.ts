// Rules on orders as marketers ask for them: an order that was told twice is one.
import type { NumberedTouchpoint } from '@segue/contracts';
import { NO_ORDERS, type Orders, foldOrder, joinOrders, placedOrders, ratesIn } from '@segue/orders';
import { startOfDay } from '@segue/valuation';
import { touchpoint } from '../../testing/touchpoints';
import { compile } from '../compile/compile';
import { emptyFacts } from '../facts/facts';
import { fold } from '../facts/fold';
import type { JoinedOrders } from '../language/context';
import type { OrderLeaf } from '../language/order-leaves';
import type { Condition } from '../language/rule';
import { validate } from '../validate/validate';

const UTC = (day: string) => startOfDay(day, 'UTC');
const days = (amount: number) => ({ amount, unit: 'days' as const });
const NOW = UTC('2025-06-01');
const RATES = ratesIn('date,currency,rate\n2025-05-01,EUR,1.1\n2025-05-20,EUR,1.2\n');

type Some = Partial<NumberedTouchpoint>;
const said = (event: string, day: string, properties: object, more: Some = {}): Some => ({
  event,
  occurredAt: UTC(day),
  properties: { ...properties },
  ...more,
});
const order = (day: string, order_id: string, total: number, more: object = {}, who: Some = {}) =>
  said('Order Completed', day, { order_id, total, ...more }, who);
const cancelled = (day: string, order_id: string) => said('Order Cancelled', day, { order_id });
const refunded = (day: string, order_id: string, more: object = {}) =>
  said('Order Refunded', day, { order_id, ...more });

function lifeOf(happened: readonly Some[]): NumberedTouchpoint[] {
  const counts = new Map<string, number>();
  return happened.map((one, index) => {
    const { identity = 'userId:u1' } = one;
    const number = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, number);
    return touchpoint({ id: `m${index}`, ...one, number });
  });
}

function ordersOf(life: readonly NumberedTouchpoint[]): JoinedOrders {
  const parts = new Map<string, Orders>();
  for (const one of life) parts.set(one.identity, foldOrder(parts.get(one.identity) ?? NO_ORDERS, one, 'USD'));
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { placed: placedOrders(joinOrders([...parts.values()]), 'USD', RATES, dayOf), digits: 2 };
}

/** Whether the rule holds, and when that changes by itself. */
function ask(when: Condition, happened: readonly Some[], now = NOW): [boolean, number | null] {
  expect(validate({ version: 1, when })).toEqual([]);
  const book = compile([{ id: 'asked', rule: { version: 1, when } }]);
  const life = lifeOf(happened);
  const facts = life.reduce((known, one) => fold(known, one, book.needs), emptyFacts());
  const context = { now, zone: 'UTC', orders: ordersOf(life) };
  const { holds, changesAt, exact } = book.verdict('asked', facts, context);
  expect(exact).toBe(true);
  const [judged] = book.judge(book.rules, facts, context);
  expect(judged).toEqual({ holds, standsUntil: changesAt });
  return [holds, changesAt];
}

const twice: OrderLeaf = { kind: 'order', what: 'count', times: { atLeast: 2 }, within: days(90) };

describe('who ordered twice or more in 90 days', () => {
  it('counts an order once, whoever reports it', () => {
    const browser = order('2025-05-01', 'o1', 29.33, {}, { identity: 'anonymousId:a' });
    const server = order('2025-05-01', 'o1', 29.33);
    expect(ask(twice, [browser, server, { ...server, source: 'erp' }])).toEqual([false, null]);
    expect(ask(twice, [browser, server, order('2025-05-10', 'o2', 5)])).toEqual([true, UTC('2025-07-30')]);
  });

  it('does not count a cancelled order, until it is completed again', () => {
    const two = [order('2025-05-01', 'o1', 10), order('2025-05-10', 'o2', 10)];
    expect(ask(twice, [...two, cancelled('2025-05-11', 'o2')])).toEqual([false, null]);
    const again = [...two, cancelled('2025-05-11', 'o2'), order('2025-05-12', 'o2', 10)];
    // It was placed on the 10th.
    expect(ask(twice, again)).toEqual([true, UTC('2025-07-30')]);
  });

  it('counts orders that were given back, and those without a rate', () => {
    const life = [
      order('2025-05-01', 'o1', 10),
      refunded('2025-05-02', 'o1'),
      order('2025-05-10', 'o2', 10, { currency: 'GBP' }),
    ];
    expect(ask(twice, life)).toEqual([true, UTC('2025-07-30')]);
    expect(ask({ ...twice, where: { states: ['completed', 'partlyRefunded'] } }, life)).toEqual([false, null]);
  });

  it('holds in last month only then', () => {
    const lastMonth: Condition = { ...twice, within: { last: 'month' } };
    const life = [order('2025-05-01', 'o1', 10), order('2025-05-10', 'o2', 10)];
    expect(ask(lastMonth, life, UTC('2025-05-20'))).toEqual([false, UTC('2025-06-01')]);
    expect(ask(lastMonth, life)).toEqual([true, UTC('2025-07-01')]);
  });

  it('has not ordered for 90 days once the last order is so old', () => {
    const none: Condition = { kind: 'order', what: 'count', times: { exactly: 0 }, within: days(90) };
    const silent: Condition = { kind: 'order', what: 'last', olderThan: days(90) };
    const life = [order('2025-05-01', 'o1', 10), order('2025-05-02', 'o2', 10), cancelled('2025-05-03', 'o2')];
    expect(ask(none, life)).toEqual([false, UTC('2025-07-30')]);
    expect(ask(silent, life)).toEqual([false, UTC('2025-07-30')]);
    expect(ask(silent, life, UTC('2025-07-30'))).toEqual([true, null]);
    // Who never ordered has no last order.
    expect(ask(none, [])).toEqual([true, null]);
    expect(ask(silent, [])).toEqual([false, null]);
  });
});

describe('what orders come to', () => {
  const sum = (value: number, more: object = {}): Condition =>
    ({ kind: 'order', what: 'sum', is: 'atLeast', value, ...more }) as Condition;

  it('counts an order that was told twice once, and a cancelled one not at all', () => {
    expect(ask(sum(100), [order('2025-05-01', 'o1', 60), order('2025-05-01', 'o1', 60)])).toEqual([false, null]);
    expect(ask(sum(100), [order('2025-05-01', 'o1', 160), cancelled('2025-05-02', 'o1')])).toEqual([false, null]);
  });

  it('takes a refund off its order, whenever it was given', () => {
    const life = [
      order('2025-05-01', 'o1', 60),
      order('2025-05-20', 'o2', 60),
      refunded('2025-05-25', 'o1', { amount: 20 }),
    ];
    expect(ask(sum(100), life)).toEqual([true, null]);
    expect(ask(sum(100.01), life)).toEqual([false, null]);
    expect(ask(sum(100, { within: days(30) }), life, UTC('2025-05-26'))).toEqual([true, UTC('2025-05-31')]);
    expect(ask(sum(60.01, { within: days(30) }), life, UTC('2025-05-31'))).toEqual([false, null]);
  });

  it('is in the currency of the brand, by the rate of the day of each order', () => {
    const life = [
      order('2025-05-01', 'o1', 100, { currency: 'EUR' }),
      order('2025-05-21', 'o2', 100, { currency: 'EUR' }),
      order('2025-05-21', 'o3', 8319, { currency: 'INR' }),
    ];
    const exactly = (what: 'sum' | 'average', value: number): Condition => ({
      kind: 'order',
      what,
      is: 'equal',
      value,
    });
    expect(ask(exactly('sum', 230), life)).toEqual([true, null]);
    expect(ask(exactly('average', 115), life)).toEqual([true, null]);
    expect(ask({ kind: 'order', what: 'count', times: { exactly: 3 } }, life)).toEqual([true, null]);
    const costly: Condition = { ...twice, times: { atLeast: 1 }, where: { amount: { is: 'above', value: 120 } } };
    expect(ask(costly, life)).toEqual([false, null]);
  });

  it('averages above 80', () => {
    const average: Condition = { kind: 'order', what: 'average', is: 'above', value: 80, within: days(365) };
    const life = [order('2025-05-01', 'o1', 60), order('2025-05-10', 'o2', 100)];
    expect(ask(average, life)).toEqual([false, UTC('2026-05-01')]);
    expect(ask(average, [...life, order('2025-05-12', 'o3', 80.03)])).toEqual([true, UTC('2026-05-12')]);
    expect(ask(average, [])).toEqual([false, null]);
  });

  it('compares amounts as they are written', () => {
    const life = [order('2025-05-01', 'o1', 0.1), order('2025-05-02', 'o2', 0.2)];
    expect(ask({ kind: 'order', what: 'sum', is: 'equal', value: 0.3 }, life)).toEqual([true, null]);
    expect(ask({ kind: 'order', what: 'average', is: 'equal', value: 0.15 }, life)).toEqual([true, null]);
  });
});

describe('the first and the last order', () => {
  const cheap: Condition = { kind: 'order', what: 'first', has: { amount: { is: 'below', value: 50 } } };

  it('was under 50', () => {
    expect(ask(cheap, [order('2025-05-10', 'o2', 80), order('2025-05-01', 'o1', 49.9)])).toEqual([true, null]);
    // What comes late may be the first.
    expect(ask(cheap, [order('2025-05-10', 'o2', 20), order('2025-05-01', 'o1', 80)])).toEqual([false, null]);
    expect(
      ask(cheap, [order('2025-05-01', 'o1', 20), cancelled('2025-05-02', 'o1'), order('2025-05-03', 'o2', 80)]),
    ).toEqual([false, null]);
    expect(ask(cheap, [order('2025-05-01', 'o1', 20, { currency: 'GBP' })])).toEqual([false, null]);
  });

  it('was so long ago, and not longer', () => {
    const aged: Condition = { kind: 'order', what: 'first', olderThan: days(30), within: days(60) };
    const life = [order('2025-05-01', 'o1', 10), order('2025-05-20', 'o2', 10)];
    expect(ask(aged, life, UTC('2025-05-21'))).toEqual([false, UTC('2025-05-31')]);
    expect(ask(aged, life)).toEqual([true, UTC('2025-06-30')]);
    expect(ask({ ...aged, olderThan: days(60) }, life)).toEqual([false, null]);
  });

  it('is the first of those that are meant', () => {
    const where = { states: ['cancelled' as const] };
    const life = [order('2025-05-01', 'o1', 10), order('2025-05-02', 'o2', 90), cancelled('2025-05-03', 'o2')];
    const big = { amount: { is: 'atLeast' as const, value: 90 } };
    expect(ask({ kind: 'order', what: 'first', where, has: big }, life)).toEqual([true, null]);
    expect(ask({ kind: 'order', what: 'first', has: { states: ['cancelled'] } }, life)).toEqual([false, null]);
  });
});

describe('products', () => {
  const X = [{ product_id: 'X', category: 'shoes' }, { product_id: 'Y' }];
  const kept = { ...twice, times: { atLeast: 1 } };
  const not: Condition = { ...kept, where: { products: ['X'], returned: false } };
  const life = [order('2025-05-01', 'o1', 90, { products: X })];

  it('were bought and not given back', () => {
    expect(ask(not, life)).toEqual([true, UTC('2025-07-30')]);
    const back = (more: object) => ask(not, [...life, refunded('2025-05-02', 'o1', more)]);
    expect(back({})).toEqual([false, null]);
    expect(back({ amount: 40, products: [{ product_id: 'X' }] })).toEqual([false, null]);
    expect(back({ amount: 40, products: [{ product_id: 'Y' }] })).toEqual([true, UTC('2025-07-30')]);
    expect(back({ amount: 40 })).toEqual([true, UTC('2025-07-30')]);
    expect(ask(not, [...life, cancelled('2025-05-02', 'o1')])).toEqual([false, null]);
  });

  it('were given back', () => {
    const given: Condition = { ...kept, where: { products: ['X'], returned: true } };
    expect(ask(given, life)).toEqual([false, null]);
    expect(ask(given, [...life, refunded('2025-05-02', 'o1')])).toEqual([true, UTC('2025-07-30')]);
    const either: Condition = { ...kept, where: { products: ['X'] } };
    expect(ask(either, [...life, refunded('2025-05-02', 'o1')])).toEqual([true, UTC('2025-07-30')]);
  });

  it('are those of an order, whichever report of it names them', () => {
    const browser = order('2025-05-01', 'o1', 90, { products: X }, { identity: 'anonymousId:a' });
    const server = order('2025-05-01', 'o1', 90);
    expect(ask(not, [browser, server])).toEqual([true, UTC('2025-07-30')]);
    expect(
      ask({ ...not, times: { atLeast: 2 } } as Condition, [browser, { ...browser, identity: 'userId:u1' }]),
    ).toEqual([false, null]);
    const exchanged = said('Order Updated', '2025-05-02', { order_id: 'o1', products: [{ product_id: 'Z' }] });
    expect(ask(not, [browser, exchanged])).toEqual([false, null]);
  });

  it('are of a category, and of that as well as of another filter', () => {
    const shoes: Condition = {
      ...kept,
      where: { categories: ['shoes'], products: ['Y'], amount: { is: 'atLeast', value: 90 } },
    };
    expect(ask(shoes, life)).toEqual([true, UTC('2025-07-30')]);
    expect(ask({ ...kept, where: { categories: ['hats'], products: ['Y'] } }, life)).toEqual([false, null]);
  });

  it('make the first order with one of them another than the first order', () => {
    const first: Condition = {
      kind: 'order',
      what: 'first',
      where: { products: ['X'] },
      within: { since: '2025-05-01' },
    };
    const has: Condition = { kind: 'order', what: 'first', has: { products: ['X'] } };
    const all = [order('2025-04-01', 'o0', 5, { products: [{ product_id: 'Y' }] }), ...life];
    expect([ask(first, all)[0], ask(has, all)[0]]).toEqual([true, false]);
  });
});

it('counts each filter and window for itself, beside others', () => {
  const count = (exactly: number, more: object): Condition =>
    ({ kind: 'order', what: 'count', times: { exactly }, ...more }) as Condition;
  const X = { products: [{ product_id: 'X' }] };
  const life = [
    order('2025-01-01', 'o1', 10, X),
    order('2025-05-10', 'o2', 20, X),
    order('2025-05-11', 'o3', 30),
    order('2025-05-12', 'o4', 20, { currency: 'GBP' }),
    order('2025-05-13', 'o5', 25),
    cancelled('2025-05-14', 'o5'),
  ];
  const amount = { is: 'between' as const, from: 20, to: 25 };
  const all: Condition[] = [
    count(4, {}),
    count(3, { within: days(60) }),
    count(3, { within: { last: 'month' } }),
    count(2, { where: { products: ['X'] } }),
    count(1, { where: { products: ['X'] }, within: days(60) }),
    count(1, { where: { amount } }),
    count(1, { where: { amount: { is: 'between', from: 10, to: 19 } } }),
    count(2, { where: { amount: { is: 'atMost', value: 20 } } }),
    count(0, { where: { products: ['Y', 'Z'] } }),
    { kind: 'order', what: 'sum', is: 'equal', value: 60 },
    { kind: 'order', what: 'sum', is: 'equal', value: 50, within: days(60) },
    { kind: 'order', what: 'average', is: 'equal', value: 20 },
    { kind: 'order', what: 'last', where: { products: ['X'] }, has: { amount } },
    { kind: 'order', what: 'first', has: { amount: { is: 'equal', value: 10 } } },
  ];
  for (const one of all) expect([one, ask(one, life)[0]]).toEqual([one, true]);
  expect(ask({ kind: 'and', of: all }, life)).toEqual([true, UTC('2025-07-01')]);
});

it('touches rules on orders alone when an order changes', () => {
  const rule = (when: Condition) => ({ version: 1 as const, when });
  const book = compile([
    { id: 'orders', rule: rule(twice) },
    { id: 'silent', rule: rule({ kind: 'recency', is: 'atLeast', days: 3 }) },
    { id: 'city', rule: rule({ kind: 'trait', name: 'city', is: 'known' }) },
  ]);
  expect(book.touchedBy({ orders: true }).map(({ id }) => id)).toEqual(['orders']);
  expect(book.touchedBy({ recency: true, traits: ['city'] }).map(({ id }) => id)).not.toContain('orders');
});
