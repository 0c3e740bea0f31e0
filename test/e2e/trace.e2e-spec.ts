// One trace from the request with a touchpoint to the action that it causes, through every topic
// between them.
import { TOPICS } from '@segue/contracts';
import type { Bus } from '@segue/bus';
import { describeWith } from '@segue/testing';
import { answerTo, runCampaign } from './src/campaigns';
import { eventually } from './src/stage';
import { System } from './src/system';

const PATIENCE_MS = 120_000;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const ON_THE_WAY = ['touchpoints', 'profiles', 'signals', 'actions'];

describeWith('postgres', 'the trace of a touchpoint', () => {
  let system: System;
  let bus: Bus;
  /** The `traceparent` of each message about this customer, by topic. */
  const parents = new Map<string, (string | undefined)[]>();

  beforeAll(async () => {
    system = await System.standalone();
    bus = system.openBus();
    await runCampaign(system, 'checkout', answerTo('Checkout Started'));
    await system.quiet();
    for (const { name: topic } of TOPICS.filter(({ name }) => ON_THE_WAY.includes(name))) {
      await bus.subscribe({
        group: 'trace',
        topic,
        maxBatch: 100,
        handler: async ({ messages }) => note(topic, messages),
      });
    }
  }, PATIENCE_MS);
  afterAll(async () => {
    await bus?.close();
    await system?.close();
  }, PATIENCE_MS);

  function note(topic: string, messages: readonly { headers: Record<string, string> }[]): void {
    parents.set(topic, [...(parents.get(topic) ?? []), ...messages.map(({ headers }) => headers.traceparent)]);
  }

  const start = (userId: string, headers: Record<string, string> = {}) =>
    fetch(`${system.urlOf('ingestion')}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ writeKey: system.writeKey, userId, event: 'Checkout Started', properties: {} }),
    });

  it(
    'is that of the request, in every topic',
    async () => {
      expect((await start('ana', { traceparent: `00-${TRACE}-b7ad6b7169203331-01` })).status).toBe(200);
      await eventually(async () => expect([...parents.keys()].sort()).toEqual([...ON_THE_WAY].sort()));
      for (const topic of ON_THE_WAY) {
        expect([topic, parents.get(topic)?.[0]]).toEqual([topic, expect.stringContaining(TRACE)]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'is none where the request has none',
    async () => {
      await system.quiet();
      parents.clear();
      expect((await start('bob')).status).toBe(200);
      await eventually(async () => expect([...parents.keys()].sort()).toEqual([...ON_THE_WAY].sort()));
      for (const topic of ON_THE_WAY) expect([topic, parents.get(topic)]).toEqual([topic, [undefined]]);
    },
    PATIENCE_MS,
  );
});
