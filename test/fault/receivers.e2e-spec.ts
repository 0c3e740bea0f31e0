// A receiver that does not answer: messages to others are sent, and none is sent after a withdrawal
// of consent.
import { randomUUID } from 'node:crypto';
import { describeWith } from '@segue/testing';
import { answerTo, runCampaign } from '../e2e/src/campaigns';
import { Receiver } from '../e2e/src/receiver';
import { eventually } from '../e2e/src/stage';
import { pause } from '../e2e/src/pause';
import { System } from '../e2e/src/system';

const PATIENCE_MS = 180_000;
const MANY = 150;
/** Seconds of `Retry-After`; longer than the first back-off. */
const PAUSE_S = 12;
/** Twice the timeout of an attempt. */
const LONGER_THAN_AN_ATTEMPT_MS = 20_000;

const track = (event: string, userId: string, properties: object = {}) => ({
  type: 'track',
  event,
  userId,
  messageId: randomUUID(),
  timestamp: new Date().toISOString(),
  properties,
});
const people = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}${n}`);

describeWith('postgres', 'a receiver that does not answer', () => {
  let system: System;
  let hanging: Receiver;
  let silent: Receiver;
  let quick: Receiver;
  let tired: Receiver;

  beforeAll(async () => {
    [system, hanging, silent, quick, tired] = await Promise.all([
      System.standalone(),
      Receiver.open(),
      Receiver.open(),
      Receiver.open(),
      Receiver.open(),
    ]);
    hanging.hangs = silent.hangs = true;
    await system.clientOf('campaign').put('/api/limits', { cap: null, quietHours: null, globalControl: 0 });
    for (const [id, { url, secret }] of Object.entries({ hanging, silent, quick, tired }))
      await system.clientOf('delivery').put(`/api/channels/${id}`, { kind: 'webhook', url, secret });
    await runs('slow', 'Slow', 'service', 'hanging');
    await runs('fast', 'Fast', 'service', 'quick');
    await runs('rest', 'Rest', 'service', 'tired');
    await runs('news', 'News', 'marketing', 'silent');
    await pause(1_000);
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(async () => {
    for (const receiver of [hanging, silent, quick, tired]) await receiver?.close();
    await system?.close();
  }, PATIENCE_MS);

  const endsOf = async (campaign: string): Promise<Record<string, number>> => {
    const path = `/api/deliveries?limit=200&campaign=${campaign}`;
    const { items } = (await system.clientOf('delivery').get(path)) as { items: { status: string }[] };
    const counts: Record<string, number> = {};
    for (const { status } of items) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };
  const runs = (id: string, event: string, sort: string, webhook: string) =>
    runCampaign(system, id, answerTo(event, { class: sort, webhook, delivery: 'send' }));

  it(
    'does not hold up what goes to another',
    async () => {
      await system.clientOf('ingestion').send(people('s', MANY).map((userId) => track('Slow', userId)));
      await eventually(async () => expect(hanging.requests.size).toBeGreaterThan(0));

      await system.clientOf('ingestion').send(people('f', 5).map((userId) => track('Fast', userId)));

      await eventually(async () => expect(quick.effects.size).toBe(5));
      // Otherwise the messages to the other receiver might have waited for all of them.
      expect(hanging.requests.size).toBeLessThan(MANY);
    },
    PATIENCE_MS,
  );

  it(
    'is asked again when it says, and until then for nothing else either',
    async () => {
      Object.assign(tired, { status: 429, retryAfter: PAUSE_S });
      await system.clientOf('ingestion').send([track('Rest', 'r0')]);
      await eventually(async () => expect(tired.requests.size).toBe(1));
      const asked = Date.now();

      await system.clientOf('ingestion').send(people('rr', 5).map((userId) => track('Rest', userId)));
      await eventually(async () => expect(await endsOf('rest')).toEqual({ queued: 6 }));
      tired.status = 200;
      // Other receivers are not delayed.
      await system.clientOf('ingestion').send([track('Fast', 'g0')]);
      await eventually(async () => expect(quick.effects.size).toBeGreaterThan(0));
      while (tired.effects.size === 0) await pause(50);
      expect(Date.now() - asked).toBeGreaterThan(1_000 * PAUSE_S - 500);

      await eventually(async () => expect(await endsOf('rest')).toEqual({ sent: 6 }));
      expect([...tired.requests.values()].sort()).toEqual([1, 1, 1, 1, 1, 2]);
    },
    PATIENCE_MS,
  );

  it(
    'asks for consent right before it sends, however long that is after the message was taken up',
    async () => {
      const readers = people('n', MANY);
      const consent = (event: string) =>
        system.clientOf('ingestion').send(readers.map((userId) => track(event, userId, { channel: 'webhook' })));
      await consent('Consent Granted');
      await system.clientOf('ingestion').send(readers.map((userId) => track('News', userId)));
      await eventually(async () => expect(silent.requests.size).toBeGreaterThan(0));
      // Messages that are being sent cannot be held back.
      await pause(2_000);

      await consent('Consent Withdrawn');
      const before = silent.requests.size;
      expect(before).toBeLessThan(MANY);
      await pause(LONGER_THAN_AN_ATTEMPT_MS);

      expect(silent.requests.size).toBe(before);
      // A receiver that did not answer may have got the message.
      expect(await endsOf('news')).toEqual({ indeterminate: before, held: MANY - before });
    },
    PATIENCE_MS,
  );
});
