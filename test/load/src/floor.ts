// The floor: the same path through HTTP, bus and database with messages and rows of fixed shape and
// no logic. The difference to it is the cost of Segue's own code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { openBus } from '@segue/bus';
import { projectRoot } from '@segue/infra';
import { openDb } from '@segue/store';
import { fastify } from 'fastify';

interface Shape {
  busBytes: number[];
  thirdMessageBytes: number;
  insertBytes: number;
  upsertBytes: number[];
}
const shape = JSON.parse(readFileSync(join(projectRoot(), 'test/load/floor.json'), 'utf8')) as Shape;

export interface FloorOptions {
  /** Opens the log of the build that is measured. */
  openBus: typeof openBus;
  databaseUrl: string;
  kafkaBrokers: string[];
  customers: number;
}

export interface Floor {
  url: string;
  /** Returns the number of events that have passed all stages. */
  done(): number;
  close(): Promise<void>;
}

const TOPICS = ['floor-in', 'floor-middle', 'floor-out'] as const;
const PARTITIONS = 6;
const MAX_BATCH = 1_000;

const INSERT = `insert into floor_log (id, seq, body) select * from unnest($1::text[], $2::bigint[], $3::text[])`;
const upsert = (table: string) => `
  insert into ${table} (id, body) select * from unnest($1::text[], $2::text[]) on conflict (id) do update set body = excluded.body`;

/**
 * Opens the floor in this process, as standalone. Both tables hold `customers` rows before it
 * starts.
 */
export async function openFloor({ openBus, databaseUrl, kafkaBrokers, customers }: FloorOptions): Promise<Floor> {
  const setup = openDb({ url: databaseUrl, schema: 'public' });
  await setup.query('create schema if not exists floor');
  await setup.close();
  const db = openDb({ url: databaseUrl, schema: 'floor' });
  await createTables(db, customers);
  const bus = openBus({ kafkaBrokers, databaseUrl, clientId: 'floor' });
  await bus.ensureTopics(TOPICS.map((name) => ({ name, partitions: PARTITIONS, retentionMs: 3_600_000 })));
  let done = 0;
  let sequence = 0;
  const [inBytes = 0, middleBytes = 0] = shape.busBytes;
  await bus.subscribe({
    group: 'floor-a',
    topic: 'floor-in',
    maxBatch: MAX_BATCH,
    async handler({ messages }) {
      const ids = messages.map((message) => message.key);
      await db.query(INSERT, [ids, ids.map(() => sequence++), ids.map(() => filler(shape.insertBytes))], 'insert');
      await upsertAll(db, 'floor_one', ids, shape.upsertBytes[0] ?? 0);
      await bus.publish(
        'floor-middle',
        ids.map((key) => ({ key, value: bytes(middleBytes) })),
      );
    },
  });
  await bus.subscribe({
    group: 'floor-b',
    topic: 'floor-middle',
    maxBatch: MAX_BATCH,
    async handler({ messages }) {
      const ids = messages.map((message) => message.key);
      await upsertAll(db, 'floor_two', ids, shape.upsertBytes[1] ?? 0);
      const third = ids.filter((_, place) => place % 3 === 0);
      await bus.publish(
        'floor-out',
        third.map((key) => ({ key, value: bytes(shape.thirdMessageBytes) })),
      );
      done += ids.length;
    },
  });
  const app = fastify({ bodyLimit: 1_000_000 });
  app.post('/floor', async (request) => {
    const { batch } = request.body as { batch: { userId: string }[] };
    await bus.publish(
      'floor-in',
      batch.map(({ userId }) => ({ key: userId, value: bytes(inBytes) })),
    );
    return { success: true };
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    done: () => done,
    async close() {
      await app.close();
      await bus.close();
      // Otherwise Postgres would go on tidying up these tables during the next rows.
      await db.query('drop schema floor cascade');
      await db.close();
    },
  };
}

type FloorDb = ReturnType<typeof openDb>;

async function createTables(db: FloorDb, customers: number): Promise<void> {
  await db.query('drop table if exists floor_log, floor_one, floor_two');
  await db.query('create table floor_log (id text collate "C", seq bigint, body text, primary key (id, seq))');
  for (const table of ['floor_one', 'floor_two']) {
    await db.query(`create table ${table} (id text collate "C" primary key, body text) with (fillfactor = 80)`);
    await db.query(
      `insert into ${table} select 'load-' || n, repeat('x', 1000) from generate_series(0, $1::int - 1) n`,
      [customers],
    );
  }
}

/** Writes rows, each id once, since a statement cannot write a row twice. */
async function upsertAll(db: FloorDb, table: string, ids: readonly string[], size: number): Promise<void> {
  const unique = [...new Set(ids)].sort();
  await db.query(upsert(table), [unique, unique.map(() => filler(size))], table);
}

const filler = (size: number) => 'x'.repeat(size);
const bytes = (size: number) => Buffer.alloc(size, 120);
