// Messages that must not be sent: about history, late or repeated events, and after a withdrawal.
import { randomUUID } from 'node:crypto';
import { describeWith } from '@segue/testing';
import { Receiver } from '../e2e/src/receiver';
import { eventually, openTheShop } from '../e2e/src/stage';
import { System } from '../e2e/src/system';
import { type Decision, type Delivery, type Transition, track, order, consented, withdrawn } from './src/customers';

const DAY = 86_400_000;
const PATIENCE_MS = 180_000;

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
      // Three visits and one welcome, under all identities of the customer.
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
