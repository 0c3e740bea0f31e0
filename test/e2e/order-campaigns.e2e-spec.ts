// Campaigns on orders, from HTTP to the outbox: one message for each order, change of its amount,
// refund and cancellation, even if it is reported repeatedly or by several sources.
import { randomUUID } from 'node:crypto';
import { describeWith } from '@segue/testing';
import { answerTo, runCampaign } from './src/campaigns';
import { pause } from './src/pause';
import { System } from './src/system';

const PATIENCE_MS = 240_000;

interface Decision {
  campaign: string;
  outcome: string;
  reason: string;
  cause: Record<string, unknown>;
  content: { body: string } | null;
}

describeWith('postgres', 'campaigns on orders', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.standalone();
    for (const is of ['placed', 'changed', 'refunded', 'cancelled']) {
      const content = {
        subject: is,
        body: '{{ order.id }}: {{ order.amount | money }}{% if order.refund %}, {{ order.refund.amount | money }}{% endif %}',
      };
      await runCampaign(system, is, answerTo('x', { trigger: { on: 'order', is }, content }));
    }
    await pause(1_000);
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  let sent = 0;
  const start = Date.now() - 60_000;
  /** Sends each event in a request of its own, a second of event time after the one before. */
  async function sendInOrder(userId: string, ...events: [event: string, properties: object][]): Promise<void> {
    for (const [event, properties] of events) {
      const timestamp = new Date(start + ++sent * 1_000).toISOString();
      const one = { messageId: randomUUID(), type: 'track', userId, event, timestamp, properties };
      await system.clientOf('ingestion').send([one]);
      await system.quiet();
    }
  }
  async function decisionsOf(userId: string): Promise<Decision[]> {
    const page = await system.clientOf('campaign').get(`/api/decisions?customer=userId:${userId}`);
    return (page as { items: Decision[] }).items;
  }
  const saidTo = async (userId: string) =>
    (await decisionsOf(userId)).map(({ campaign, outcome, content }) => [campaign, outcome, content?.body]).reverse();

  it(
    'write once about an order that browser and server report',
    async () => {
      const order = { order_id: 'o-1', total: 29.33, currency: 'EUR' };
      await sendInOrder('twice', ['Order Completed', order], ['Order Completed', order], ['Order Updated', order]);

      expect(await saidTo('twice')).toEqual([['placed', 'sent', 'o-1: €29.33']]);
      const [decision] = await decisionsOf('twice');
      expect(decision?.cause).toMatchObject({
        ...{ kind: 'order', subject: 'placed', touchpoint: expect.stringMatching(/^userId:twice\//) },
        because: { id: 'o-1', amount: 2_933, total: 2_933, currency: 'EUR' },
      });
    },
    PATIENCE_MS,
  );

  it(
    'do not write of a second order where one is completed again after a cancellation',
    async () => {
      const order = { order_id: 'o-1', total: 80 };
      await sendInOrder('again', ['Order Completed', order], ['Order Cancelled', order], ['Order Completed', order]);

      expect(await saidTo('again')).toEqual([
        ['placed', 'sent', 'o-1: $80.00'],
        ['cancelled', 'sent', 'o-1: $80.00'],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'write of each refund and each new amount once',
    async () => {
      const order = { order_id: 'o-1', total: 50 };
      const refund = (refund_id: string, amount: number) =>
        ['Order Refunded', { ...order, refund_id, amount }] as const;
      await sendInOrder(
        'refunds',
        ['Order Completed', order],
        ['Order Updated', { ...order, total: 60 }],
        ['Order Updated', { ...order, total: 60 }],
        [...refund('r-1', 5)],
        [...refund('r-1', 5)],
        [...refund('r-2', 7)],
      );

      expect(await saidTo('refunds')).toEqual([
        ['placed', 'sent', 'o-1: $50.00'],
        ['changed', 'sent', 'o-1: $60.00'],
        ['refunded', 'sent', 'o-1: $60.00, $5.00'],
        ['refunded', 'sent', 'o-1: $60.00, $7.00'],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'get the orders that they subscribe to while they run, and of nothing else',
    async () => {
      const transitionsOf = async (userId: string) => {
        const page = await system.clientOf('scoring').get(`/api/transitions?kind=order&customer=userId:${userId}`);
        return (page as { items: { subject: string }[] }).items.map(({ subject }) => subject);
      };
      for (const is of ['changed', 'refunded', 'cancelled']) {
        await system.clientOf('campaign').put(`/api/campaigns/${is}/state`, { state: 'paused' }, 'POST');
      }
      await pause(1_000);
      await system.quiet();
      const order = { order_id: 'o-1', total: 50 };
      await sendInOrder('paused', ['Order Completed', order], ['Order Refunded', order], ['Order Cancelled', order]);

      expect(await transitionsOf('paused')).toEqual(['placed']);
      expect((await transitionsOf('again')).sort()).toEqual(['cancelled', 'placed', 'placed']);
    },
    PATIENCE_MS,
  );
});
