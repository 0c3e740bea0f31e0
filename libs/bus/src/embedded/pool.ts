import { Pool } from 'pg';
import type { Log } from '../log';

interface PoolOptions {
  databaseUrl: string;
  clientId: string;
  log: Log;
}

const QUERY_TIMEOUT_MS = 30_000;

/** @param options of the Postgres session, as of `libpq`. */
export function poolOf({ databaseUrl, clientId, log }: PoolOptions, max: number, options: string): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: clientId,
    max,
    options,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // An idle connection that breaks is replaced when it is needed.
  pool.on('error', (error) => log('warn', 'a connection of the log broke', { reason: error.message }));
  // A connection in use that breaks between two statements rejects the next one. Without a listener
  // its error event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
