// A message that waits for quiet hours to end, from HTTP to the outbox; its conditions are checked
// again then.
import { randomUUID } from 'node:crypto';
import { describeWith } from '@segue/testing';
import { answerTo, runCampaign } from './src/campaigns';
import { eventually } from './src/stage';
import { pause } from './src/pause';
import { System } from './src/system';

const PATIENCE_MS = 240_000;
const MINUTE = 60_000;

interface Decision {
  id: string;
  outcome: string;
  reason: string;
  waitedFrom: string | null;
  endedBy: { id: string } | null;
  content: { subject: string } | null;
}

const event = (name: string, times: object) => ({ kind: 'event', name, times, within: { amount: 7, unit: 'days' } });
const CART = {
  name: 'cart',
  rule: {
    version: 1,
    when: {
      kind: 'and',
      of: [event('Product Added', { atLeast: 1 }), { kind: 'not', of: event('Order Completed', { atLeast: 1 }) }],
    },
  },
};

describeWith('postgres', 'a message that waits', () => {
  let system: System;
  let end: number;

  beforeAll(async () => {
    system = await System.standalone();
    await system.clientOf('scoring').put('/api/segments/cart', CART);
    const reminder = {
      ...{ class: 'marketing', channel: 'email', trigger: { on: 'entered', segment: 'cart' } },
      content: { subject: '{{ customer.firstName }}, you left something', body: 'Hello' },
    };
    // Long enough for the events during the wait.
    end = Math.ceil((Date.now() + 45_000) / MINUTE) * MINUTE;
    const clock = (at: number) => new Date(at).toISOString().slice(11, 16);
    const quietHours = { from: clock(end - 10 * MINUTE), to: clock(end) };
    await system.clientOf('campaign').put('/api/limits', { cap: null, quietHours, globalControl: 0 });
    await runCampaign(system, 'reminder', answerTo('x', reminder));
    await pause(1_000);
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  async function sendInOrder(...events: object[]): Promise<void> {
    for (const one of events) await system.clientOf('ingestion').send([{ messageId: randomUUID(), ...one }]);
    await system.quiet();
  }
  const decisionsOf = async (userId: string) =>
    ((await system.clientOf('campaign').get(`/api/decisions?customer=userId:${userId}`)) as { items: Decision[] })
      .items;

  it(
    'is dropped for who has bought, and takes the name of now for who has not',
    async () => {
      for (const userId of ['buyer', 'waiter']) {
        await sendInOrder(
          { type: 'identify', userId, traits: { email: `${userId}@example.test`, firstName: 'Old' } },
          { type: 'track', event: 'Consent Granted', userId, properties: { channel: 'email' } },
          { type: 'track', event: 'Product Added', userId, properties: { product_id: 'p1' } },
        );
        await eventually(async () => expect(await decisionsOf(userId)).toMatchObject([{ outcome: 'deferred' }]));
      }
      await sendInOrder(
        { type: 'track', event: 'Order Completed', userId: 'buyer', properties: { order_id: 'o1', total: '20.00' } },
        { type: 'identify', userId: 'waiter', traits: { firstName: 'New' } },
      );
      expect(Date.now()).toBeLessThan(end);
      await pause(end - Date.now() + 1_000);

      await eventually(async () => {
        expect(await decisionsOf('buyer')).toMatchObject([{ outcome: 'held', reason: 'no-longer' }, {}]);
        const [sent, putOff] = await decisionsOf('waiter');
        expect(sent).toMatchObject({ outcome: 'sent', content: { subject: 'New, you left something' } });
        expect([sent?.waitedFrom, putOff?.endedBy?.id]).toEqual([putOff?.id, sent?.id]);
      });
    },
    PATIENCE_MS,
  );
});
