// Journeys of many customers while the power is cut again and again: each step is taken once, and
// counts agree with what customers passed. A stop reaches messages that delivery has already.
import { describeWith } from '@segue/testing';
import { SERVICES } from '@segue/contracts';
import { answerTo, runCampaign } from '../e2e/src/campaigns';
import { pause } from '../e2e/src/pause';
import { Receiver } from '../e2e/src/receiver';
import { eventually } from '../e2e/src/stage';
import { System } from '../e2e/src/system';
import { type Decision, type Delivery, track } from './src/customers';

const PATIENCE_MS = 240_000;
const CUSTOMERS = 60;
const CUTS = 3;

/** Reminds of a basket after six seconds and six seconds later, unless it was bought. */
const REMINDERS = answerTo('Basket Filled', {
  ...{ channel: 'webhook', webhook: 'receiver', delivery: 'send', againAfterDays: null },
  goal: { event: 'Basket Bought', sameBasket: true, withinDays: 1 / 4_320 },
  steps: [
    { node: 'soon', kind: 'wait', for: 6, next: 'first' },
    { node: 'first', kind: 'send', next: 'later' },
    { node: 'later', kind: 'wait', event: 'Replied', timeout: 6, next: 'end', otherwise: 'second' },
    { node: 'second', kind: 'send', next: 'end' },
    { node: 'end', kind: 'exit' },
  ],
});

interface Counts {
  steps: { node: string; entered: number; waiting: number; left: Record<string, number> }[];
  enrolments: { treated: Record<string, number> };
}

describeWith('postgres', 'journeys', (_part) => {
  let system: System;
  let receiver: Receiver;

  beforeAll(async () => {
    [system, receiver] = await Promise.all([System.standalone(), Receiver.open()]);
    await system
      .clientOf('delivery')
      .put('/api/channels/receiver', { kind: 'webhook', url: receiver.url, secret: receiver.secret });
    await runCampaign(system, 'basket', REMINDERS);
    await runCampaign(system, 'visit', answerTo('Visit', { webhook: 'receiver', delivery: 'send' }));
    await pause(1_000);
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(async () => {
    await system?.close();
    await receiver?.close();
  }, PATIENCE_MS);

  const client = () => system.clientOf('campaign');

  it(
    'take each step once, whatever is cut off in between',
    async () => {
      const ids = Array.from({ length: CUSTOMERS }, (_, n) => `c${n}`);
      const fills = ids.map((id) => track('Basket Filled', id, { cart_id: `cart-${id}` }));
      await system.clientOf('ingestion').send(fills);
      // A quarter buys the basket at once, a quarter another one.
      const buys = ids
        .slice(0, CUSTOMERS / 2)
        .map((id, n) => track('Basket Bought', id, { cart_id: n % 2 === 0 ? `cart-${id}` : 'another' }));
      await system.clientOf('ingestion').send(buys);
      for (let cut = 0; cut < CUTS; cut++) {
        await pause(1_500);
        await system.cutPower();
        await system.start('standalone');
        await Promise.all(SERVICES.map((service) => system.works(service)));
      }
      await system.clientOf('ingestion').send([...fills, ...buys]);
      await system.quiet();

      await eventually(async () => {
        const { steps, enrolments } = (await client().get('/api/campaigns/basket/steps')) as Counts;
        const { begun, met = 0, otherwise = 0, unmet = 0 } = enrolments.treated;
        expect([begun, met, otherwise, unmet]).toEqual([CUSTOMERS, CUSTOMERS / 4, CUSTOMERS / 4, CUSTOMERS / 2]);
        expect(steps.map(({ waiting }) => waiting)).toEqual(steps.map(() => 0));
        expect(steps.find(({ node }) => node === 'second')?.left).toEqual({ sent: CUSTOMERS / 2 });
      });
      await eventually(async () => {
        const told = [...receiver.effects.values()].filter((body) => body.includes('"basket"'));
        expect(told).toHaveLength(CUSTOMERS);
      });
      const page = await client().get('/api/journeys?customer=userId:c59');
      expect((page as { items: object[] }).items).toMatchObject([{ campaign: 'basket', endedBy: 'unmet' }]);
    },
    PATIENCE_MS,
  );

  it(
    'are refused with the path of the fault, and an edit says how many wait at which step',
    async () => {
      const refused = (steps: object[], fault: RegExp) =>
        expect(client().put('/api/campaigns/refused', { ...REMINDERS, steps })).rejects.toThrow(fault);
      const branch = { node: 'b', kind: 'branch', otherwise: 'end' };
      const end = { node: 'end', kind: 'exit' };
      const nothing = { subject: '{{ nothing }}', body: 'x' };
      await refused([{ node: 'a', kind: 'send', next: 'a' }], /400 .*steps\.0\.next/);
      await refused(
        [{ ...branch, ways: [{ if: { segment: 'nowhere' }, next: 'end' }] }, end],
        /400 .*steps\.0\.ways\.0\.if\.segment/,
      );
      await refused(
        [{ node: 's', kind: 'send', next: 'end', content: nothing }, end],
        /400 .*steps\.0\.content\.subject/,
      );

      const week = { node: 'week', kind: 'wait', for: 604_800, next: 'end' };
      await runCampaign(system, 'slow', answerTo('Slow', { steps: [week, end] }));
      await pause(1_000);
      await system.clientOf('ingestion').send([track('Slow', 's1'), track('Slow', 's2')]);
      await eventually(async () =>
        expect(await client().get('/api/campaigns/slow/steps')).toMatchObject({
          steps: [{ node: 'week', waiting: 2 }],
        }),
      );
      const answer = await client().put(
        '/api/campaigns/slow?underWay=move',
        answerTo('Slow', { steps: [week, { ...end }] }),
      );
      expect(answer).toMatchObject({ version: 2, waiting: [{ version: 1, node: 'week', waiting: 2 }] });
    },
    PATIENCE_MS,
  );

  it(
    'and all campaigns are stopped within five seconds, messages in delivery included, and go on later',
    async () => {
      const before = receiver.effects.size;
      const answers = async <T>(service: 'campaign' | 'delivery', path: string) =>
        ((await system.clientOf(service).get(`${path}?customer=userId:v1`)) as { items: T[] }).items;
      const visits = () => system.clientOf('ingestion').send([track('Visit', 'v1')]);
      receiver.status = 503;
      await visits();
      await eventually(async () =>
        expect(await answers<Delivery>('delivery', '/api/deliveries')).toMatchObject([{ status: 'queued' }]),
      );
      await client().put('/api/campaigns/stop-all', {}, 'POST');
      receiver.status = 200;
      await visits();
      // The first retry falls due after five seconds, the second ten later.
      await pause(8_000);
      await eventually(async () => {
        expect(await answers<Delivery>('delivery', '/api/deliveries')).toMatchObject([{ status: 'stopped' }]);
        expect(await answers<Decision>('campaign', '/api/decisions')).toMatchObject([
          { outcome: 'held', reason: 'stopped' },
          { outcome: 'sent' },
        ]);
      });
      expect(receiver.effects.size).toBe(before);

      await client().put('/api/campaigns/resume-all', {}, 'POST');
      await eventually(async () => expect(receiver.effects.size).toBe(before + 1));
      expect(await client().get('/api/campaigns/stop-all')).toMatchObject({
        isStopped: false,
        changes: [{ isStopped: false }, { isStopped: true }],
      });
    },
    PATIENCE_MS,
  );
});
