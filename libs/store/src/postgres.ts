// The Postgres driver of `Db`: one pool per service and schema.
import { Pool, type PoolClient, types } from 'pg';
import { type Db, LostRace, type Queries } from './db';

export interface PostgresOptions {
  url: string;
  /** The service's own schema, in which all names of its SQL are resolved. */
  schema: string;
  /** Maximum number of connections. */
  max?: number;
  applicationName?: string;
  /** Called for connections that broke while idle; the pool opens new ones by itself. */
  onIdleError?: (error: Error) => void;
}

export interface OpenDb extends Db {
  /** Rejects when the database cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const MAX_RUNS = 5;
const DEADLOCK = '40P01';
const SERIALIZATION_FAILURE = '40001';
/** Ends transactions of processes that hang, which would keep their row locks. */
const MAX_IDLE_IN_TRANSACTION_MS = 60_000;
/**
 * Timeout of a statement on the hot path, for servers that will never answer, for example after a
 * power cut.
 */
const ANSWER_WITHIN_MS = 60_000;
const CONNECT_WITHIN_MS = 10_000;
/** Timeout of a rollback, after which the connection is discarded. */
const ROLL_BACK_WITHIN_MS = 5_000;

/**
 * Opens a database. int8 columns are read as numbers; one beyond 2^53 is an error instead of a
 * rounded value. Every other type is as `pg` has it: numeric (and so `sum(bigint)`) is a string,
 * jsonb is parsed, bytea is a Buffer.
 */
export function openDb(options: PostgresOptions): OpenDb {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? `segue-${options.schema}`,
    options: sessionOptions(options.schema),
    types: { getTypeParser },
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
  });
  pool.on('error', (error) => options.onIdleError?.(error));
  surviveLostConnections(pool);
  return {
    ...queriesOn(pool),
    transaction: (work) => rerun(() => once(pool, work)),
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
}

/**
 * Adds an error listener to every connection. The pool listens on idle connections only: one in use
 * that breaks between two statements would end the process. Its next statement rejects in any case.
 */
export function surviveLostConnections(pool: Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/** Returns the session options of every connection of a service, including migrations. */
export function sessionOptions(schema: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new Error(`not a schema name: ${schema}`);
  return `-c search_path=${schema} -c idle_in_transaction_session_timeout=${MAX_IDLE_IN_TRANSACTION_MS}`;
}

/** @param before called before each statement is sent. */
function queriesOn(client: Pool | PoolClient, before: () => void = () => undefined): Queries {
  const run = async <Row extends object>(text: string, values: readonly unknown[] = [], name?: string) => {
    before();
    // pg's types ask for a mutable array but it never writes to it.
    return client.query<Row>({ text, values: values as unknown[], name });
  };
  return {
    query: async <Row extends object>(...statement: Parameters<Queries['query']>) =>
      (await run<Row>(...statement)).rows,
    write: async (...statement) => (await run(...statement)).rowCount ?? 0,
  };
}

async function once<T>(pool: Pool, work: (tx: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let ended = false;
  // Work that goes on after one of its statements failed must not write outside the transaction.
  const before = () => {
    if (ended) throw new Error('the transaction has ended');
    gather(client);
  };
  try {
    gather(client);
    // Sent together with the first statements, which fail if it fails.
    client.query('begin').catch(() => undefined);
    const result = await work(queriesOn(client, before));
    ended = true;
    const { command } = await client.query('commit');
    // Postgres rolled back because a statement failed that was not awaited.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    ended = true;
    broken = await rollback(client);
    throw error;
  } finally {
    // A connection that could not roll back is discarded.
    client.release(broken);
  }
}

/**
 * Sends all statements of a turn of the event loop in one write to the socket: each write wakes
 * Postgres up, which costs more than a small statement.
 */
function gather(client: PoolClient): void {
  const { stream } = client.connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Error>((resolve) => {
    late = setTimeout(() => resolve(new Error('no answer to the rollback')), ROLL_BACK_WITHIN_MS);
  });
  const done = client.query('rollback').then(
    () => undefined,
    (error: Error) => error,
  );
  return Promise.race([done, tooLate]).finally(() => clearTimeout(late));
}

async function rerun<T>(run: () => Promise<T>): Promise<T> {
  for (let runs = 1; ; runs++) {
    try {
      return await run();
    } catch (error) {
      if (runs === MAX_RUNS || !isRace(error)) throw error;
      await pause(runs);
    }
  }
}

const isRace = (error: unknown): boolean =>
  error instanceof LostRace || [DEADLOCK, SERIALIZATION_FAILURE].includes((error as { code?: string }).code ?? '');

/** Waits a random time, so that two transactions that collided do not collide again. */
const pause = (runs: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** runs));

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === types.builtins.INT8 && format !== 'binary' ? safeInteger : types.getTypeParser(oid, format as 'text');
}

export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('an int8 beyond 2^53 cannot be read as a number');
  return value;
}
