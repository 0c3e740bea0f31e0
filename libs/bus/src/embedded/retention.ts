// Retention of the embedded log: creates child tables for the time ahead and drops those that hold
// only expired rows. As in Kafka, time alone decides: a group that lags further behind than the
// retention misses messages, and its reader logs that.
import type { Pool, PoolClient } from 'pg';
import type { LogTopic, Names } from './schema';

const DAY_MS = 86_400_000;
/** Number of child tables that are created ahead, beside the present one. */
const AHEAD = 2;

/**
 * Returns the milliseconds that one child table covers: a seventh of the retention, so that rows
 * are kept only little longer than needed.
 */
export function spanOf(retentionMs: number): number {
  return Math.min(DAY_MS, Math.max(1_000, Math.floor(retentionMs / 7)));
}

/** Returns the starts of the child tables that must exist at `now`, UTC milliseconds. */
export function neededChildren(now: number, spanMs: number): number[] {
  const present = Math.floor(now / spanMs) * spanMs;
  return Array.from({ length: AHEAD + 1 }, (_, ahead) => present + ahead * spanMs);
}

/** Returns the starts of the child tables all of whose rows are older than the retention. */
export function expiredChildren(starts: readonly number[], now: number, retentionMs: number): number[] {
  return starts.filter((start) => start + spanOf(retentionMs) <= now - retentionMs);
}

/** Creates the child tables that are missing. Several processes may call it at the same time. */
export async function makeRoom(pool: Pool, names: Names, topic: LogTopic): Promise<void> {
  if (topic.retentionMs === null) return;
  const span = spanOf(topic.retentionMs);
  await inTransaction(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [names.log(topic.id)]);
    const there = new Set(await childrenOf(client, names, topic.id));
    for (const start of neededChildren(await databaseNow(client), span)) {
      if (there.has(start)) continue;
      await client.query(
        `create table ${childName(names, topic.id, start)} partition of ${names.log(topic.id)}
         for values from ('${iso(start)}') to ('${iso(start + span)}')`,
      );
    }
  });
}

/**
 * Drops expired child tables; returns their number. Does nothing while another process does the
 * same.
 */
export async function dropExpired(pool: Pool, names: Names, topic: LogTopic): Promise<number> {
  const { retentionMs } = topic;
  if (retentionMs === null) return 0;
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ got: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as got`,
      [names.log(topic.id)],
    );
    if (!rows[0]?.got) return 0;
    const expired = expiredChildren(await childrenOf(client, names, topic.id), await databaseNow(client), retentionMs);
    if (expired.length > 0) await drop(client, names, topic.id, expired);
    return expired.length;
  });
}

async function drop(client: PoolClient, names: Names, topicId: number, starts: readonly number[]): Promise<void> {
  await client.query(`set local lock_timeout = '5s'`);
  // Locks in the order of a publisher, the counters before the table: the other order would
  // deadlock.
  await client.query(`select 1 from ${names.table('partition')} where topic_id = $1 order by partition for update`, [
    topicId,
  ]);
  for (const start of starts) await client.query(`drop table ${childName(names, topicId, start)}`);
  await client.query(
    `update ${names.table('partition')} p set first_offset = coalesce(
       (select l.base_offset from ${names.log(topicId)} l where l.partition = p.partition order by l.last_offset limit 1),
       p.next_offset)
     where topic_id = $1`,
    [topicId],
  );
}

/** Returns the starts of the child tables that exist; the name of a child ends with its start. */
async function childrenOf(client: PoolClient, names: Names, topicId: number): Promise<number[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass`,
    [names.log(topicId)],
  );
  return rows.map(({ name }) => Number(name.slice(name.lastIndexOf('_') + 1)));
}

const childName = (names: Names, topicId: number, start: number): string => `${names.log(topicId)}_${start}`;

const iso = (instant: number): string => new Date(instant).toISOString();

async function databaseNow(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ now: number }>(
    `select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
  );
  return rows[0]?.now ?? Date.now();
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
