// Which Postgres and which Redis: those that are given, else the embedded ones.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
import { type OnTrouble, type Speed, openSpeed } from './speed';

export interface StoreOptions {
  databaseUrl?: string;
  redisUrl?: string;
  /** Keeps the embedded Postgres when no URL is given. */
  dataDir: string;
  onTrouble: OnTrouble;
}

export interface Store {
  /** Of the database in which every service has its own schema. */
  url: string;
  embedded: boolean;
  speed: Speed;
  /** After every Db that was opened on it. */
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
 * The server is not reachable, or it is starting up or shutting down: after a power cut a service
 * is often back before its database.
 */
const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03', '57P01']);
const ANSWERS_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 200;

/**
 * @throws what the database says of the connection, when it says it at last or says that it is
 * none.
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
  // pg has no code for a server that went away while it was greeted.
  return NOT_YET.has(code ?? '') || message === 'Connection terminated unexpectedly';
}

async function closeAll(speed: Speed, embedded: EmbeddedPostgres | undefined): Promise<void> {
  await speed.close();
  await embedded?.close();
}
