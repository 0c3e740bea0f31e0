// `npm start` as a process of its own: the launcher and the standalone process that it runs.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, projectRoot } from '@segue/infra';
import { pause } from './pause';

const ADMIN = 'an-admin-token-of-tests';
const KEY = 'a-server-key';
const LOOK_EVERY_MS = 200;

export class Launched {
  private child: ChildProcess | undefined;
  /** The data folder of the next start. */
  dataDir: string;

  private constructor(
    private readonly home: string,
    readonly url: string,
  ) {
    this.dataDir = home;
  }

  /** Resolves with a launcher that was not started yet, with a folder and a port of its own. */
  static async prepare(): Promise<Launched> {
    const home = await mkdtemp(join(tmpdir(), 'segue-launched-'));
    const [port] = await freePorts(1);
    return new Launched(home, `http://127.0.0.1:${port}`);
  }

  /** Resolves when the process is ready. */
  async start(more: Record<string, string> = {}): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      PORT: new URL(this.url).port,
      SEGUE_DATA_DIR: this.dataDir,
      SEGUE_ADMIN_TOKEN: ADMIN,
      SEGUE_WRITE_KEY: KEY,
      ...more,
    };
    const program = join(projectRoot(), 'scripts/start.mjs');
    this.child = spawn(process.execPath, [program], { env, stdio: 'ignore', detached: true });
    await until(async () => (await fetch(`${this.url}/readyz`)).ok);
  }

  /** Ends the launcher and the process that it runs, if there is one. */
  async end(signal: 'SIGTERM' | 'SIGKILL' | 'SIGHUP'): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-(child.pid as number), signal);
    await ended;
  }

  async close(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }

  /** The one-time link of the console. */
  async link(): Promise<string> {
    return (await readFile(join(this.dataDir, 'start-link'), 'utf8')).trim();
  }

  /** Sends a request to the management API, as an admin. */
  async api<T = unknown>(path: string, method = 'GET', body?: object): Promise<{ status: number; body: T }> {
    const answer = await fetch(`${this.url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }

  /** Sends an event as the first source. Resolves with the status of the answer. */
  async track(userId: string, event: string): Promise<number> {
    const headers = {
      authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify({ userId, event });
    return (await fetch(`${this.url}/v1/track`, { method: 'POST', headers, body })).status;
  }
}

/** Resolves when `holds` does; an error counts as not yet. Rejects after `withinMs`. */
export async function until(holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  for (const late = Date.now() + withinMs; !(await holds().catch(() => false)); await pause(LOOK_EVERY_MS))
    if (Date.now() > late) throw new Error('never held');
}
