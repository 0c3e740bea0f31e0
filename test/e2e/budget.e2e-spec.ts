// The budget of the whole way, counted and not timed: what a touchpoint costs in messages and rows
// from HTTP to the last service.
import { randomUUID } from 'node:crypto';
import type { Bus } from '@segue/bus';
import { TOPICS } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { Client } from 'pg';
import type { LifeEvent } from './src/lives';
import { SEGMENTS } from './src/stage';
import { pause } from './src/pause';
import { System } from './src/system';

const PATIENCE_MS = 180_000;
const PEOPLE = 1_000;

const WIDE = ['profile.timeline', 'profile.identity', 'scoring.facts'];
const NARROW = ['profile.customer', 'scoring.standing', 'scoring.due'];
/** By which an order is found. */
const OF_ORDERS = 'profile.term';

// What the services own, partitions as one; what they write once in a while, whatever the number of
// touchpoints, aside.
const WRITTEN = `
  select schemaname || '.' || regexp_replace(relname, '_\\d+$', '') as table,
    sum(n_tup_ins + n_tup_upd + n_tup_del)::int as rows
  from pg_stat_user_tables
  where schemaname in ('ingestion', 'profile', 'scoring', 'campaign', 'delivery') and relname not in ('passage', 'service_clock', 'job')
  group by 1`;
/**
 * A connection that has nothing to do reports what it wrote after ten seconds at the latest
 * (postgres: PGSTAT_IDLE_INTERVAL).
 */
const REPORTED_MS = 11_000;

interface Cost {
  /** Messages published, by topic. Each topic has one reader. */
  messages: Record<string, number>;
  /** Rows inserted, updated and deleted, by table; those without are left out. */
  rows: Record<string, number>;
}

const track = (event: string, userId: string): LifeEvent => ({
  type: 'track',
  event,
  userId,
  messageId: randomUUID(),
  timestamp: new Date().toISOString(),
  properties: { order_id: randomUUID(), total: '10.00' },
});

describeWith('postgres', `${PEOPLE} touchpoints of as many customers`, () => {
  let system: System;
  let bus: Bus;
  let client: Client;

  beforeAll(async () => {
    system = await System.standalone();
    bus = system.openBus();
    client = new Client({ connectionString: system.databaseUrl });
    await client.connect();
    for (const [id, segment] of Object.entries(SEGMENTS))
      await system.clientOf('scoring').put(`/api/segments/${id}`, segment);
    await everybody('Order Completed');
  }, PATIENCE_MS);
  afterAll(async () => {
    await client?.end();
    await bus?.close();
    await system?.close();
  }, PATIENCE_MS);

  it(
    'cost two messages, three wide and three narrow rows each at most, where nobody moves',
    async () => {
      const { messages, rows } = await costOf('Product Viewed');

      // Out of ingestion and into profile, out of profile and into scoring, and nothing more.
      expect(Object.keys(messages).sort()).toEqual(['profiles', 'touchpoints']);
      expect(Object.entries(messages).filter(([, count]) => count > PEOPLE)).toEqual([]);
      expect(messages.touchpoints).toBe(PEOPLE);
      expect(Object.keys(rows).filter((table) => ![...WIDE, ...NARROW].includes(table))).toEqual([]);
      expect(Object.entries(rows).filter(([, count]) => count > PEOPLE)).toEqual([]);
      expect(rows['profile.timeline']).toBe(PEOPLE);
    },
    PATIENCE_MS,
  );

  it(
    'cost one narrow row more for an order, and for each transition one message, one row, and a narrow one until it is published',
    async () => {
      const { messages, rows } = await costOf('Order Completed');

      // The second purchase brings everybody into a segment at least.
      const { signals = 0, ...others } = messages;
      expect(signals).toBeGreaterThanOrEqual(PEOPLE);
      expect(Object.keys(others).sort()).toEqual(['profiles', 'touchpoints']);
      expect(Object.entries(others).filter(([, count]) => count > PEOPLE)).toEqual([]);
      const { 'scoring.transition': transitions, 'scoring.unpublished': unpublished, ...known } = rows;
      expect([transitions, unpublished]).toEqual([signals, 2 * signals]);
      expect(Object.keys(known).filter((table) => ![...WIDE, ...NARROW, OF_ORDERS].includes(table))).toEqual([]);
      expect(Object.entries(known).filter(([, count]) => count > PEOPLE)).toEqual([]);
    },
    PATIENCE_MS,
  );

  async function everybody(event: string): Promise<void> {
    await system.clientOf('ingestion').send(Array.from({ length: PEOPLE }, (_, n) => track(event, `person-${n}`)));
    await system.quiet();
  }

  async function costOf(event: string): Promise<Cost> {
    const before = await spent();
    await everybody(event);
    const after = await spent();
    return { messages: grown(before.messages, after.messages), rows: grown(before.rows, after.rows) };
  }

  async function spent(): Promise<Cost> {
    await pause(REPORTED_MS);
    const { rows } = await client.query<{ table: string; rows: number }>(WRITTEN);
    const ends = await Promise.all(TOPICS.map(async (topic) => [topic.name, await endOf(topic)] as const));
    return { messages: Object.fromEntries(ends), rows: Object.fromEntries(rows.map((row) => [row.table, row.rows])) };
  }

  async function endOf({ name }: (typeof TOPICS)[number]): Promise<number> {
    const partitions = await bus.lag('profile', name);
    return partitions.reduce((sum, { end }) => sum + Number(end), 0);
  }
});

function grown(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const more = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return Object.fromEntries(more.filter(([, count]) => count > 0));
}
