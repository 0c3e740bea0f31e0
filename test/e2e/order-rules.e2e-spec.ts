// Segments on orders, from HTTP to the standing: a repeated order counts once, updates and
// cancellations are followed, and previews and backfills give the same results.
import { randomUUID } from 'node:crypto';
import { describeWith } from '@segue/testing';
import { eventually } from './src/stage';
import { System } from './src/system';

const PATIENCE_MS = 240_000;
const within = { amount: 90, unit: 'days' };
const X = [{ product_id: 'X', category: 'shoes', price: 60 }];

const RULES: Record<string, object> = {
  twice: { kind: 'order', what: 'count', times: { atLeast: 2 }, within },
  'spent-100': { kind: 'order', what: 'sum', is: 'atLeast', value: 100, within },
  'average-80': { kind: 'order', what: 'average', is: 'above', value: 80 },
  'cheap-first': { kind: 'order', what: 'first', has: { amount: { is: 'below', value: 50 } } },
  'has-x': { kind: 'order', what: 'count', times: { atLeast: 1 }, where: { products: ['X'], returned: false } },
};

describeWith('postgres', 'segments on orders', () => {
  let system: System;

  const preview = (when: object) =>
    system
      .clientOf('scoring')
      .put('/api/segments/preview', { name: 'draft', rule: { version: 1, when } }, 'POST') as Promise<{
      matching: number;
      exact: boolean;
    }>;
  const save = (id: string, when: object) =>
    system.clientOf('scoring').put(`/api/segments/${id}`, { name: id, rule: { version: 1, when } });
  const membersOf = async (id: string) =>
    ((await system.clientOf('scoring').get(`/api/segments/${id}/members?limit=200`)) as { items: string[] }).items;
  const segmentsOf = async (identity: string) => {
    const { segments } = (await system.clientOf('scoring').get(`/api/standings/${identity}`)) as {
      segments: { id: string; until: string | null; because: { value: unknown }[] }[];
    };
    return segments;
  };
  const heldBy = async (userId: string) => (await segmentsOf(`userId:${userId}`)).map(({ id }) => id).sort();

  beforeAll(async () => {
    system = await System.standalone();
    for (const [id, when] of Object.entries(RULES)) await save(id, when);
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  const start = Date.now() - 3_600_000;
  let sent = 0;
  /** Sends one event in a request of its own, a second of event time after the one before. */
  async function sendEvent(who: object, event: string, properties: object): Promise<void> {
    const timestamp = new Date(start + ++sent * 1_000).toISOString();
    await system
      .clientOf('ingestion')
      .send([{ messageId: randomUUID(), type: 'track', ...who, event, timestamp, properties }]);
    await system.quiet();
  }

  it(
    'take an order that browser and server tell for one',
    async () => {
      const order = { order_id: 'o-1', total: 60 };
      await sendEvent({ anonymousId: 'visitor-1' }, 'Order Completed', { ...order, products: X });
      await sendEvent({ userId: 'ana' }, 'Order Completed', order);
      const signIn = { messageId: randomUUID(), type: 'identify', anonymousId: 'visitor-1', userId: 'ana', traits: {} };
      await system.clientOf('ingestion').send([signIn]);
      await system.quiet();
      expect(await heldBy('ana')).toEqual(['has-x']);

      await sendEvent({ userId: 'ana' }, 'Order Completed', { order_id: 'o-2', total: 40 });
      expect(await heldBy('ana')).toEqual(['has-x', 'spent-100', 'twice']);
      const twice = (await segmentsOf('userId:ana')).find(({ id }) => id === 'twice');
      expect(twice?.because).toMatchObject([{ value: { orders: 2, latest: start + 3_000 } }]);
      // Until the earlier of the two leaves the window.
      expect(Date.parse(twice?.until ?? '')).toBeLessThan(start + 91 * 86_400_000);

      await sendEvent({ userId: 'ana' }, 'Order Refunded', { order_id: 'o-1', products: X });
      expect(await heldBy('ana')).toEqual(['cheap-first', 'twice']);
    },
    PATIENCE_MS,
  );

  it(
    'follow an order that is cancelled, then completed, then given back',
    async () => {
      const ben = { userId: 'ben' };
      const order = { order_id: 'o-1', total: 120, products: X };
      await sendEvent(ben, 'Order Completed', order);
      expect(await heldBy('ben')).toEqual(['average-80', 'has-x', 'spent-100']);
      await sendEvent(ben, 'Order Cancelled', { order_id: 'o-1' });
      expect(await heldBy('ben')).toEqual([]);
      await sendEvent(ben, 'Order Completed', order);
      expect(await heldBy('ben')).toEqual(['average-80', 'has-x', 'spent-100']);
      await sendEvent(ben, 'Order Refunded', { order_id: 'o-1', refund_id: 'r-1', amount: 30 });
      expect(await heldBy('ben')).toEqual(['average-80', 'has-x']);
      await sendEvent(ben, 'Order Refunded', { order_id: 'o-1', refund_id: 'r-1', amount: 30 });
      expect(await heldBy('ben')).toEqual(['average-80', 'has-x']);
      await sendEvent(ben, 'Order Refunded', { order_id: 'o-1', refund_id: 'r-2' });
      expect(await heldBy('ben')).toEqual(['cheap-first']);
    },
    PATIENCE_MS,
  );

  it(
    'count in previews and backfills what they count live, also products that nobody asked for before',
    async () => {
      await sendEvent({ userId: 'cleo' }, 'Order Completed', {
        order_id: 'o-1',
        total: 90,
        products: [{ sku: 'Y', category: 'hats' }],
      });
      const counts: [string, object, number][] = [
        ['orders', { kind: 'order', what: 'count', times: { atLeast: 1 } }, 3],
        ['refunded', { kind: 'order', what: 'last', where: { states: ['refunded'] } }, 2],
        ['with-y', { kind: 'order', what: 'count', times: { atLeast: 1 }, where: { products: ['Y'] } }, 1],
        ['shoes', { kind: 'order', what: 'first', has: { categories: ['shoes'], returned: true } }, 2],
        ['hats', { kind: 'order', what: 'sum', is: 'equal', value: 90, where: { categories: ['hats'] } }, 1],
      ];
      for (const [id, when, expected] of counts) {
        expect([id, await preview(when)]).toMatchObject([id, { matching: expected, exact: true }]);
        await save(id, when);
        await eventually(async () => expect([id, (await membersOf(id)).length]).toEqual([id, expected]));
      }
      expect(await heldBy('cleo')).toEqual(['average-80', 'hats', 'orders', 'with-y']);
      await sendEvent({ userId: 'cleo' }, 'Order Updated', { order_id: 'o-1', products: [{ sku: 'Z' }] });
      expect(await heldBy('cleo')).toEqual(['average-80', 'orders']);
    },
    PATIENCE_MS,
  );

  it('is refused with the path of what is wrong', async () => {
    const wrong = { kind: 'order', what: 'sum', is: 'atLeast', value: '100', where: { states: ['paid'] } };
    const message = await save('wrong', wrong).then(
      () => 'was taken {}',
      (error: Error) => error.message,
    );
    const { errors } = JSON.parse(message.slice(message.indexOf('{'))) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(['rule.when.where.states.0', 'rule.when.value']);
  });
});
