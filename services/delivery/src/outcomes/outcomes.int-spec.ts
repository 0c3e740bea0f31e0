// Outcomes on a real Postgres and log: published once they are stored, for actions of older
// versions as well, and measured while they cannot be.
import { type Bus, openBus, topicSpecs } from '@segue/bus';
import { type Action, TOPICS, type Topic, actions, decode, encode, outcomes, touchpoints } from '@segue/contracts';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { delivery } from '../index';
import { DeliveryReader } from '../sending/delivery.reader';
import { DeliveryStore } from '../sending/delivery.store';
import { Outcomes } from './outcomes';

const NOW = 1_000_000;
/** As the version before this one published it. */
const OLDER = {
  ...{ v: 1, id: 'd1', customer: 'c1', identities: ['userId:u'], campaign: 'hello', campaignVersion: 1, step: 'start' },
  ...{ class: 'service', consent: null, channel: 'webhook', to: 'shop', expiresAt: null, origin: 'live', cause: null },
  ...{ content: { subject: 'Hello', body: 'Hi', data: {} }, occurredAt: NOW, recordedAt: NOW },
};
const CURRENT = { ...OLDER, v: 2, kind: 'message' };

describeWith('postgres', 'outcomes', (part) => {
  let db: OpenDb;
  let bus: Bus;
  let store: DeliveryStore;
  let published: { topic: string; value: Buffer }[];
  let ages: number[];
  let now = NOW;
  let isDown = false;
  let outbox: Outcomes;

  const publishedOn = <T>(topic: Topic<T>): T[] =>
    published.filter((one) => one.topic === topic.name).map(({ value }) => decode(topic, value));

  beforeAll(async () => {
    const { url } = part();
    db = await freshSchema(url, 'delivery_outcomes', delivery.migrations);
    bus = openBus({ databaseUrl: url, clientId: 'delivery-outcomes', log: () => undefined });
    await bus.ensureTopics(topicSpecs(TOPICS));
    const publish = bus.publish.bind(bus);
    bus.publish = async (topic, messages) => {
      if (isDown) throw new Error('no broker');
      await publish(topic, messages);
      published.push(...messages.map(({ value }) => ({ topic, value })));
    };
    store = new DeliveryStore(db);
  }, 60_000);
  beforeEach(async () => {
    [published, ages, now, isDown] = [[], [], NOW, false];
    await db.query('delete from delivery');
    outbox = new Outcomes(store, bus, { now: () => now }, { set: (age) => void ages.push(age) });
  });
  afterAll(async () => {
    await bus?.close();
    await db?.close();
  });

  async function end(): Promise<void> {
    const [claimed] = await store.claim('webhook', 'service', NOW, 1_000, [], 1, []);
    const { id, attempts } = claimed!;
    await store.recordResults([{ id, attempts, status: 'sent', reason: null, bounced: false, occurredAt: NOW }]);
  }

  it('are published of an action that an older version published', async () => {
    await store.file([decode(actions, encode(OLDER as unknown as Action))], NOW);
    await end();
    expect(await outbox.publishNext()).toBe(1);

    expect(publishedOn(outcomes)).toMatchObject([{ id: 'd1', customer: 'c1', campaign: 'hello', status: 'sent' }]);
    expect(publishedOn(touchpoints)).toMatchObject([{ event: 'Message Sent', properties: { channel: 'webhook' } }]);
    expect(await outbox.publishNext()).toBe(0);
  });

  it('are published of an action that an older version filed, which is claimed in the current form', async () => {
    await db.query(
      `insert into delivery (action_id, customer_id, campaign, channel, class, status, due_at, action, target)
       values ('d1', 'c1', 'hello', 'webhook', 'service', 'queued', 0, $1, 'shop')`,
      [JSON.stringify(OLDER)],
    );
    const [claimed] = await store.claim('webhook', 'service', NOW, 1_000, [], 1, []);
    expect(claimed?.action).toEqual(CURRENT);
    const none = { customers: undefined, campaign: undefined, status: undefined, channel: undefined };
    const [shown] = await new DeliveryReader(db).list(none, Number.MAX_SAFE_INTEGER, 1);
    expect(shown?.action).toEqual(CURRENT);

    const result = { status: 'failed', reason: 'HTTP 410', bounced: false, occurredAt: NOW } as const;
    await store.recordResults([{ id: 'd1', attempts: claimed!.attempts, ...result }]);
    await outbox.publishNext();
    expect(publishedOn(outcomes)).toMatchObject([{ id: 'd1', status: 'failed', reason: 'HTTP 410' }]);
  });

  it('are measured while they cannot be published, and published by the sweep afterwards', async () => {
    await store.file([CURRENT as Action], NOW);
    await end();
    isDown = true;
    await expect(outbox.publishNext()).rejects.toThrow('no broker');
    await outbox.sweep();
    now += 3_000;
    await expect(outbox.sweep()).rejects.toThrow('no broker');
    isDown = false;
    await outbox.sweep();
    await outbox.sweep();

    expect(ages).toEqual([0, 3, 3, 0]);
    expect(publishedOn(outcomes)).toHaveLength(1);
  });
});
