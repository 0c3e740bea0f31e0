import fc from 'fast-check';
import { foldOrder } from './fold';
import { NO_ORDERS, type OrderEvent, type Orders } from './order';
import { purchasesOf } from './purchases';
import { copyOf, differingIds, settled } from './table';

const event = fc
  .record({
    event: fc.constantFrom('Order Completed', 'Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'),
    order: fc.nat(12),
    at: fc.nat(50),
    total: fc.nat(90),
    isEndOfBatch: fc.boolean(),
    isAsked: fc.boolean(),
  })
  .map(({ event: name, order, at, total, ...rest }) => ({
    ...rest,
    touchpoint: {
      type: 'track',
      event: name,
      properties: { order_id: `o${order}`, refund_id: `r${at}`, total },
      occurredAt: at,
      recordedAt: at,
      source: 's',
      id: `${name} ${order} ${at} ${total}`,
    } as OrderEvent,
  }));

it('are the same whether they follow from those of the table before or from all orders', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let orders: Orders = settled(copyOf(NO_ORDERS));
      let folding = { drafts: new WeakSet<object>() };
      let before = orders;
      for (const { touchpoint, isEndOfBatch, isAsked } of events) {
        orders = foldOrder(orders, touchpoint, 'USD', folding);
        if (isAsked) expect(purchasesOf(orders)).toEqual(purchasesOf(copyOf(orders)));
        if (!isEndOfBatch) continue;
        const ids = differingIds(orders, before);
        const differing = Object.keys(orders).filter((id) => orders[id] !== before[id]);
        if (orders !== before) expect([...(ids ?? [])]).toEqual(expect.arrayContaining(differing));
        // What the store keeps for the next batch.
        before = settled(orders);
        folding = { drafts: new WeakSet<object>() };
      }
      expect(purchasesOf(settled(orders))).toEqual(purchasesOf(copyOf(orders)));
    }),
    { numRuns: 1_000 },
  );
});
