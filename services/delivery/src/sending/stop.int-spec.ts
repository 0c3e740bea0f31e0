// Stops of campaigns on a real Postgres: what was handed to delivery before is kept back, and goes
// on when the campaign may send again.
import { type Action, type Definition, customerIdOf } from '@segue/contracts';
import type { ServiceTime } from '@segue/service';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { delivery } from '..';
import type { Channels } from '../channels/channels';
import { Attempts } from './attempts';
import { DeliveryStore } from './delivery.store';
import { Pauses } from './pauses';
import { StopStore } from './stop.store';

const NOW = Date.UTC(2026, 5, 1, 12);

describeWith('postgres', 'messages of campaigns that are stopped', (part) => {
  let db: OpenDb;
  let store: DeliveryStore;
  let stops: StopStore;
  let attempts: Attempts;
  let handedOver: string[] = [];
  let version = 0;

  beforeAll(async () => {
    db = await freshSchema(part().url, 'delivery_stops', delivery.migrations);
    [store, stops] = [new DeliveryStore(db), new StopStore(db)];
    const channel = { send: async ({ id }: Action) => (handedOver.push(id), { kind: 'sent' as const }) };
    const channels = { for: async () => channel } as unknown as Channels;
    const time = { ofBatches: async () => ({ now: NOW, mode: 'wall', historyUntil: 0 }) } as unknown as ServiceTime;
    attempts = new Attempts(store, channels, time, { now: () => NOW }, new Pauses());
  }, 60_000);
  afterAll(() => db?.close());
  beforeEach(async () => {
    handedOver = [];
    await db.query('delete from delivery');
  });

  const actionOf = (id: string, campaign: string): Action => ({
    ...{ v: 2, kind: 'message', id, customer: customerIdOf('userId:u'), campaign, identities: ['userId:u'] },
    ...{ campaignVersion: 1, step: 'start', class: 'service', consent: null, channel: 'webhook', to: 'shop' },
    ...{ content: { subject: '', body: 'Hello', data: {} }, expiresAt: null },
    ...{ occurredAt: NOW, recordedAt: NOW, origin: 'live', cause: null },
  });
  const set = (campaign: string, sending: Definition['sending']) =>
    stops.save([
      {
        ...{ v: 1, campaign, version: ++version, active: sending === 'on', touchpoints: [] },
        ...(sending && { sending }),
        ...{ occurredAt: NOW, recordedAt: NOW, origin: 'live', cause: null },
      },
    ]);
  const claim = (limit = 10) => store.claim('webhook', 'service', NOW, 15_000, ['claimed'], limit, []);
  const statuses = async () =>
    (await db.query<{ status: string }>('select status from delivery order by action_id')).map(({ status }) => status);

  it('are not claimed, and do not keep others back that wait behind them', async () => {
    await set('a', 'stopped');
    await store.file([...['a1', 'a2', 'a3'].map((id) => actionOf(id, 'a')), actionOf('b1', 'b')], NOW);
    expect((await claim(2)).map(({ id }) => id)).toEqual(['b1']);
    expect(await statuses()).toEqual(['stopped', 'stopped', 'stopped', 'claimed']);
  });

  it('are not sent although they were claimed before the stop', async () => {
    await set('a', 'on');
    await store.file([actionOf('a1', 'a')], NOW);
    const claimed = await claim();
    await set('a', 'stopped');
    await attempts.send(claimed);
    expect(handedOver).toEqual([]);

    // The claim runs out, as after a crash; then the message is set aside.
    await store.claim('webhook', 'service', NOW + 16_000, 15_000, ['claimed'], 10, []);
    expect(await statuses()).toEqual(['stopped']);
  });

  it('go on once the campaign may send again, each once', async () => {
    await set('a', 'stopped');
    await store.file(
      ['a1', 'a2'].map((id) => actionOf(id, 'a')),
      NOW,
    );
    expect(await claim()).toEqual([]);
    expect(await stops.release()).toBe(0);
    await set('a', 'on');
    expect(await Promise.all([stops.release(), stops.release()]).then((all) => all[0] + all[1])).toBe(2);
    await attempts.send(await claim());
    expect(handedOver.sort()).toEqual(['a1', 'a2']);
  });

  it('are held for good once the campaign has ended', async () => {
    await set('a', 'stopped');
    await store.file([actionOf('a1', 'a')], NOW);
    expect(await claim()).toEqual([]);
    await set('a', 'over');
    await stops.release();
    await attempts.send(await claim());
    expect(handedOver).toEqual([]);
    expect(await db.query('select status, reason from delivery')).toEqual([
      { status: 'held', reason: 'campaign-ended' },
    ]);
  });

  it('are held although they were claimed before the campaign ended', async () => {
    await set('a', 'on');
    await store.file([actionOf('a1', 'a')], NOW);
    const claimed = await claim();
    await set('a', 'over');
    await attempts.send(claimed);
    expect([handedOver, await statuses()]).toEqual([[], ['claimed']]);

    await attempts.send(await store.claim('webhook', 'service', NOW + 16_000, 15_000, ['claimed'], 10, []));
    expect([handedOver, await statuses()]).toEqual([[], ['held']]);
  });

  it('are sent by definitions of older services, which do not say whether a campaign may send', async () => {
    await set('c', undefined);
    await store.file([actionOf('c1', 'c')], NOW);
    expect((await claim()).map(({ id }) => id)).toEqual(['c1']);
  });
});
