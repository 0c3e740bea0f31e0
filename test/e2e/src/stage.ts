// Set-up of end-to-end tests: segments, a webhook, campaigns that answer replayed history, and the
// replay itself.
import { SegueClient } from '@segue/replay';
import { runCampaign } from './campaigns';
import type { Sent } from './lives';
import type { Effect, Receiver } from './receiver';
import { effectsOf } from './receiver';
import { type Snapshot, snapshotOf } from './snapshot';
import { pause } from './pause';
import { type System } from './system';

const DAY = 86_400_000;
const EVENTUALLY_MS = 20_000;
/**
 * Milliseconds to wait for a mark; a service that was killed repeatedly has much to catch up with.
 */
const MARK_PATIENCE_MS = 300_000;

export const ACTIVE = {
  name: 'active',
  rule: {
    version: 1,
    when: { kind: 'event', name: 'Order Completed', times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } },
  },
};

export const SEGMENTS: Record<string, object> = {
  active: ACTIVE,
  'bought-twice': {
    name: 'bought twice',
    rule: {
      version: 1,
      when: { kind: 'event', name: 'Order Completed', times: { atLeast: 2 }, within: { amount: 60, unit: 'days' } },
    },
  },
  wien: { name: 'in Wien', rule: { version: 1, when: { kind: 'trait', name: 'city', is: 'equal', value: 'Wien' } } },
  'likely-lost': {
    name: 'likely lost',
    rule: { version: 1, when: { kind: 'number', name: 'pAlive', is: 'below', value: 0.4 } },
  },
};

const base = {
  class: 'marketing',
  channel: 'webhook',
  webhook: 'receiver',
  delivery: 'send',
  control: 0.1,
  accepts: ['live', 'replay'],
  againAfterDays: 30,
  content: { subject: 'Hello {{ customer.id }}', body: '{{ signal.kind }} {{ signal.subject }} {{ orders }}' },
};

export const CAMPAIGNS: Record<string, object> = {
  'win-back': { ...base, name: 'win back', trigger: { on: 'left', segment: 'active' } },
  'thank-you': { ...base, name: 'thank you', trigger: { on: 'tier', scheme: 'value', to: ['MVC'] } },
  'refund-note': {
    ...base,
    name: 'refund note',
    class: 'service',
    control: 0,
    againAfterDays: 0,
    trigger: { on: 'touchpoint', event: 'Order Refunded' },
  },
};

export function setTheStage(system: System, receiver: Receiver): Promise<void> {
  return setUp(system, receiver, SEGMENTS, CAMPAIGNS);
}

async function setUp(
  system: System,
  receiver: Receiver,
  segments: Record<string, object>,
  running: Record<string, object>,
): Promise<void> {
  for (const [id, segment] of Object.entries(segments))
    await system.clientOf('scoring').put(`/api/segments/${id}`, segment);
  await system
    .clientOf('delivery')
    .put('/api/channels/receiver', { kind: 'webhook', url: receiver.url, secret: receiver.secret });
  for (const [id, campaign] of Object.entries(running)) await runCampaign(system, id, campaign);
  // Scoring must read the definitions of campaigns before the first touchpoint arrives.
  await pause(1_000);
  await system.quiet();
}

const live = { ...base, control: 0, accepts: ['live'], againAfterDays: 0 };

/** Campaigns that answer live touchpoints at any hour. */
const SHOP: Record<string, object> = {
  welcome: { ...live, name: 'welcome', trigger: { on: 'entered', segment: 'active' } },
  'win-back': { ...live, name: 'win back', trigger: { on: 'left', segment: 'active' } },
  'thank-you': { ...live, name: 'thank you', trigger: { on: 'tier', scheme: 'value', to: ['MVC'] } },
  visit: { ...live, name: 'visit', trigger: { on: 'touchpoint', event: 'Store Visited' } },
  notice: { ...live, name: 'notice', class: 'service', trigger: { on: 'touchpoint', event: 'Parcel Lost' } },
  card: { ...live, name: 'card', webhook: 'later', trigger: { on: 'touchpoint', event: 'Card Shown' } },
};

export async function openTheShop(system: System, receiver: Receiver): Promise<void> {
  await system.clientOf('campaign').put('/api/limits', { cap: null, quietHours: null, globalControl: 0 });
  await setUp(system, receiver, { active: ACTIVE }, SHOP);
}

/** Calls `holds` until it resolves; after the time rejects with its last error. */
export async function eventually<T>(holds: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + EVENTUALLY_MS; ;) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(100);
    }
  }
}

export interface End {
  snapshot: Snapshot;
  /** Effects by idempotency key. */
  effects: Map<string, Effect>;
}

/** Called between two marks. @param share share of the input that has been sent. */
export type Disturb = (share: number) => Promise<void>;

const MARK_EVERY_MS = 14 * DAY;

/**
 * Replays the touchpoints on an empty store and waits until it is at rest. Time stays at the last
 * mark of the replay.
 */
export async function playThrough(
  system: System,
  receiver: Receiver,
  sent: readonly Sent[],
  disturb: Disturb = async () => undefined,
): Promise<End> {
  await setTheStage(system, receiver);
  const last = await replayed(system, sent, disturb);
  await new SegueClient(system.access).markReached(last, MARK_PATIENCE_MS).catch((error: Error) => {
    throw new Error(`${error.message}\n${system.lastOutput()}`);
  });
  await system.quiet();
  return { snapshot: await snapshotOf(system.databaseUrl), effects: effectsOf(receiver) };
}

/**
 * Sends touchpoints in their order, with a time mark for every two weeks. Resolves with the last
 * mark.
 */
async function replayed(system: System, sent: readonly Sent[], disturb: Disturb): Promise<number> {
  const client = new SegueClient(system.access);
  let at = (sent[0]?.at ?? 0) - 1;
  await client.mark(at);
  await client.markReached(at);
  for (let next = 0; next < sent.length;) {
    at += MARK_EVERY_MS;
    const from = next;
    while (next < sent.length && (sent[next] as Sent).at <= at) next++;
    await disturb(from / sent.length);
    await client.send(
      sent.slice(from, next).map(({ event }) => event),
      'replay',
    );
    await client.mark(at);
  }
  await disturb(1);
  return at;
}
