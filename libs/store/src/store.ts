// Which Postgres and which Redis: those that are given, else the embedded ones.
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
  const speed = openSpeed(options.redisUrl, options.onTrouble);
  return {
    url: embedded?.url ?? (options.databaseUrl as string),
    embedded: embedded !== undefined,
    speed,
    close: () => closeAll(speed, embedded),
  };
}

async function closeAll(speed: Speed, embedded: EmbeddedPostgres | undefined): Promise<void> {
  await speed.close();
  await embedded?.close();
}
