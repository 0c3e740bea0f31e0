import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { ANA, bookOf, DAY, Kept, numberAnew, profile, segment, START, touchpoint } from '../../../testing/lives';
import type { PendingTransition } from './transition';

describe('rules on orders', () => {
  const within = { amount: 90, unit: 'days' as const };
  const ON_ORDERS = [
    segment('twice', { kind: 'order', what: 'count', times: { atLeast: 2 }, within }),
    segment('spent 100', { kind: 'order', what: 'sum', is: 'atLeast', value: 100, within }),
    segment('cheap first', { kind: 'order', what: 'first', has: { amount: { is: 'below', value: 50 } } }),
    segment('has X', {
      kind: 'order',
      what: 'count',
      times: { atLeast: 1 },
      where: { products: ['X'], returned: false },
    }),
    segment('silent', { kind: 'order', what: 'last', olderThan: within }),
  ];
  const reported = (day: number, event: string, properties: object, given: Partial<NumberedTouchpoint> = {}) =>
    touchpoint({ day, event, properties: { order_id: 'o1', ...properties }, ...given });
  const X = { products: [{ product_id: 'X' }] };
  const changesIn = (kept: Kept) => kept.words().filter((word) => /^(entered|left)/.test(word));
  const heldBy = (kept: Kept) =>
    Object.entries(kept.standings.get(ANA)?.standing.segments ?? {}).flatMap(([id, { holds }]) => (holds ? [id] : []));

  it('take an order that a visitor and a server report for one, also once they are one customer', () => {
    const kept = new Kept(bookOf(ON_ORDERS));
    const browser = reported(0, 'Order Completed', { total: 60, ...X }, { identity: 'anonymousId:a' });
    kept.take([profile([browser])]);
    const server = reported(0, 'Order Completed', { total: 60 });
    kept.take([profile([server], { version: 2, identities: ['anonymousId:a', 'userId:ana'] })]);
    kept.take([profile([reported(5, 'Order Completed', { order_id: 'o2', total: 60 })])]);

    expect(changesIn(kept)).toEqual([
      'entered has X 1998-01-01',
      'entered twice 1998-01-06',
      'entered spent 100 1998-01-06',
    ]);
    kept.fire(START + 200 * DAY);
    expect(changesIn(kept).slice(3)).toEqual([
      'left twice 1998-04-01',
      'left spent 100 1998-04-01',
      // An hour of the night of 5 April is missing in New York.
      'entered silent 1998-04-05',
    ]);
  });

  it('follow an order that is cancelled, completed again and given back', () => {
    const kept = new Kept(bookOf(ON_ORDERS));
    kept.take([profile([reported(0, 'Order Completed', { total: 120, ...X })])]);
    kept.take([profile([reported(1, 'Order Cancelled', {})])]);
    kept.take([profile([reported(2, 'Order Completed', { total: 120 })])]);
    kept.take([profile([reported(3, 'Order Refunded', { refund_id: 'r1', amount: 30 })])]);
    kept.take([profile([reported(4, 'Order Refunded', {})])]);

    expect(changesIn(kept)).toEqual([
      ...['entered spent 100 1998-01-01', 'entered has X 1998-01-01'],
      ...['left spent 100 1998-01-02', 'left has X 1998-01-02'],
      ...['entered spent 100 1998-01-03', 'entered has X 1998-01-03'],
      'left spent 100 1998-01-04',
      // What is left of it is below 50.
      ...['entered cheap first 1998-01-05', 'left has X 1998-01-05'],
    ]);
    const { because } = kept.log.findLast(
      ({ subject, kind }) => subject === 'spent 100' && kind === 'left',
    ) as PendingTransition;
    expect(because).toEqual([{ path: 'when', condition: ON_ORDERS[1]?.rule.when, holds: false, value: 90 }]);
  });

  it('end in the same segments in any order of arrival and any batching', () => {
    const happened = fc.array(
      fc.record({
        day: fc.nat(120),
        event: fc.constantFrom('Order Completed', 'Order Completed', 'Order Cancelled', 'Order Refunded'),
        order_id: fc.constantFrom('o1', 'o2', 'o3'),
        refund_id: fc.constantFrom('r1', 'r2'),
        total: fc.constantFrom(20, 60, 120),
        products: fc.constantFrom([{ product_id: 'X' }], [{ product_id: 'Y' }], []),
      }),
      { minLength: 1, maxLength: 7 },
    );
    fc.assert(
      fc.property(happened, fc.array(fc.nat()), fc.boolean(), (life, keys, apart) => {
        numberAnew();
        const all = life.map(({ day, event, total, ...properties }) =>
          reported(day, event, event === 'Order Refunded' ? properties : { ...properties, total }),
        );
        const shuffled = all
          .map((one, place) => ({ one, key: keys[place] ?? place }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [whole, parts] = [new Kept(bookOf(ON_ORDERS)), new Kept(bookOf(ON_ORDERS))];
        whole.take([profile([...all].sort((a, b) => a.occurredAt - b.occurredAt))]);
        const batches = shuffled.map((one) => profile([one]));
        if (apart) for (const one of batches) parts.take([one]);
        else parts.take(batches);
        for (const until of [130, 170, 400]) {
          whole.fire(START + until * DAY);
          parts.fire(START + until * DAY);
          expect(heldBy(parts).sort()).toEqual(heldBy(whole).sort());
        }
      }),
      { numRuns: 200 },
    );
  });
});
