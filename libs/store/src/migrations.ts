// Migrations and management entities, through typeorm. Not for the hot path.
import { type Client, Client as PgClient } from 'pg';
import { DataSource, type EntityTarget, type MigrationInterface, type ObjectLiteral } from 'typeorm';
import { sessionOptions } from './postgres';

/**
 * A migration in raw SQL without schema names. Migrations are ordered by the timestamp of 13 digits
 * at the end of their class names.
 */
export type Migration = new () => MigrationInterface;

export interface DataSourceOptions {
  url: string;
  schema: string;
  entities: readonly EntityTarget<ObjectLiteral>[];
}

const LOCK_POLL_MS = 200;
const MANAGEMENT_CONNECTIONS = 3;

/**
 * Returns the data source of a service's management tables, which the caller destroys. Call
 * `migrate` first.
 */
export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  return dataSource(options, []).initialize();
}

/**
 * Creates the schema and brings it up to date. Several instances may call this at once: one does
 * the work, the others wait for it. The lock is polled for, because a session that waits inside
 * Postgres would deadlock with `create index concurrently`.
 */
export async function migrate(url: string, schema: string, migrations: readonly Migration[]): Promise<void> {
  const client = new PgClient({ connectionString: url, options: sessionOptions(schema) });
  // A broken connection rejects the pending statement; the event itself needs no handling.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await lock(client, schema);
    await client.query(`create schema if not exists ${schema}`);
    await runAll({ url, schema, entities: [] }, migrations);
  } finally {
    // The lock belongs to the session and goes with it, a crash included.
    await client.end();
  }
}

async function lock(client: Client, schema: string): Promise<void> {
  const ask = 'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as held';
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>(ask, ['segue migrations', schema]);
    if (rows[0]?.held) return;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
}

async function runAll(options: DataSourceOptions, migrations: readonly Migration[]): Promise<void> {
  const source = await dataSource(options, migrations).initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}

function dataSource(options: DataSourceOptions, migrations: readonly Migration[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    entities: [...options.entities] as never[],
    migrations: [...migrations],
    migrationsTableName: 'migration',
    applicationName: `segue-${options.schema}-management`,
    // The services create ids, so neither an extension nor the right to create one is needed.
    installExtensions: false,
    extra: { options: sessionOptions(options.schema), max: MANAGEMENT_CONNECTIONS },
  });
}
