// A real PostgreSQL from npm for whoever has none: kept in the data folder, run beside the
// services, shared by every process that names the folder.
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import { type Command, type RunAs, commandAs, findBinaries, runAs } from './postgres-binaries';

export interface EmbeddedPostgres {
  url: string;
  /** Ends this process's use; the last user stops the server. */
  close(): Promise<void>;
}

interface Access {
  port: number;
  password: string;
}

interface Place {
  home: string;
  /** Of the database cluster itself. */
  data: string;
  access: string;
  lock: string;
  log: string;
  user: RunAs | undefined;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 100;
const MAX_LOG_BYTES = 10_000_000;
const PRIVATE_FOLDER = 0o700;
/** Permission of others: to traverse, not to list. */
const PASSABLE = 0o001;

/**
 * Starts the server, or joins the one that runs in this folder already. The server outlives a
 * killed process, so the next start is immediate; while one process uses it, a server that died is
 * started again on the same port.
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
 * One open connection for as long as a process uses the server: the others see by it that the
 * server is still needed.
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
      const needed = await this.client?.query<{ others: number }>(OTHERS).catch(() => undefined);
      await this.client?.end().catch(() => undefined);
      if (!needed || needed.rows[0]?.others === 0) await stopServer(this.place);
    });
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

const OTHERS = `select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;

async function placeIn(dataDir: string): Promise<Place> {
  const home = join(dataDir, 'postgres');
  const user = runAs();
  await makeFolders(dataDir, home);
  if (user) {
    await chown(home, user.uid, user.gid);
    await letThrough(dataDir);
  }
  const at = (name: string) => join(home, name);
  return { home, data: at('data'), access: at('access.json'), lock: at('start.lock'), log: at('server.log'), user };
}

/**
 * Makes the folders, accessible to the owner only: the data folder holds secrets. Existing ones are
 * left unchanged.
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

async function ensureRunning(place: Place): Promise<Access> {
  const access = await readAccess(place);
  if (await answers(access)) return access;
  const binaries = findBinaries();
  await initialise(place, access, binaries.initdb);
  const deadline = Date.now() + START_TIMEOUT_MS;
  let free = access;
  while (Date.now() < deadline) {
    await dropStalePid(place);
    // A server that is coming up, going down, or whose orphans still hold its memory refuses a
    // second one: wait and try again.
    if (!(await serverPid(place))) {
      free = await withFreePort(place, free);
      await startServer(place, free, binaries.postgres);
    }
    if (await answersWithin(free, 5000, place)) return free;
  }
  throw new Error(`the embedded Postgres did not start; see ${place.log}`);
}

async function readAccess(place: Place): Promise<Access> {
  try {
    return JSON.parse(await readFile(place.access, 'utf8')) as Access;
  } catch {
    return writeAccess(place, { port: await anyFreePort(), password: randomBytes(18).toString('base64url') });
  }
}

/** Whole or not at all: a crash while writing must not lose the password. */
async function writeAccess(place: Place, access: Access): Promise<Access> {
  await writeFile(`${place.access}.new`, JSON.stringify(access), { mode: 0o600 });
  await rename(`${place.access}.new`, place.access);
  return access;
}

/** Keeps the port of the last start, which others may remember, unless a stranger has taken it. */
async function withFreePort(place: Place, access: Access): Promise<Access> {
  const port = await freePort(access.port).catch(anyFreePort);
  return port === access.port ? access : writeAccess(place, { ...access, port });
}

/**
 * Not one of those that systems hand to outgoing connections (from 32768 on): it is to be free
 * after a restart as well.
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

/** Made aside and moved into place: a crash halfway leaves nothing that looks like a database. */
async function initialise(place: Place, access: Access, initdb: string): Promise<void> {
  if (await exists(join(place.data, 'PG_VERSION'))) return;
  const draft = `${place.data}.new`;
  const passwordFile = `${place.access}.initdb`;
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, access.password, { mode: 0o600 });
  if (place.user) await chown(passwordFile, place.user.uid, place.user.gid);
  try {
    await run(commandAs(place.user, place.home, initdb, initArguments(draft, passwordFile)));
  } finally {
    await unlink(passwordFile);
  }
  await rename(draft, place.data);
}

function initArguments(data: string, passwordFile: string): string[] {
  // The builtin locale sorts by code point, as JavaScript does, and is the same on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return [`--pgdata=${data}`, '--username=segue', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale];
}

