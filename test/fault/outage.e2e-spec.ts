// What must not be sent: history, what came late, what came twice, and what the customer took back; and what an outage must not make of silence.
import { randomUUID } from 'node:crypto';
import { describeWith } from '@segue/testing';
import type { LifeEvent } from '../e2e/src/lives';
import { Receiver } from '../e2e/src/receiver';
import { eventually, openTheShop } from '../e2e/src/stage';
import { System, pause } from '../e2e/src/system';

const DAY = 86_400_000;
const PATIENCE_MS = 180_000;

interface Decision {
  id: string;
  campaign: string;
  outcome: string;
  reason: string;
  cause: { id: string; kind: string; subject: string };
}
interface Transition {
  kind: string;
  subject: string;
  to: string | null;
  occurredAt: string;
}
interface Delivery {
  status: string;
  reason: string | null;
  campaign: string;
}

const track = (event: string, userId: string, properties: object = {}, at = Date.now()): LifeEvent => ({
  type: 'track',
  event,
  userId,
  messageId: randomUUID(),
  timestamp: new Date(at).toISOString(),
  properties: { ...properties },
});
const order = (userId: string, total: string, at = Date.now()) =>
  track('Order Completed', userId, { order_id: randomUUID(), total }, at);
const consented = (userId: string, at = Date.now()) => track('Consent Granted', userId, { channel: 'webhook' }, at);
const withdrawn = (userId: string) => track('Consent Withdrawn', userId, { channel: 'webhook' });

