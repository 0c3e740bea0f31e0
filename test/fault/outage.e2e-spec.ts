// An outage of profile or scoring: messages wait, and what was missed is not taken for silence.
import { describeWith } from '@segue/testing';
import { answerTo, runCampaign } from '../e2e/src/campaigns';
import { pause } from '../e2e/src/pause';
import { Receiver } from '../e2e/src/receiver';
import { eventually, openTheShop } from '../e2e/src/stage';
import { System } from '../e2e/src/system';
import { type Decision, type Delivery, type Transition, track, consented, withdrawn } from './src/customers';
import { Shopping } from './src/shopping';

const PATIENCE_MS = 180_000;

// How long scoring is down. SEGUE_OUTAGE_MINUTES=60 tests a real hour, with windows of 48 minutes:
// SEGUE_OUTAGE_MINUTES=60 npx jest test/fault/outage --selectProjects e2e -t 'was scoring'
const OUTAGE_MS = Number(process.env.SEGUE_OUTAGE_MINUTES ?? 0.5) * 60_000;
/**
 * Length of the windows, some of which close during the outage: whole seconds, and longer than a
 * service takes to start on a slow machine.
 */
const WINDOW_MS = Math.round((0.8 * OUTAGE_MS) / 1_000) * 1_000;
/** How long after the end of the outage the last windows close. */
const OPEN_MS = Math.min(0.4 * WINDOW_MS, 60_000);
const LATE = (OUTAGE_MS - WINDOW_MS + OPEN_MS) / OUTAGE_MS;
/**
 * Shares of the outage at which each customer buys again. The first ones are early, since the
 * outage begins some seconds after the first purchase.
 */
const AGAIN: Readonly<Record<string, readonly number[]>> = {
  'silent-1': [],
  'silent-2': [],
  'silent-3': [],
  'again-1': [0],
  'again-2': [0.04],
  'again-3': [0.08],
  'again-4': [0.12],
  'again-5': [0.04, 0.15],
  // Their last window ends after the outage.
  'open-1': [0.02, 0.35, LATE],
  'open-2': [0.12, 0.45, LATE],
  // They buy once more after scoring is back.
  'steady-1': [0.06, 0.35, 0.65, 0.95],
  'steady-2': [0.12, 0.45, 0.75, 0.98],
};
const STEADY = Object.keys(AGAIN).filter((person) => person.startsWith('steady'));

describeWith('ownKafka', 'a service that was down', () => {
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
      // Long after the message was due again.
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
      await stageLapses();
      const shopping = new Shopping((orders) => system.clientOf('ingestion').send(orders));
      await shopping.buy(Object.keys(AGAIN));
      await system.quiet();
      await system.stop('scoring');
      await shopping.during(OUTAGE_MS, AGAIN);
      await system.start('scoring');
      await system.quiet();
      // Their windows are still open, and stay so for the rest of the test.
      await shopping.buy(STEADY);
      await pause(Math.max(0, OPEN_MS - (Date.now() - shopping.endedAt)) + 1_000);
      await system.quiet();

      expect(shopping.widestGapMs()).toBeLessThan(WINDOW_MS);
      for (const [person, bought] of shopping.instants) {
        const [first = 0, second] = bought;
        const leftAt = iso((bought.at(-1) ?? 0) + WINDOW_MS);
        const stayed = STEADY.includes(person);
        // Only customers whose last window has closed lapse, at its end.
        expect([person, ...(await movesOf(person, 'fresh'))]).toEqual([
          person,
          `entered ${iso(first)}`,
          ...(stayed ? [] : [`left ${leftAt}`]),
        ]);
        // Segment and value tier changed at the time of the second purchase, though it was judged
        // long after.
        expect(await movesOf(person, 'regular')).toEqual(second === undefined ? [] : [`entered ${iso(second)}`]);
        expect(await becameOf(person, 'MVC')).toEqual(second === undefined ? [] : [iso(second)]);
        // One message to each customer who lapsed, not before the end of the last window; none to
        // others.
        const messages = await decisionsOn(person, 'lapse');
        expect(messages.map(({ outcome, occurredAt }) => `${outcome} ${occurredAt}`)).toEqual(
          stayed ? [] : [`sent ${leftAt}`],
        );
        for (const { decidedAt } of messages) expect(decidedAt >= leftAt).toBe(true);
      }
      const reached = [...receiver.effects.values()].filter((body) => body.includes('"lapse"'));
      expect(reached).toHaveLength(Object.keys(AGAIN).length - STEADY.length);
      expect(reached.filter((body) => STEADY.some((person) => body.includes(`"userId:${person}"`)))).toEqual([]);
    },
    PATIENCE_MS + OUTAGE_MS + OPEN_MS,
  );

  /**
   * Creates a segment of customers who bought lately, one by a number, and a campaign for those who
   * leave the first.
   */
  async function stageLapses(): Promise<void> {
    const fresh = {
      kind: 'event',
      name: 'Order Completed',
      times: { atLeast: 1 },
      within: { amount: WINDOW_MS / 1_000, unit: 'seconds' },
    };
    const regular = { kind: 'number', name: 'orders', is: 'atLeast', value: 2 };
    for (const [id, when] of Object.entries({ fresh, regular }))
      await system.clientOf('scoring').put(`/api/segments/${id}`, { name: id, rule: { version: 1, when } });
    const lapse = { trigger: { on: 'left', segment: 'fresh' }, delivery: 'send', webhook: 'receiver' };
    await runCampaign(system, 'lapse', answerTo('lapse', lapse));
    // Scoring must read the campaign's definition before the first purchase.
    await pause(1_000);
    await system.quiet();
  }

  async function deliveriesOf(person: string): Promise<Delivery[]> {
    return ((await system.clientOf('delivery').get(`/api/deliveries?customer=${person}`)) as { items: Delivery[] })
      .items;
  }

  async function statesOf(person: string): Promise<string[]> {
    return (await deliveriesOf(person)).map(({ campaign, status, reason }) => `${campaign} ${status} ${reason}`);
  }

  /** Returns the transitions, oldest first. */
  async function transitionsOf(person: string): Promise<Transition[]> {
    const { items } = (await system.clientOf('scoring').get(`/api/transitions?customer=userId:${person}`)) as {
      items: Transition[];
    };
    return items.reverse();
  }

  async function movesOf(person: string, segment: string): Promise<string[]> {
    const moves = (await transitionsOf(person)).filter(({ subject }) => subject === segment);
    return moves.map(({ kind, occurredAt }) => `${kind} ${occurredAt}`);
  }

  /** Returns the times at which the customer entered this value tier. */
  async function becameOf(person: string, tier: string): Promise<string[]> {
    const moves = (await transitionsOf(person)).filter(({ subject, to }) => subject === 'value' && to === tier);
    return moves.map(({ occurredAt }) => occurredAt);
  }

  async function decisionsOn(person: string, campaign: string): Promise<Decision[]> {
    const { items } = (await system
      .clientOf('campaign')
      .get(`/api/decisions?customer=userId:${person}&campaign=${campaign}`)) as { items: Decision[] };
    return items;
  }
});

const iso = (at: number) => new Date(at).toISOString();
