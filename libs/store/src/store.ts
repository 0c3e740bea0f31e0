// Opens Postgres and Redis: the configured ones, else the embedded ones.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
import { type OnTrouble, type Speed, openSpeed } from './speed';

export interface StoreOptions {
  databaseUrl?: string;
  redisUrl?: string;
  /** Folder of the embedded Postgres, which is used if no URL is given. */
  dataDir: string;
  onTrouble: OnTrouble;
}

export interface Store {
  /** URL of the database, in which every service has its own schema. */
  url: string;
  embedded: boolean;
  speed: Speed;
  /** Closes the store, after every Db that was opened on it. */
  close(): Promise<void>;
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const embedded = options.databaseUrl === undefined ? await startEmbeddedPostgres(options.dataDir) : undefined;
  if (options.databaseUrl !== undefined) await answers(options.databaseUrl);
  const speed = openSpeed(options.redisUrl, options.onTrouble);
  return {
    url: embedded?.url ?? (options.databaseUrl as string),
    embedded: embedded !== undefined,
    speed,
    close: () => closeAll(speed, embedded),
  };
}

/**
 * Codes of a server that is not reachable, starting up or shutting down: after a power cut a
 * service often starts before its database.
 */
const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03', '57P01']);
const ANSWERS_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 200;

/**
 * Resolves when the database accepts connections.
 * @throws the error of the connection, if it is final or lasts too long.
 */
async function answers(url: string): Promise<void> {
  for (const until = Date.now() + ANSWERS_WITHIN_MS; ; await pause(ASK_AGAIN_MS)) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (!isNotYet(error) || Date.now() > until) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

function isNotYet(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  // pg's error has no code when the server closes the connection during the handshake.
  return NOT_YET.has(code ?? '') || message === 'Connection terminated unexpectedly';
}

async function closeAll(speed: Speed, embedded: EmbeddedPostgres | undefined): Promise<void> {
  await speed.close();
  await embedded?.close();
}
