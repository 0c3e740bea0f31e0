import type { NumberedTouchpoint } from '@segue/contracts';
import { ORDER_CHANGES } from '@segue/orders';
import fc from 'fast-check';
import { ANA, bookOf, Kept, numberAnew, profile, touchpoint } from '../../../testing/lives';
import type { Rulebook } from '../../rulebook/domain/rulebook';

/** To all that becomes of orders. */
const LISTENING: Rulebook = { ...bookOf([]), subscribedOrders: new Set(ORDER_CHANGES) };

const orderLife = fc
  .array(
    fc.record({
      day: fc.integer({ min: 0, max: 20 }),
      event: fc.constantFrom('Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'),
      order: fc.constantFrom('o1', 'o2'),
      refund: fc.constantFrom('r1', 'r2', 'r3'),
      total: fc.constantFrom(10, 20, 30),
      identity: fc.constantFrom('userId:ana', 'anonymousId:a'),
    }),
    { maxLength: 14 },
  )
  .map((moments) => {
    numberAnew();
    return moments.map(({ order: order_id, refund: refund_id, total, ...one }) =>
      touchpoint({ ...one, properties: { order_id, ...(one.event === 'Order Refunded' && { refund_id }), total } }),
    );
  });

const named = { version: 100, customer: ANA, identities: ['anonymousId:a', 'userId:ana'] };

const orderWords = ({ log }: Kept) =>
  log.filter(({ kind }) => kind === 'order').map(({ subject, id }) => `${subject} ${id}`);

