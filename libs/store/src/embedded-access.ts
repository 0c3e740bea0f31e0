// Port and password of the embedded Postgres, kept in its folder, and connections with them.
import { randomBytes, randomInt } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Client } from 'pg';
import type { RunAs } from './postgres-binaries';

export interface Access {
  port: number;
  password: string;
}

export interface Place {
  home: string;
  /** Folder of the database cluster. */
  data: string;
  access: string;
  lock: string;
  log: string;
  user: RunAs | undefined;
}

export async function readAccess(place: Place): Promise<Access> {
  try {
    return JSON.parse(await readFile(place.access, 'utf8')) as Access;
  } catch {
    return writeAccess(place, { port: await anyFreePort(), password: randomBytes(18).toString('base64url') });
  }
}

/** Writes the file atomically, so that a crash while writing does not lose the password. */
async function writeAccess(place: Place, access: Access): Promise<Access> {
  await writeFile(`${place.access}.new`, JSON.stringify(access), { mode: 0o600 });
  await rename(`${place.access}.new`, place.access);
  return access;
}

/**
 * Returns the access with the port of the last start, which other processes may have stored; with a
 * new one if another program has taken it.
 */
export async function withFreePort(place: Place, access: Access): Promise<Access> {
  const port = await freePort(access.port).catch(anyFreePort);
  return port === access.port ? access : writeAccess(place, { ...access, port });
}

/**
 * Returns a free port below 32768, from which systems number outgoing connections, so that it is
 * free after a restart as well.
 */
async function anyFreePort(): Promise<number> {
  for (;;) {
    const port = await freePort(20_000 + randomInt(12_000)).catch(() => null);
    if (port !== null) return port;
  }
}

function freePort(wanted: number): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

export async function answers(access: Access): Promise<boolean> {
  const client = clientOf(access);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Name of the connections by which processes show that they use the server. */
export const PRESENCE = 'segue-presence';

export const clientOf = (access: Access) =>
  new Client({
    connectionString: urlOf(access),
    connectionTimeoutMillis: 2000,
    application_name: PRESENCE,
    keepAlive: true,
  });

export const urlOf = (access: Access) => `postgres://segue:${access.password}@127.0.0.1:${access.port}/postgres`;
