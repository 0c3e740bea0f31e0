// Initialises, starts and stops the server process of the embedded Postgres.
import { spawn } from 'node:child_process';
import { chown, open, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Access, Place } from './embedded-access';
import { exists, tooLong } from './embedded-files';
import { type Command, commandAs } from './postgres-binaries';
import { POLL_MS, sleep, alive, STOP_TIMEOUT_MS } from './embedded-process';

/**
 * Creates the database in another folder and moves it into place, so that a crash in between leaves
 * no half of a database.
 */
export async function initialise(place: Place, access: Access, initdb: string): Promise<void> {
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
 * Starts the server in a session of its own, so that a Ctrl-C in the terminal reaches the services
 * first and the server outlives a killed service.
 */
export async function startServer(place: Place, access: Access, postgres: string): Promise<void> {
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
 * Returns the settings of the server. fsync and synchronous_commit stay on, so that no commit is
 * lost. The rest suits a machine that also runs the services.
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
    // Statements are short; compiling their plans costs more than it saves.
    jit: 'off',
    // Hot tables are updated all the time, so they are vacuumed early.
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

export async function stopServer(place: Place): Promise<void> {
  const pid = await serverPid(place);
  if (pid === undefined) return;
  // SIGINT is Postgres's fast shutdown: open transactions are rolled back, everything committed is
  // safe.
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (alive(pid) && Date.now() < deadline) await sleep(POLL_MS);
}

/** Returns the id of the process that serves this folder; undefined if there is none. */
export async function serverPid(place: Place): Promise<number | undefined> {
  const pid = await writtenPid(place);
  return pid !== undefined && alive(pid) && (await isPostgres(pid)) ? pid : undefined;
}

async function writtenPid(place: Place): Promise<number | undefined> {
  const text = await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 1 ? pid : undefined;
}

/**
 * Deletes the pid file if its process is another program's by now, as after a kill -9 of a
 * container; Postgres would refuse to start.
 */
export async function dropStalePid(place: Place): Promise<void> {
  const pid = await writtenPid(place);
  if (pid !== undefined && alive(pid) && !(await isPostgres(pid))) await unlink(join(place.data, 'postmaster.pid'));
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres' || name.trim() === 'setpriv';
}