describe('signals about orders', () => {
  const sent = (event: string, day: number, properties: object = {}, over: Partial<NumberedTouchpoint> = {}) =>
    touchpoint({ event, day, ...over, properties: { order_id: 'o1', total: 20, ...properties } });
  const signalled = (touchpoints: NumberedTouchpoint[], book = LISTENING) => {
    const kept = new Kept(book);
    for (const one of touchpoints) kept.take([profile([one], named)]);
    return kept.log.filter(({ kind }) => kind === 'order');
  };
  const subjects = (touchpoints: NumberedTouchpoint[]) => signalled(touchpoints).map(({ subject }) => subject);

  it('report an order once, also when another source reports it again', () => {
    const twice = [sent('Order Completed', 0), sent('Order Completed', 0, {}, { identity: 'anonymousId:a' })];
    const [signal, ...others] = signalled(twice);
    expect(signal).toMatchObject({
      subject: 'placed',
      because: { id: 'o1', amount: 2000, total: 2000, currency: 'USD' },
    });
    expect(others).toEqual([]);
  });

  it('name an order that counts again after a cancellation as before', () => {
    const all = signalled([sent('Order Completed', 0), sent('Order Cancelled', 1), sent('Order Completed', 2)]);
    expect(all.map(({ subject }) => subject)).toEqual(['placed', 'cancelled', 'placed']);
    expect(all[2]!.id).toBe(all[0]!.id);
  });

  it('report a second cancellation, and not of a repeated one', () => {
    const twice = [sent('Order Cancelled', 1), sent('Order Cancelled', 1.5), sent('Order Completed', 2)];
    const all = signalled([sent('Order Completed', 0), ...twice, sent('Order Cancelled', 3)]);
    const cancelled = all.filter(({ subject }) => subject === 'cancelled').map(({ id }) => id);
    expect(new Set(cancelled).size).toBe(2);
    expect(cancelled).toHaveLength(2);
  });

  it('do not report a late order that was cancelled before', () => {
    expect(subjects([sent('Order Cancelled', 1), sent('Order Completed', 0)])).toEqual(['cancelled']);
  });

  it('report each new amount', () => {
    const words = [sent('Order Updated', 1, { total: 30 }), sent('Order Updated', 2, { total: 30 })];
    const all = signalled([
      sent('Order Completed', 0),
      ...words,
      sent('Order Completed', 3),
      sent('Order Updated', 1.5),
    ]);
    expect(all.map(({ subject, because }) => [subject, (because as { amount: number }).amount])).toEqual([
      ['placed', 2000],
      ['changed', 3000],
      ['changed', 2000],
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
  });

  it('report each refund by its id, of cancelled and of unknown orders as well', () => {
    const refunds = ['r1', 'r1', 'r2'].map((refund_id, day) =>
      sent('Order Refunded', 2 + day, { refund_id, total: 5 }),
    );
    const all = signalled([sent('Order Completed', 0), sent('Order Cancelled', 1), ...refunds]);
    expect(all.slice(2)).toMatchObject([
      { subject: 'refunded', because: { id: 'o1', amount: 2000, refund: { id: 'r1', amount: 500, currency: 'USD' } } },
      { subject: 'refunded', because: { refund: { id: 'r2' } } },
    ]);
    expect(signalled([sent('Order Refunded', 0, { refund_id: 'r1', total: 5 })])).toMatchObject([
      { subject: 'refunded', because: { id: 'o1', refund: { id: 'r1', amount: 500 } } },
    ]);
  });

  it('differ between customers with an order of the same number', () => {
    const kept = new Kept(LISTENING);
    kept.take([profile([sent('Order Completed', 0)])]);
    kept.take([profile([sent('Order Completed', 0, {}, { identity: 'userId:bob' })])]);
    expect(new Set(orderWords(kept)).size).toBe(2);
  });

  it('keep their name when customers are merged', () => {
    const kept = new Kept(LISTENING);
    kept.take([profile([sent('Order Completed', 0, {}, { identity: 'anonymousId:a' })])]);
    kept.take([profile([sent('Order Cancelled', 1)], named)]);
    kept.take([profile([sent('Order Completed', 2)], named)]);
    const [first, , again] = orderWords(kept);
    expect(again).toBe(first);
  });

  it('report only what a campaign subscribes to', () => {
    const book = { ...LISTENING, subscribedOrders: new Set(['refunded'] as const) };
    const all = [sent('Order Completed', 0), sent('Order Refunded', 1, { refund_id: 'r1' })];
    expect(signalled(all, book).map(({ subject }) => subject)).toEqual(['refunded']);
    expect(signalled(all, { ...LISTENING, subscribedOrders: new Set() })).toEqual([]);
  });

  it('are the same for any batching, and a redelivery adds none', () => {
    fc.assert(
      fc.property(orderLife, fc.array(fc.integer({ min: 1, max: 5 })), (life, sizes) => {
        const single = new Kept(LISTENING);
        for (const one of life) single.take([profile([one], named)]);
        const batched = new Kept(LISTENING);
        for (let from = 0, turn = 0; from < life.length; turn++) {
          const some = life.slice(from, from + (sizes[turn] ?? 4));
          batched.take([profile(some, named)]);
          batched.take([profile(life.slice(0, from + some.length), named)]);
          from += some.length;
        }
        expect(orderWords(batched)).toEqual(orderWords(single));
      }),
      { numRuns: 300 },
    );
  });

  it('amount to one placed order and one refund each in any order of arrival', () => {
    const shuffledLife = orderLife.chain((life) => fc.shuffledSubarray(life, { minLength: life.length }));
    fc.assert(
      fc.property(shuffledLife, (life) => {
        const one = life.map((each) => ({ ...each, identity: 'userId:ana', number: 0 }));
        const signalled = new Kept(LISTENING);
        for (const [place, each] of one.entries()) signalled.take([profile([{ ...each, number: place + 1 }], named)]);
        const ids = new Set(orderWords(signalled));
        const count = (what: string) => [...ids].filter((word) => word.startsWith(what)).length;
        const of = (event: string, name: string) =>
          new Set(
            life
              .filter((each) => each.event === event)
              .map(({ properties }) => `${String(properties.order_id)} ${String(properties[name])}`),
          ).size;
        expect(count('refunded')).toBe(of('Order Refunded', 'refund_id'));
        const purchases = signalled.log.at(-1)?.head.orders ?? 0;
        expect(count('placed')).toBeGreaterThanOrEqual(purchases);
        expect(count('placed')).toBeLessThanOrEqual(of('Order Completed', 'none'));
      }),
      { numRuns: 300 },
    );
  });
});
