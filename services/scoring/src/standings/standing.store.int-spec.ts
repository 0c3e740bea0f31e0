// The budget of scoring, counted: what a batch of touchpoints costs, with transitions and without,
// whatever its size.
import type { Outgoing } from '@segue/bus';
import { type ProfileChanged, customerIdOf } from '@segue/contracts';
import { type Cost, Counted, describeWith } from '@segue/testing';
import { NOON, type Workbench, openWorkbench } from '../../testing/workbench';

const SCHEMA = 'scoring_budget';
const DAY = 86_400_000;

describeWith('postgres', 'the budget of scoring', (part) => {
  let bench: Workbench;
  let counted: Counted;
  let published: Outgoing[] = [];

  beforeAll(async () => {
    bench = await openWorkbench(part().url, SCHEMA, { through: (open) => (counted = new Counted(open)) });
    const { bus, rules } = bench;
    const publish = bus.publish.bind(bus);
    bus.publish = (topic, messages) => {
      published.push(...messages);
      return publish(topic, messages);
    };
    await rules.saveSegment({
      id: 'bought-twice',
      name: 'bought twice',
      rule: {
        version: 1,
        when: { kind: 'event', name: 'Order Completed', times: { atLeast: 2 }, within: { amount: 60, unit: 'days' } },
      },
    });
  }, 60_000);
  beforeEach(() => (published = []));
  afterAll(() => bench.close());

  const take = (batch: readonly ProfileChanged[]): Promise<Cost> => counted.during(() => bench.scorer.score(batch));

  it('is as many statements for a thousand touchpoints as for ten, in one commit, where nobody moves', async () => {
    for (const [run, size] of [
      ['few', 10],
      ['many', 1_000],
    ] as const)
      await take(batchOf(run, size, 1, 'Order Completed'));
    published = [];

    const few = await take(batchOf('few', 10, 2, 'Product Viewed'));
    const many = await take(batchOf('many', 1_000, 2, 'Product Viewed'));

    expect(many.statements).toBe(few.statements);
    expect(few.statements).toBeLessThanOrEqual(9);
    expect([few.commits, many.commits]).toEqual([1, 1]);
    expect(published).toEqual([]);
  }, 60_000);

  it('is a row of facts and a standing for a touchpoint that moves nobody, and at most a due time', async () => {
    await take(batchOf('rows', 100, 1, 'Order Completed'));
    const { rows } = await take(batchOf('rows', 100, 2, 'Product Viewed'));

    expect(rows).toMatchObject({ facts: 100, standing: 100 });
    expect(rows.due ?? 0).toBeLessThanOrEqual(100);
    expect(Object.keys(rows).filter((table) => !['facts', 'standing', 'due'].includes(table))).toEqual([]);
  }, 60_000);

  it('is one row and one message for each transition, and a narrow row until that is published, in one commit more', async () => {
    for (const [run, size] of [
      ['ten', 10],
      ['thousand', 1_000],
    ] as const)
      await take(batchOf(run, size, 1, 'Order Completed'));
    const few = await take(batchOf('ten', 10, 2, 'Order Completed'));
    published = [];

    const { rows, ...many } = await take(batchOf('thousand', 1_000, 2, 'Order Completed'));

    // Everybody enters the segment; tiers move too.
    expect(published.length).toBeGreaterThanOrEqual(1_000);
    const transitions = { transition: published.length, unpublished: 2 * published.length };
    expect(rows).toEqual({ facts: 1_000, standing: 1_000, due: 1_000, ...transitions });
    expect(many).toEqual({ statements: few.statements, commits: 2 });
    expect(few.commits).toBe(2);
  }, 60_000);

  it('is one statement more for a visitor that signs in than for a new customer, in as many commits', async () => {
    const [visit, next] = batchOf('visitor', 2, 1, 'Product Viewed') as [ProfileChanged, ProfileChanged];
    await take([visit]);
    const signedIn = {
      ...next,
      version: 2,
      identities: [...next.identities, ...visit.identities],
      absorbed: [visit.customer],
    };

    const [own] = batchOf('new', 1, 1, 'Product Viewed') as [ProfileChanged];
    const born = await take([own]);
    const merged = await take([signedIn]);

    // One statement adds its facts, one more moves those of the visitor.
    expect(merged.statements).toBe(born.statements + 1);
    expect(merged.commits).toBe(born.commits);
    expect(merged.rows).toMatchObject({ facts: 2 });
  }, 60_000);

  it('is no row and no message for a batch that comes again', async () => {
    await take(batchOf('again', 100, 1, 'Order Completed'));
    published = [];

    const { rows } = await take(batchOf('again', 100, 1, 'Order Completed'));

    expect(rows.facts ?? 0).toBe(0);
    expect(rows.transition ?? 0).toBe(0);
    expect(published).toEqual([]);
  }, 60_000);
});

/** The n-th touchpoint of each of as many customers, as profile publishes it. */
function batchOf(run: string, size: number, number: number, event: string): ProfileChanged[] {
  return Array.from({ length: size }, (_, n) => {
    const identity = `userId:${run}-${n}`;
    const lived = { occurredAt: NOON + (number - 10) * DAY, recordedAt: NOON, origin: 'live' as const, cause: null };
    const touchpoint = {
      v: 1 as const,
      identity,
      source: 'web',
      id: String(number),
      type: 'track' as const,
      event,
      ids: [identity],
      properties: { order_id: `${identity}-${number}`, total: '10.00' },
      context: {},
      digest: 'd',
      number,
      ...lived,
    };
    return {
      v: 2 as const,
      customer: customerIdOf(identity),
      version: number,
      identities: [identity],
      touchpoints: [touchpoint],
      absorbed: [],
      ...lived,
    };
  });
}
