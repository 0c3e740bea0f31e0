// Folders and files of the embedded Postgres, and the lock under which a process starts or stops
// the server of a folder.
import { chmod, chown, mkdir, readFile, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Place } from './embedded-access';
import { type RunAs, runAs } from './postgres-binaries';
import { POLL_MS, START_TIMEOUT_MS, sleep, alive, MAX_LOG_BYTES, STOP_TIMEOUT_MS } from './embedded-process';

const PRIVATE_FOLDER = 0o700;
/** Permission of others: to traverse, not to list. */
const PASSABLE = 0o001;

export async function placeIn(dataDir: string): Promise<Place> {
  const home = join(dataDir, 'postgres');
  const user = runAs();
  await makeFolders(dataDir, home);
  if (user) {
    await own(home, user);
    await letThrough(dataDir);
  }
  const at = (name: string) => join(home, name);
  return { home, data: at('data'), access: at('access.json'), lock: at('start.lock'), log: at('server.log'), user };
}

/**
 * Gives the folder to the user as which Postgres runs, with all that it holds where that belongs to
 * another: a copy that root made of a backup.
 */
async function own(home: string, { uid, gid }: RunAs): Promise<void> {
  await chown(home, uid, gid);
  const data = join(home, 'data');
  const owner = await stat(data).catch(() => null);
  if (owner === null || owner.uid === uid) return;
  for (const entry of await readdir(data, { recursive: true })) await chown(join(data, entry), uid, gid);
  await chown(data, uid, gid);
}

/**
 * Creates the folders, accessible to the owner only, since the data folder holds secrets. Existing
 * ones are not changed.
 */
async function makeFolders(dataDir: string, home: string): Promise<void> {
  await mkdir(dirname(dataDir), { recursive: true });
  await mkdir(dataDir, { mode: PRIVATE_FOLDER }).catch(unlessThere);
  await mkdir(home, { mode: PRIVATE_FOLDER }).catch(unlessThere);
}

/**
 * Lets other users traverse the data folder without listing it: Postgres runs as another user and
 * has its own folder inside.
 */
async function letThrough(dataDir: string): Promise<void> {
  const { mode } = await stat(dataDir);
  if ((mode & PASSABLE) === 0) await chmod(dataDir, (mode & 0o777) | PASSABLE);
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/**
 * Runs `work` under a lock that one process at a time can hold. The lock of a process that died is
 * taken over.
 */
export async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  await takeLock(file);
  try {
    return await work();
  } finally {
    await unlink(file).catch(() => undefined);
  }
}

async function takeLock(file: string): Promise<void> {
  const deadline = Date.now() + 2 * START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    try {
      return await writeFile(file, String(process.pid), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await abandoned(file)) await unlink(file).catch(() => undefined);
    else await sleep(POLL_MS);
  }
  throw new Error(`${file} is held by another process`);
}

async function abandoned(file: string): Promise<boolean> {
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (pid > 0 && !alive(pid)) return true;
  // The lock is older than any start takes: the pid belongs to another program by now, or the write
  // was interrupted.
  const age = await stat(file)
    .then((file) => Date.now() - file.mtimeMs)
    .catch(() => 0);
  return age > START_TIMEOUT_MS + STOP_TIMEOUT_MS;
}

export async function tooLong(file: string): Promise<boolean> {
  return (
    (await stat(file)
      .then((file) => file.size)
      .catch(() => 0)) > MAX_LOG_BYTES
  );
}

export const exists = (file: string) =>
  stat(file)
    .then(() => true)
    .catch(() => false);
