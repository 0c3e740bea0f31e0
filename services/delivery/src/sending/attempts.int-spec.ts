// Attempts on a real Postgres: how long an unknown consent is waited for.
import { type Action, type ConsentChanged, customerIdOf } from '@segue/contracts';
import type { ServiceTime } from '@segue/service';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { delivery } from '..';
import type { Channels } from '../channels/channels';
import { Attempts } from './attempts';
import { DeliveryStore } from './delivery.store';
import { Pauses } from './pauses';

const START = Date.UTC(2026, 5, 1, 12);
const STEP_MS = 1_000;

describeWith('postgres', 'a marketing message whose consent is unknown', (part) => {
  let db: OpenDb;
  let store: DeliveryStore;
  let attempts: Attempts;
  let now = START;
  let handedOver: string[] = [];

  beforeAll(async () => {
    db = await freshSchema(part().url, 'delivery_attempts', delivery.migrations);
    store = new DeliveryStore(db);
    const channel = { send: async ({ id }: Action) => (handedOver.push(id), { kind: 'sent' as const }) };
    const channels = { for: async () => channel } as unknown as Channels;
    const time = { ofBatches: async () => ({ now, mode: 'wall', historyUntil: 0 }) } as unknown as ServiceTime;
    attempts = new Attempts(store, channels, time, { now: () => now }, new Pauses());
  }, 60_000);
  afterAll(() => db?.close());
  beforeEach(() => {
    now = START;
    handedOver = [];
  });

  const actionFor = (user: string): Action => ({
    ...{ v: 2, kind: 'message', id: `a-${user}`, customer: customerIdOf(`userId:${user}`), campaign: 'hello' },
    identities: [`userId:${user}`],
    ...{ campaignVersion: 1, step: 'start', class: 'marketing', consent: 'webhook/marketing' },
    ...{ channel: 'webhook', to: 'shop', content: { subject: '', body: 'Hello', data: {} } },
    expiresAt: START + 24 * 3_600_000,
    ...{ occurredAt: START, recordedAt: START, origin: 'live', cause: null },
  });
  const granted = (user: string): ConsentChanged => ({
    ...{ v: 1, identity: `userId:${user}`, customer: customerIdOf(`userId:${user}`), number: 1 },
    consents: { 'webhook/marketing': { granted: true, at: START } },
    ...{ occurredAt: START, recordedAt: START, origin: 'live', cause: null },
  });

  /** Claims and sends once a second, as the senders do. Returns after how many seconds it ended. */
  async function secondsUntilEnd(id: string, consentAfter = Infinity, user = ''): Promise<[number, string, string]> {
    for (let second = 0; second <= 120; second++, now += STEP_MS) {
      if (second === consentAfter) await store.saveConsents([granted(user)]);
      await attempts.send(await store.claim('webhook', 'marketing', now, 15_000, ['claimed'], 10, []));
      const [row] = await db.query<{ status: string; reason: string | null }>(
        'select status, reason from delivery where action_id = $1',
        [id],
      );
      if (row && row.status !== 'queued') return [second, row.status, row.reason ?? ''];
    }
    return [Infinity, 'queued', ''];
  }

  it('is held once the consent stayed unknown for thirty seconds', async () => {
    await store.file([actionFor('unknown')], now);
    expect(await secondsUntilEnd('a-unknown')).toEqual([30, 'held', 'consent-unknown']);
    expect(handedOver).toEqual([]);
  });

  it('is sent when the consent arrives meanwhile', async () => {
    await store.file([actionFor('late')], now);
    expect(await secondsUntilEnd('a-late', 10, 'late')).toEqual([10, 'sent', '']);
    expect(handedOver).toEqual(['a-late']);
  });
});
