// The tables of the embedded log. `partition` holds the counter of offsets. An append locks its row
// until commit, so rows of a partition become visible in offset order and no reader can skip a row
// that commits late. Each topic has a table of its own, `log_<id>`; those with a retention are
// partitioned by time, so that expired rows are removed by dropping child tables.
import type { Pool, PoolClient } from 'pg';
import type { TopicSpec } from '../bus';

/** A topic as the database knows it. */
export interface LogTopic {
  id: number;
  name: string;
  partitions: number;
  retentionMs: number | null;
}

/**
 * Names of one installation's tables. Schema names come from configuration, never from a request.
 */
export class Names {
  readonly schema: string;
  readonly channel: string;

  constructor(schema: string) {
    if (!/^[a-z_][a-z0-9_]{0,30}$/.test(schema)) throw new Error(`not a schema name: ${schema}`);
    this.schema = schema;
    this.channel = `${schema}_appended`;
  }

  table(name: string): string {
    return `${this.schema}.${name}`;
  }

  log(topicId: number): string {
    return this.table(`log_${topicId}`);
  }

  append(topicId: number): string {
    return this.table(`append_${topicId}`);
  }
}

const TABLES = (names: Names) => `
create schema if not exists ${names.schema};
create table if not exists ${names.table('topic')} (
  id int generated always as identity primary key,
  name text not null unique,
  partitions int not null,
  retention_ms bigint
);
create table if not exists ${names.table('partition')} (
  topic_id int not null,
  partition int not null,
  next_offset bigint not null default 0,
  first_offset bigint not null default 0,
  cleaned_to bigint not null default 0,
  clean_records bigint not null default 0,
  primary key (topic_id, partition)
) with (fillfactor = 50);
create table if not exists ${names.table('progress')} (
  group_name text not null,
  topic_id int not null,
  partition int not null,
  next_offset bigint not null default 0,
  owner text,
  epoch bigint not null default 0,
  primary key (group_name, topic_id, partition)
) with (fillfactor = 50);
create table if not exists ${names.table('member')} (
  id text primary key,
  group_name text not null,
  topic_id int not null,
  seen_at timestamptz not null
) with (fillfactor = 50);`;

const LOG = (names: Names, { id, retentionMs }: LogTopic) => `
create table ${names.log(id)} (
  partition int not null,
  base_offset bigint not null,
  last_offset bigint not null,
  written_at timestamptz not null,
  body bytea not null
) ${retentionMs === null ? '' : 'partition by range (written_at)'};
create index on ${names.log(id)} (partition, last_offset);`;

/**
 * Appends one row per element in one transaction: the bodies lie one after the other in `body`.
 * Rows must come in partition order, so that two publishers wait for each other instead of
 * deadlocking. Returns the offset after each row.
 */
const APPEND = (names: Names, id: number) => `
create function ${names.append(id)}(partitions int[], counts int[], lengths int[], body bytea) returns bigint[] language plpgsql as $$
declare
  ends bigint[] := '{}';
  upto bigint;
  start int := 1;
begin
  for i in 1 .. cardinality(partitions) loop
    update ${names.table('partition')} p set next_offset = p.next_offset + counts[i]
      where p.topic_id = ${id} and p.partition = partitions[i] returning p.next_offset into strict upto;
    insert into ${names.log(id)} (partition, base_offset, last_offset, written_at, body)
      values (partitions[i], upto - counts[i], upto - 1, clock_timestamp(), substr(body, start, lengths[i]));
    start := start + lengths[i];
    ends := ends || upto;
  end loop;
  return ends;
end $$;`;

/** Creates the tables if they do not exist. Several processes may call it at the same time. */
export async function ensureSchema(pool: Pool, names: Names): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [
    names.table('member'),
  ]);
  if (!rows[0]?.there) await alone(pool, names, (client) => client.query(TABLES(names)));
}

/** Creates the topics that are missing; existing ones are not changed. */
export async function ensureLogs(pool: Pool, names: Names, specs: readonly TopicSpec[]): Promise<void> {
  const there = new Set((await topicsIn(pool, names)).map(({ name }) => name));
  if (specs.every(({ name }) => there.has(name))) return;
  await alone(pool, names, async (client) => {
    const known = new Set((await topicsIn(client, names)).map(({ name }) => name));
    for (const spec of specs) if (!known.has(spec.name)) await createLog(client, names, spec);
  });
}

export async function topicsIn(queries: Pool | PoolClient, names: Names): Promise<LogTopic[]> {
  const { rows } = await queries.query<{ id: number; name: string; partitions: number; retention_ms: string | null }>(
    `select id, name, partitions, retention_ms from ${names.table('topic')} order by id`,
  );
  return rows.map(({ id, name, partitions, retention_ms }) => ({
    id,
    name,
    partitions,
    retentionMs: retention_ms === null ? null : Number(retention_ms),
  }));
}

async function createLog(
  client: PoolClient,
  names: Names,
  { name, partitions, retentionMs }: TopicSpec,
): Promise<void> {
  await client.query('begin');
  try {
    const { rows } = await client.query<{ id: number }>(
      `insert into ${names.table('topic')} (name, partitions, retention_ms) values ($1, $2, $3) returning id`,
      [name, partitions, retentionMs],
    );
    const id = (rows[0] as { id: number }).id;
    await client.query(
      `insert into ${names.table('partition')} (topic_id, partition) select $1, generate_series(0, $2::int - 1)`,
      [id, partitions],
    );
    await client.query(LOG(names, { id, name, partitions, retentionMs }) + APPEND(names, id));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

const LOCK_POLL_MS = 50;

/**
 * Polls for the lock instead of waiting in Postgres, since a transaction that waits for a lock
 * delays index builds of other sessions.
 */
async function alone(pool: Pool, names: Names, work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  const lock = `hashtextextended('${names.schema}', 0)`;
  try {
    while (!(await locked(client, lock))) await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
    try {
      await work(client);
    } finally {
      await client.query(`select pg_advisory_unlock(${lock})`);
    }
  } finally {
    client.release();
  }
}

async function locked(client: PoolClient, lock: string): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${lock}) as got`);
  return rows[0]?.got ?? false;
}
