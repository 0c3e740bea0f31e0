// What the tests of the whole set up: segments, a webhook, campaigns that answer replayed history, and the replay itself.
import { SegueClient } from '@segue/replay';
import type { LifeEvent } from './lives';
import type { Receiver } from './receiver';
import { type System, pause } from './system';

const DAY = 86_400_000;

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

export async function setTheStage(system: System, receiver: Receiver): Promise<void> {
  for (const [id, segment] of Object.entries(SEGMENTS))
    await system.clientOf('scoring').put(`/api/segments/${id}`, segment);
  await system
    .clientOf('delivery')
    .put('/api/channels/receiver', { kind: 'webhook', url: receiver.url, secret: receiver.secret });
  const campaigns = system.clientOf('campaign');
  for (const [id, campaign] of Object.entries(CAMPAIGNS)) {
    await campaigns.put(`/api/campaigns/${id}`, campaign);
    await campaigns.put(`/api/campaigns/${id}/state`, { state: 'running' }, 'POST');
  }
  // Scoring has to hear what campaigns listen to before the first touchpoint comes.
  await pause(1_000);
  await system.quiet();
}

/** Lives as they are sent: every `markEvery` days of them a time mark. Time stays with the replay. */
export async function live(
  system: System,
  events: readonly LifeEvent[],
  markEveryDays: number,
  sentAt: (event: LifeEvent) => number,
): Promise<void> {
  const client = new SegueClient(system.access);
  const first = sentAt(events[0] as LifeEvent) - 1;
  await client.mark(first);
  await client.markReached(first);
  let next = 0;
  for (let at = first; next < events.length;) {
    at += markEveryDays * DAY;
    const from = next;
    while (next < events.length && sentAt(events[next] as LifeEvent) <= at) next++;
    await client.send(events.slice(from, next), 'replay');
    await client.mark(at);
  }
}

export async function reached(system: System, at: number): Promise<void> {
  await new SegueClient(system.access).markReached(at);
}
