// `npm start`, and leaving the demo as the console's button does: the process restarts by itself
// with an empty store, even after a power cut in between.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Launched, until } from './src/launched';
import { pause } from './src/pause';

jest.setTimeout(180_000);

describe('leaving the demo', () => {
  let store: Launched;

  beforeAll(async () => {
    store = await Launched.prepare();
  });
  afterAll(() => store.close());

  const customers = async () => (await store.api<{ items: unknown[] }>('customers?limit=5')).body.items.length;

  it('comes back empty by itself, with the same key, and plays no demo', async () => {
    await store.start();
    await until(async () => (await customers()) > 0);
    expect((await store.api('demo')).body).toMatchObject({ canLeave: true });

    expect((await store.api('demo', 'DELETE')).status).toBe(202);
    // A closing process answers 503, which does not tell whether there is a demo.
    await until(async () => (await store.api<{ canLeave?: boolean }>('demo')).body.canLeave === false);

    expect(await customers()).toBe(0);
    expect((await store.api('demo', 'DELETE')).body).toMatchObject({ status: 409, code: 'no_demo' });
    await pause(3_000);
    expect((await store.api('time')).body).toMatchObject({ mode: 'wall', mark: null });
    expect(await store.track('u1', 'Product Viewed')).toBe(200);
    await until(async () => (await customers()) === 1);
  });

  it('empties the store although the power was cut before it could, and never one that nobody asked to empty', async () => {
    await store.end('SIGKILL');
    await store.start();
    expect(await customers()).toBe(1);

    await store.end('SIGKILL');
    await writeFile(join(store.dataDir, 'demo-leaving'), '');
    await store.start();
    expect(await customers()).toBe(0);
  });

  it('plays the demo into no store that somebody has used, however it was started', async () => {
    await store.end('SIGTERM');
    store.dataDir = join(store.dataDir, 'own');
    await store.start({ SEGUE_DEMO: '0' });
    const economics = { marginRate: 0.42, costPerOrder: 250, costPerReturn: 400, costPerContact: 0 };
    expect((await store.api('settings/economics', 'PUT', economics)).status).toBe(200);
    expect(await store.track('u1', 'Product Viewed')).toBe(200);
    await until(async () => (await customers()) === 1);
    const isUntouched = async () => {
      await pause(3_000);
      expect((await store.api('settings')).body).toMatchObject({ economics });
      expect((await store.api('campaigns')).body).toEqual([]);
      expect(await customers()).toBe(1);
      expect((await store.api('demo')).body).toMatchObject({ canLeave: false });
    };

    await store.end('SIGTERM');
    await store.start();
    await isUntouched();
    await store.end('SIGTERM');
    await store.start({ SEGUE_DEMO: '1' });
    await isUntouched();
    // A store of a version that left no mark.
    await store.end('SIGTERM');
    await rm(join(store.dataDir, 'demo-left'));
    await store.start();
    await isUntouched();
  });

  it('leaves no server behind when its terminal is closed', async () => {
    const pid = Number.parseInt(await readFile(join(store.dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10);
    await store.end('SIGHUP');
    expect(() => process.kill(pid, 0)).toThrow();
    await store.start();
  });
});
