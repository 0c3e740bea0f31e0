// A PostgreSQL server from npm for deployments that configure none: kept in the data folder, run
// beside the services, shared by all processes of the folder.
import { resolve } from 'node:path';
import { Client } from 'pg';
import {
  type Access,
  PRESENCE,
  type Place,
  answers,
  clientOf,
  readAccess,
  urlOf,
  withFreePort,
} from './embedded-access';
import { locked, placeIn } from './embedded-files';
import { dropStalePid, initialise, serverPid, startServer, stopServer } from './embedded-server';
import { findBinaries } from './postgres-binaries';
import { POLL_MS, START_TIMEOUT_MS, sleep } from './embedded-process';

export interface EmbeddedPostgres {
  url: string;
  /** Ends this process's use; the last user stops the server. */
  close(): Promise<void>;
}

/**
 * Starts the server of this folder, or joins a running one. The server outlives a killed process,
 * so the next start is immediate. While a process uses it, a server that died is started again on
 * the same port.
 * @throws when it is not up within a minute; the reason is in `postgres/server.log` of the folder.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const place = await placeIn(resolve(dataDir));
  const access = await locked(place.lock, () => ensureRunning(place));
  const presence = new Presence(place, access);
  await presence.join();
  return { url: urlOf(access), close: () => presence.leave() };
}

/**
 * A connection that stays open as long as a process uses the server, by which other processes see
 * that it is needed.
 */
class Presence {
  private client: Client | undefined;
  private left = false;

  constructor(
    private readonly place: Place,
    private access: Access,
  ) {}

  async join(): Promise<void> {
    const client = clientOf(this.access);
    client.on('error', () => undefined);
    client.on('end', () => void this.revive());
    await client.connect();
    this.client = client;
  }

  async leave(): Promise<void> {
    this.left = true;
    await locked(this.place.lock, async () => {
      const isNeeded = await this.isNeeded();
      await this.client?.end().catch(() => undefined);
      if (!isNeeded) await stopServer(this.place);
    });
  }

  /**
   * Returns whether others use the server. Connections that this process has just closed may still
   * be there, so those of processes that are not present are given time to end.
   */
  private async isNeeded(): Promise<boolean> {
    for (const until = Date.now() + ENDED_WITHIN_MS; ; await sleep(POLL_MS)) {
      const found = await this.client?.query<Others>(OTHERS).catch(() => undefined);
      const { present = 0, others = 0 } = found?.rows[0] ?? {};
      if (present > 0 || others === 0 || Date.now() > until) return present + others > 0;
    }
  }

  private async revive(): Promise<void> {
    while (!this.left) {
      try {
        this.access = await locked(this.place.lock, () => ensureRunning(this.place));
        if (!this.left) await this.join();
        return;
      } catch {
        await sleep(1000);
      }
    }
  }
}

/** Maximum milliseconds for which connections of this process may still be closing. */
const ENDED_WITHIN_MS = 3_000;

interface Others {
  /** Number of other processes that are present. */
  present: number;
  /** Number of all other connections. */
  others: number;
}

const OTHERS = `
  select count(*) filter (where application_name = '${PRESENCE}')::int as present,
    count(*) filter (where application_name <> '${PRESENCE}')::int as others
  from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;

async function ensureRunning(place: Place): Promise<Access> {
  const access = await readAccess(place);
  if (await answers(access)) return access;
  const binaries = findBinaries();
  await initialise(place, access, binaries.initdb);
  const deadline = Date.now() + START_TIMEOUT_MS;
  let free = access;
  while (Date.now() < deadline) {
    await dropStalePid(place);
    // While another server starts or stops, or its orphaned processes hold its memory, a second one
    // does not start: wait and try again.
    if (!(await serverPid(place))) {
      free = await withFreePort(place, free);
      await startServer(place, free, binaries.postgres);
    }
    if (await answersWithin(free, 5000, place)) return free;
  }
  throw new Error(`the embedded Postgres did not start; see ${place.log}`);
}

async function answersWithin(access: Access, ms: number, place: Place): Promise<boolean> {
  const deadline = Date.now() + ms;
  // Recovery after a crash may take longer; the caller's loop waits as long as the process is
  // alive.
  while (Date.now() < deadline) {
    if (await answers(access)) return true;
    await sleep(POLL_MS);
  }
  return (await serverPid(place)) !== undefined && answers(access);
}
