// A server process shared by several processes of this machine: the first starts it, others join,
// and `keeper.mjs` ends it after the last one. All its files are in its home folder.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './place';
import { POLL_MS, end, isAlive, pidIn, sleep } from './pids';
import { locked } from './lock-file';

/** A command that runs in the foreground. */
export interface ServerProcess {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

export interface KeptServer<Access> {
  home: string;
  /** Milliseconds for which it goes on without users. */
  lingerMs: number;
  /** Prepares the home folder and returns the command; called only when no server runs. */
  prepare: () => Promise<ServerProcess & { access: Access }>;
  /** Resolves when the server answers; rejects while it does not. */
  probe: (access: Access) => Promise<void>;
  startTimeoutMs: number;
}

export interface Kept<Access> {
  access: Access;
  pid: number;
  /** Ends this process's use of the server. */
  leave(): Promise<void>;
  /** Ends the server at once, even if it has users; resolves when it is gone. */
  stop(): Promise<void>;
}

const PID_FILES = ['keeper.pid', 'server.pid'];

/**
 * Joins the server of this home folder, or starts it.
 * @throws when it does not answer in time; the reason is in `server.log` of its home.
 */
export async function keep<Access>(server: KeptServer<Access>): Promise<Kept<Access>> {
  const { home } = server;
  await mkdir(join(home, 'users'), { recursive: true });
  await writeFile(join(home, 'users', String(process.pid)), '');
  return locked(join(home, 'start.lock'), server.startTimeoutMs, async () => {
    const access = (await running(server)) ?? (await start(server));
    const pid = Number(await readFile(join(home, 'server.pid'), 'utf8'));
    return { access, pid, leave: () => leave(home), stop: () => stop(home) };
  });
}

/**
 * Resolves with the access to a running server; null if there is none. A server without its keeper,
 * which would never end, or a container without its process does not count.
 */
async function running<Access>(server: KeptServer<Access>): Promise<Access | null> {
  const text = await readFile(join(server.home, 'ready.json'), 'utf8').catch(() => null);
  if (text === null || (await livePids(server.home)).length < PID_FILES.length) return null;
  const access = JSON.parse(text) as Access;
  const answers = await server.probe(access).then(
    () => true,
    () => false,
  );
  return answers ? access : null;
}

async function start<Access>(server: KeptServer<Access>): Promise<Access> {
  const { home } = server;
  await stop(home);
  const { access, ...spec } = await server.prepare();
  await writeFile(join(home, 'spec.json'), JSON.stringify({ ...spec, lingerMs: server.lingerMs }));
  const keeper = spawn(process.execPath, [join(projectRoot(), 'infra', 'keeper.mjs'), home], {
    detached: true,
    stdio: 'ignore',
  });
  keeper.unref();
  await writeFile(join(home, 'keeper.pid'), String(keeper.pid));
  await untilAnswers(server, access);
  await writeFile(join(home, 'ready.json'), JSON.stringify(access));
  return access;
}

async function untilAnswers<Access>(server: KeptServer<Access>, access: Access): Promise<void> {
  const deadline = Date.now() + server.startTimeoutMs;
  for (;;) {
    try {
      return await server.probe(access);
    } catch (error) {
      const ended = existsSync(join(server.home, 'spec.json')) && !existsSync(join(server.home, 'keeper.pid'));
      if (ended || Date.now() > deadline) throw new Error(await why(server.home), { cause: error });
      await sleep(POLL_MS);
    }
  }
}

async function why(home: string): Promise<string> {
  const log = await readFile(join(home, 'server.log'), 'utf8').catch(() => '');
  return `the server in ${home} did not start:\n${log.slice(-2_000)}`;
}

async function leave(home: string): Promise<void> {
  await rm(join(home, 'users', String(process.pid)), { force: true });
}

async function stop(home: string): Promise<void> {
  await end(await livePids(home));
  await Promise.all(['ready.json', ...PID_FILES].map((name) => rm(join(home, name), { force: true })));
}

async function livePids(home: string): Promise<number[]> {
  const pids = await Promise.all(PID_FILES.map((name) => pidIn(join(home, name))));
  return pids.filter((pid) => pid !== null && isAlive(pid)) as number[];
}
