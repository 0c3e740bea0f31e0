// Bytes that a system has written: the log of Postgres, its database, and the log of Kafka.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

export interface Bytes {
  /** Position in the write-ahead log. */
  wal: number;
  /** Size of the database: tables and indexes, without the write-ahead log. */
  database: number;
  /** Size of the segments of all topics; absent where the broker's folder is not known. */
  kafka?: number;
}

const SIZES = `
  select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal,
    pg_database_size(current_database())::float8 as database`;

export async function readBytes(databaseUrl: string, kafkaFolder: string | undefined): Promise<Bytes> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const [sizes] = (await client.query<{ wal: number; database: number }>(SIZES)).rows;
    if (sizes === undefined) throw new Error('Postgres did not answer with its sizes');
    return { ...sizes, ...(kafkaFolder === undefined ? {} : { kafka: await segmentsIn(kafkaFolder) }) };
  } finally {
    await client.end();
  }
}

/**
 * Returns the bytes of all segments, with those of committed offsets and without those of the
 * cluster's own metadata. Indexes do not count: they are allocated before they are filled.
 */
async function segmentsIn(folder: string): Promise<number> {
  const partitions = (await readdir(folder, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('__cluster_metadata'),
  );
  const sizes = await Promise.all(partitions.map(({ name }) => sizeOfSegments(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOfSegments(partition: string): Promise<number> {
  const names = (await readdir(partition)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(partition, name)).then(
        ({ size }) => size,
        // The segment was deleted by the retention.
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
