// `npm start`, and leaving the demo as the console's button does: the process restarts by itself
// with an empty store, even after a power cut in between.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts, projectRoot } from '@segue/infra';

jest.setTimeout(180_000);

const ADMIN = 'an-admin-token-of-tests';
const KEY = 'a-server-key';

describe('leaving the demo', () => {
  let home: string;
  let dataDir: string;
  let url: string;
  let child: ChildProcess;

  beforeAll(async () => {
    dataDir = home = await mkdtemp(join(tmpdir(), 'segue-exit-'));
    const [port] = await freePorts(1);
    url = `http://127.0.0.1:${port}`;
  });

  afterAll(async () => {
    if (child.exitCode === null) await end('SIGTERM');
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  /** Ends the launcher and the process that it runs. */
  const end = async (signal: 'SIGTERM' | 'SIGKILL' | 'SIGHUP') => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-(child.pid as number), signal);
    await ended;
  };
  const until = async (holds: () => Promise<boolean>) => {
    for (const late = Date.now() + 60_000; !(await holds().catch(() => false)); await pause(200))
      if (Date.now() > late) throw new Error('never held');
  };
  const start = async (more: Record<string, string> = {}) => {
    const env = {
      PATH: process.env.PATH,
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      SEGUE_DATA_DIR: dataDir,
      SEGUE_ADMIN_TOKEN: ADMIN,
      SEGUE_WRITE_KEY: KEY,
      ...more,
    };
    const program = join(projectRoot(), 'scripts/start.mjs');
    child = spawn(process.execPath, [program], { env, stdio: 'ignore', detached: true });
    await until(async () => (await fetch(`${url}/readyz`)).ok);
  };
  const api = async (path: string, method = 'GET') => {
    const answer = await fetch(`${url}/api/${path}`, { method, headers: { authorization: `Bearer ${ADMIN}` } });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const customers = async () => ((await api('customers?limit=5')).body as { items: unknown[] }).items.length;

  it('comes back empty by itself, with the same key, and plays no demo', async () => {
    await start();
    await until(async () => (await customers()) > 0);
    expect((await api('demo')).body).toMatchObject({ canLeave: true });

    expect((await api('demo', 'DELETE')).status).toBe(202);
    // A closing process answers 503, which does not tell whether there is a demo.
    await until(async () => ((await api('demo')).body as { canLeave?: boolean }).canLeave === false);

    expect(await customers()).toBe(0);
    expect((await api('demo', 'DELETE')).body).toMatchObject({ status: 409, code: 'no_demo' });
    await pause(3_000);
    expect((await api('time')).body).toMatchObject({ mode: 'wall', mark: null });
    await track('u1');
    await until(async () => (await customers()) === 1);
  });

  it('empties the store although the power was cut before it could, and never one that nobody asked to empty', async () => {
    await end('SIGKILL');
    await start();
    expect(await customers()).toBe(1);

    await end('SIGKILL');
    await writeFile(join(dataDir, 'demo-leaving'), '');
    await start();
    expect(await customers()).toBe(0);
  });

  it('plays the demo into no store that somebody has used, however it was started', async () => {
    await end('SIGTERM');
    dataDir = join(dataDir, 'own');
    await start({ SEGUE_DEMO: '0' });
    const economics = { marginRate: 0.42, costPerOrder: 250, costPerReturn: 400, costPerContact: 0 };
    const headers = { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' };
    const saved = await fetch(`${url}/api/settings/economics`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(economics),
    });
    expect(saved.ok).toBe(true);
    await track('u1');
    await until(async () => (await customers()) === 1);
    const isUntouched = async () => {
      await pause(3_000);
      expect((await api('settings')).body).toMatchObject({ economics });
      expect((await api('campaigns')).body).toEqual([]);
      expect(await customers()).toBe(1);
      expect((await api('demo')).body).toMatchObject({ canLeave: false });
    };

    await end('SIGTERM');
    await start();
    await isUntouched();
    await end('SIGTERM');
    await start({ SEGUE_DEMO: '1' });
    await isUntouched();
    // A store of a version that left no mark.
    await end('SIGTERM');
    await rm(join(dataDir, 'demo-left'));
    await start();
    await isUntouched();
  });

  it('leaves no server behind when its terminal is closed', async () => {
    const pid = Number.parseInt(await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10);
    await end('SIGHUP');
    expect(() => process.kill(pid, 0)).toThrow();
    await start();
  });

  async function track(userId: string): Promise<void> {
    const headers = {
      authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify({ userId, event: 'Product Viewed' });
    expect((await fetch(`${url}/v1/track`, { method: 'POST', headers, body })).status).toBe(200);
  }
});