function run(command: Command): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(command.file, command.args, { uid: command.uid, gid: command.gid, cwd: '/', stdio: 'pipe' });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', failed);
    child.once('close', (code) =>
      code === 0 ? done() : failed(new Error(`${command.file} failed: ${said.slice(-2000)}`)),
    );
  });
}

/**
 * In a session of its own: a Ctrl-C in the terminal must reach the services first, and a killed
 * service must not take the server along.
 */
async function startServer(place: Place, access: Access, postgres: string): Promise<void> {
  const command = commandAs(place.user, place.home, postgres, ['-D', place.data, ...settings(access)]);
  const log = await open(place.log, (await tooLong(place.log)) ? 'w' : 'a');
  const stdio = ['ignore', log.fd, log.fd] as ['ignore', number, number];
  const child = spawn(command.file, command.args, {
    uid: command.uid,
    gid: command.gid,
    cwd: '/',
    detached: true,
    stdio,
  });
  child.once('error', () => undefined);
  child.unref();
  await log.close();
}

/**
 * Nothing acknowledged is ever lost: fsync and synchronous_commit stay on. The rest suits one
 * machine that runs the services as well.
 */
function settings(access: Access): string[] {
  const sharedMb = Math.max(64, Math.min(512, Math.floor(totalmem() / 2 ** 20 / 16)));
  const values: Record<string, string | number> = {
    port: access.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    synchronous_commit: 'on',
    shared_buffers: `${sharedMb}MB`,
    effective_cache_size: `${sharedMb * 3}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    wal_compression: 'pglz',
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // Plans here are short; compiling them costs more than it saves.
    jit: 'off',
    // Hot tables are updated in place all day: clean them early.
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_naptime: '20s',
    // Statements may hold personal data.
    log_min_error_statement: 'panic',
    log_parameter_max_length: 0,
    log_error_verbosity: 'terse',
    timezone: 'UTC',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function stopServer(place: Place): Promise<void> {
  const pid = await serverPid(place);
  if (pid === undefined) return;
  // SIGINT is Postgres's fast shutdown: open transactions are rolled back, everything committed is
  // safe.
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (alive(pid) && Date.now() < deadline) await sleep(POLL_MS);
}

/** The process that serves this folder, if it lives. */
async function serverPid(place: Place): Promise<number | undefined> {
  const pid = await writtenPid(place);
  return pid !== undefined && alive(pid) && (await isPostgres(pid)) ? pid : undefined;
}

async function writtenPid(place: Place): Promise<number | undefined> {
  const text = await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 1 ? pid : undefined;
}

/**
 * After a kill -9 (of a container, say) the pid may by now be another program's: Postgres would
 * refuse to start for ever.
 */
async function dropStalePid(place: Place): Promise<void> {
  const pid = await writtenPid(place);
  if (pid !== undefined && alive(pid) && !(await isPostgres(pid))) await unlink(join(place.data, 'postmaster.pid'));
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres' || name.trim() === 'setpriv';
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function answersWithin(access: Access, ms: number, place: Place): Promise<boolean> {
  const deadline = Date.now() + ms;
  // A server that recovers after a crash may take longer; while its process lives it is waited for
  // by the caller's loop.
  while (Date.now() < deadline) {
    if (await answers(access)) return true;
    await sleep(POLL_MS);
  }
  return (await serverPid(place)) !== undefined && answers(access);
}

async function answers(access: Access): Promise<boolean> {
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

const clientOf = (access: Access) =>
  new Client({
    connectionString: urlOf(access),
    connectionTimeoutMillis: 2000,
    application_name: 'segue-presence',
    keepAlive: true,
  });

const urlOf = (access: Access) => `postgres://segue:${access.password}@127.0.0.1:${access.port}/postgres`;

/**
 * One process at a time starts or stops the server of a folder. The lock of a process that died is
 * taken over.
 */
async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
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
  // Held longer than any start takes: the pid is another program's by now, or the write was cut
  // off.
  const age = await stat(file)
    .then((file) => Date.now() - file.mtimeMs)
    .catch(() => 0);
  return age > START_TIMEOUT_MS + STOP_TIMEOUT_MS;
}

async function tooLong(file: string): Promise<boolean> {
  return (
    (await stat(file)
      .then((file) => file.size)
      .catch(() => 0)) > MAX_LOG_BYTES
  );
}

const exists = (file: string) =>
  stat(file)
    .then(() => true)
    .catch(() => false);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
