// Generated orders, as browsers, servers and tills report them: repeated, late, cancelled, given
// back.
import type { NumberedTouchpoint } from '@segue/contracts';
import { NO_ORDERS, type OrderEvent, type Orders, foldOrder, joinOrders, placedOrders } from '@segue/orders';
import fc from 'fast-check';
import type { Count, NumberComparison } from '../src/language/comparisons';
import type { JoinedOrders } from '../src/language/context';
import type { OrderLeaf } from '../src/language/order-leaves';
import { ORDER_STATES, type OrderFilter } from '../src/language/order-filter';
import type { Duration, Within } from '../src/language/time';
import { PLAIN_RATES } from './naive-orders';

const line = fc.record({
  product_id: fc.constantFrom('p1', 'p2', 'p3'),
  category: fc.constantFrom('c1', 'c2'),
  quantity: fc.constantFrom(1, 2),
  price: fc.constantFrom(1, 2.5),
});
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
/** Filters that ask for everything at once fit nothing. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => maybe(maybe(arbitrary));
const orderId = fc.constantFrom('o1', 'o2', 'o3', undefined);
const products = fc.option(fc.array(line, { maxLength: 2 }), { nil: undefined, freq: 3 });
const currency = fc.constantFrom('USD', undefined, undefined, 'EUR', 'GBP');
const worth = { order_id: orderId, currency, products };
const total = fc.constantFrom(0, 2, 3.5, 6);

const named = <T extends object>(event: string, properties: fc.Arbitrary<T>) =>
  properties.map((some) => ({ event, properties: JSON.parse(JSON.stringify(some)) as Record<string, unknown> }));

export const orderEvents = fc.oneof(
  { weight: 4, arbitrary: named('Order Completed', fc.record({ ...worth, total })) },
  { weight: 1, arbitrary: named('Order Updated', fc.record({ ...worth, total: maybe(total) })) },
  { weight: 1, arbitrary: named('Order Cancelled', fc.record({ order_id: orderId })) },
  {
    weight: 2,
    arbitrary: named(
      'Order Refunded',
      fc.record({
        order_id: orderId,
        refund_id: fc.constantFrom('r1', 'r2', undefined),
        amount: maybe(fc.constantFrom(0, 1, 3)),
        currency: fc.constantFrom(undefined, undefined, undefined, 'EUR'),
        products,
      }),
    ),
  },
);

const filter: fc.Arbitrary<OrderFilter> = fc
  .record({
    states: rarely(fc.subarray([...ORDER_STATES], { minLength: 1 })),
    amount: rarely(fc.constantFrom<NumberComparison>({ is: 'atLeast', value: 3 }, { is: 'between', from: 0, to: 2.5 })),
    products: maybe(fc.subarray(['p1', 'p2'], { minLength: 1 })),
    categories: rarely(fc.constant(['c1'])),
    returned: maybe(fc.boolean()),
  })
  .map(({ returned, ...some }) => {
    const isOfLines = some.products !== undefined || some.categories !== undefined;
    return JSON.parse(JSON.stringify(isOfLines ? { ...some, returned } : some)) as OrderFilter;
  });

interface Spans {
  readonly within: fc.Arbitrary<Within | undefined>;
  readonly length: fc.Arbitrary<Duration>;
  readonly times: fc.Arbitrary<Count>;
  readonly compared: fc.Arbitrary<NumberComparison>;
}

/** Absent fields are left out, as in JSON. */
const plain = (leaf: object) => JSON.parse(JSON.stringify(leaf)) as OrderLeaf;

export function orderLeaves({ within, length, times, compared }: Spans): fc.Arbitrary<OrderLeaf> {
  const common = { kind: fc.constant('order'), where: maybe(filter), within };
  const end = { what: fc.constantFrom('first', 'last'), has: maybe(filter), olderThan: rarely(length) };
  return fc.oneof(
    fc.record({ ...common, what: fc.constant('count'), times }).map(plain),
    fc
      .tuple(fc.record({ ...common, what: fc.constantFrom('sum', 'average') }), compared)
      .map(([some, is]) => plain({ ...some, ...is })),
    fc.record({ ...common, ...end }).map(plain),
  );
}

const RATES = { rateOf: (code: string) => PLAIN_RATES[code] ?? null };

/** The orders of a life, joined over its identities as scoring joins them. */
export function joinedOrders(history: readonly NumberedTouchpoint[]): JoinedOrders {
  const byIdentity = new Map<string, Orders>();
  for (const one of history) {
    const orders = byIdentity.get(one.identity) ?? NO_ORDERS;
    byIdentity.set(one.identity, foldOrder(orders, one as OrderEvent, 'USD', {}));
  }
  const joined = joinOrders([...byIdentity.values()]);
  return { placed: placedOrders(joined, 'USD', RATES, () => '2025-01-01'), digits: 2 };
}
