// Limits on the cost of a touchpoint from HTTP to the last service, in messages and rows.
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
/** Table of the search terms, one of which each order adds. */
const OF_ORDERS = 'profile.term';

// Rows written to tables of the services, with partitions added up; without tables that are written
// periodically, whatever the number of touchpoints (of the last events of a source at most 100 once
// a second).
const WRITTEN = `
  select schemaname || '.' || regexp_replace(relname, '_\\d+$', '') as table,
    sum(n_tup_ins + n_tup_upd + n_tup_del)::int as rows
  from pg_stat_user_tables
  where schemaname in ('ingestion', 'profile', 'scoring', 'campaign', 'delivery') and relname not in (
    'passage', 'service_clock', 'job', 'source_minute', 'source_last', 'source_event')
  group by 1`;
/**
 * Milliseconds after which idle connections have reported what they wrote (postgres:
 * PGSTAT_IDLE_INTERVAL, ten seconds).
 */
const REPORTED_MS = 11_000;

interface Cost {
  /** Number of published messages by topic. */
  messages: Record<string, number>;
  /**
   * Number of rows inserted, updated and deleted, by table; without tables that were not written.
   */
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

      // From ingestion to profile and from profile to scoring only.
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

      // With the second purchase every customer enters at least one segment.
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