describeWith('postgres', 'a live store', () => {
  let system: System;
  let receiver: Receiver;
  const client = () => system.clientOf('ingestion');
  const list = async <T>(path: string) => ((await client().get(path)) as { items: T[] }).items;
  const decisionsOf = (customer: string) => list<Decision>(`/api/decisions?customer=${customer}`);
  const transitionsOf = (customer: string) => list<Transition>(`/api/transitions?customer=${customer}`);
  const deliveriesOf = (customer: string) => list<Delivery>(`/api/deliveries?customer=${customer}`);
  const effectsFor = (identity: string) =>
    [...receiver.effects.values()].filter((body) => body.includes(`"${identity}"`)).length;

  beforeAll(async () => {
    [system, receiver] = await Promise.all([System.standalone(), Receiver.open()]);
    await openTheShop(system, receiver);
  }, PATIENCE_MS);
  afterAll(async () => {
    await system?.close();
    await receiver?.close();
  }, PATIENCE_MS);

  it(
    'sends nothing for an import of old orders, and says so in the ledger',
    async () => {
      const ago = (days: number) => Date.now() - days * DAY;
      await client().send([order('alive', '10.00')]);
      const history = [400, 200, 120, 10].map((days) => order('old', '900.00', ago(days)));
      await client().send([consented('old', ago(401)), ...history], 'import');
      await system.quiet();

      const decisions = await decisionsOf('userId:old');
      expect(new Set(decisions.map(({ campaign }) => campaign))).toEqual(new Set(['welcome', 'win-back', 'thank-you']));
      expect(new Set(decisions.map(({ outcome, reason }) => `${outcome} ${reason}`))).toEqual(
        new Set(['held history']),
      );
      expect(await deliveriesOf('userId:old')).toEqual([]);
      expect(await profileOf('userId:old')).toMatchObject({ orders: 4, money: { gross: 360_000 } });
    },
    PATIENCE_MS,
  );

  it(
    'corrects value and tier by a purchase that comes three months late, and sends nothing for it',
    async () => {
      await client().send([consented('late'), order('late', '10.00')]);
      await system.quiet();
      const before = effectsFor('userId:late');
      expect(await tierOf('userId:late')).not.toBe('MVC');

      await client().send([order('late', '5000.00', Date.now() - 95 * DAY)]);
      await system.quiet();

      expect(await tierOf('userId:late')).toBe('MVC');
      expect(await profileOf('userId:late')).toMatchObject({ orders: 2, money: { gross: 501_000 } });
      expect((await decisionsOf('userId:late')).filter(({ campaign }) => campaign === 'thank-you')).toEqual([
        expect.objectContaining({ outcome: 'held', reason: 'history' }),
      ]);
      expect(effectsFor('userId:late')).toBe(before);
    },
    PATIENCE_MS,
  );

  it(
    'sends once per campaign and cause to two who turn out to be one, though their messages come again after the merge',
    async () => {
      const anonymousId = 'device-of-two';
      const anonymous = [consented(''), track('Store Visited', ''), track('Store Visited', '')].map(
        ({ userId: _, ...event }) => ({ ...event, anonymousId }),
      );
      const known = [consented('two'), track('Store Visited', 'two'), order('two', '20.00')];
      await client().send(anonymous);
      await client().send(known);
      await system.quiet();
      const linked = { type: 'identify', userId: 'two', anonymousId, messageId: randomUUID(), timestamp: new Date() };
      await client().send([linked]);
      await client().send([...known, ...anonymous]);
      await system.quiet();
      await client().send([linked, ...anonymous, ...known]);
      await system.quiet();

      const decisions = await decisionsOf('userId:two');
      const sent = decisions.filter(({ outcome }) => outcome === 'sent');
      const causes = sent.map(({ campaign, cause }) => `${campaign} ${cause.id}`);
      expect(new Set(causes).size).toBe(causes.length);
      // Three visits, one welcome: by whatever name the customer was known at the time.
      expect(sent.map(({ campaign }) => campaign).sort()).toEqual(['visit', 'visit', 'visit', 'welcome']);
      expect(sent.map(({ id }) => receiver.requests.get(id))).toEqual([1, 1, 1, 1]);
      const transitions = await transitionsOf('userId:two');
      expect(transitions.filter(({ subject }) => subject === 'active').map(({ kind }) => kind)).toEqual(['entered']);
    },
    PATIENCE_MS,
  );

  it(
    'sends nothing after a consent was withdrawn while the message waited for its channel',
    async () => {
      await client().send([consented('changed'), track('Card Shown', 'changed')]);
      await eventually(async () =>
        expect(await deliveriesOf('userId:changed')).toMatchObject([{ reason: 'the channel is not configured' }]),
      );
      await client().send([withdrawn('changed')]);
      await client().put('/api/channels/later', { kind: 'webhook', url: receiver.url, secret: receiver.secret });
      await system.quiet();

      expect(await decisionsOf('userId:changed')).toMatchObject([{ outcome: 'sent' }]);
      expect(await deliveriesOf('userId:changed')).toMatchObject([{ status: 'held', reason: 'consent-withdrawn' }]);
      expect(effectsFor('userId:changed')).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'sends nothing after a consent was withdrawn while the provider was down',
    async () => {
      receiver.status = 503;
      await client().send([consented('patient'), track('Store Visited', 'patient')]);
      await eventually(async () =>
        expect(await deliveriesOf('userId:patient')).toMatchObject([{ reason: 'HTTP 503' }]),
      );
      await client().send([withdrawn('patient')]);
      receiver.status = 200;
      await system.quiet();

      expect(await deliveriesOf('userId:patient')).toMatchObject([{ status: 'held', reason: 'consent-withdrawn' }]);
      expect(effectsFor('userId:patient')).toBe(0);
    },
    PATIENCE_MS,
  );

  const profileOf = (customer: string) => client().get(`/api/customers/${customer}`);
  const tierOf = async (customer: string) =>
    ((await client().get(`/api/standings/${customer}`)) as { tiers: { scheme: string; tier: string }[] }).tiers.find(
      ({ scheme }) => scheme === 'value',
    )?.tier;
});

describeWith('ownKafka', 'a service that was down', () => {
  const WINDOW_MS = 8_000;
  let system: System;
  let receiver: Receiver;

  beforeAll(async () => {
    [system, receiver] = await Promise.all([System.onKafka(), Receiver.open()]);
    await openTheShop(system, receiver);
  }, PATIENCE_MS);
  afterAll(async () => {
    await system?.close();
    await receiver?.close();
  }, PATIENCE_MS);

  it(
    'was profile: marketing waits for it, since a withdrawal may be on its way; service messages go',
    async () => {
      receiver.status = 503;
      const person = 'userId:waiting';
      await system
        .clientOf('ingestion')
        .send([consented('waiting'), track('Store Visited', 'waiting'), track('Parcel Lost', 'waiting')]);
      await eventually(async () =>
        expect((await deliveriesOf(person)).map(({ reason }) => reason)).toEqual(['HTTP 503', 'HTTP 503']),
      );
      await system.stop('profile');
      await system.clientOf('ingestion').send([withdrawn('waiting')]);
      receiver.status = 200;
      await eventually(async () => expect(await statesOf(person)).toContain('notice sent null'));
      // Long after it was due again.
      await pause(10_000);
      expect(await statesOf(person)).toContainEqual(expect.stringMatching(/^visit (queued|claimed) /));
      await system.start('profile');
      await system.quiet();

      expect((await statesOf(person)).sort()).toEqual(['notice sent null', 'visit held consent-withdrawn']);
      expect([...receiver.effects.values()].filter((body) => body.includes(`"${person}"`))).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'was scoring: purchases that waited for it are not taken for lapses',
    async () => {
      await system.clientOf('scoring').put('/api/segments/fresh', {
        name: 'fresh',
        rule: {
          version: 1,
          when: {
            kind: 'event',
            name: 'Order Completed',
            times: { atLeast: 1 },
            within: { amount: WINDOW_MS / 1_000, unit: 'seconds' },
          },
        },
      });
      const people = Array.from({ length: 12 }, (_, number) => `buyer-${number}`);
      const [loyal, silent] = [people.slice(0, 8), people.slice(8)];
      const first = people.map((person) => order(person, '10.00'));
      await system.clientOf('ingestion').send(first);
      await system.quiet();
      await system.stop('scoring');
      const second = loyal.map((person) => order(person, '10.00'));
      await system.clientOf('ingestion').send(second);
      // Both windows close while nobody looks.
      await pause(2 * WINDOW_MS);
      await system.start('scoring');
      await system.quiet();
      await pause(1_000);

      const at = (event: LifeEvent) => Date.parse(event.timestamp);
      const closes = (event: LifeEvent) => new Date(at(event) + WINDOW_MS).toISOString();
      expect(at(second[0] as LifeEvent) - at(first[0] as LifeEvent)).toBeLessThan(WINDOW_MS);
      for (const [place, person] of people.entries()) {
        const last = (silent.includes(person) ? first : second)[place] as LifeEvent;
        expect(await movesOf(person)).toEqual([`entered ${first[place]?.timestamp}`, `left ${closes(last)}`]);
      }
    },
    PATIENCE_MS,
  );

  async function deliveriesOf(person: string): Promise<Delivery[]> {
    return ((await system.clientOf('delivery').get(`/api/deliveries?customer=${person}`)) as { items: Delivery[] })
      .items;
  }

  async function statesOf(person: string): Promise<string[]> {
    return (await deliveriesOf(person)).map(({ campaign, status, reason }) => `${campaign} ${status} ${reason}`);
  }

  async function movesOf(person: string): Promise<string[]> {
    const { items } = (await system.clientOf('scoring').get(`/api/transitions?customer=userId:${person}`)) as {
      items: Transition[];
    };
    return items
      .filter(({ subject }) => subject === 'fresh')
      .map(({ kind, occurredAt }) => `${kind} ${occurredAt}`)
      .reverse();
  }
});
