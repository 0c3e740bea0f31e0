import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync, statSync } from 'node:fs';
import { type OpenDb, openDb, startEmbeddedPostgres } from '.';
import type { EmbeddedPostgres } from '.';

jest.setTimeout(90_000);

describe('embedded Postgres', () => {
  let home: string;
  let folder: string;
  const open: EmbeddedPostgres[] = [];
  const dbs: OpenDb[] = [];

  const start = async () => {
    const server = await startEmbeddedPostgres(folder);
    open.push(server);
    return server;
  };
  const dbOn = (server: EmbeddedPostgres) => {
    const db = openDb({ url: server.url, schema: 'public' });
    dbs.push(db);
    return db;
  };
  const serverPid = async () =>
    Number.parseInt(await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8'), 10);

  beforeEach(async () => {
    folder = home = await mkdtemp(join(tmpdir(), 'segue-embedded-'));
    chmodSync(home, 0o755);
  });

  afterEach(async () => {
    await Promise.all(dbs.splice(0).map((db) => db.close()));
    for (const server of open.splice(0)) await server.close();
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  it('keeps what was committed when the server is killed, and comes back by itself on the same port', async () => {
    const server = await start();
    const db = dbOn(server);
    await db.query('create table kept (n int)');
    await db.query('insert into kept values (42)');

    process.kill(await serverPid(), 'SIGKILL');

    expect(await eventually(() => db.query('select n from kept'))).toEqual([{ n: 42 }]);
  });

  it('makes a data folder that only its owner can look into', async () => {
    folder = join(home, 'made', 'here');
    const server = await start();
    expect(await dbOn(server).query('select 1 as one')).toEqual([{ one: 1 }]);
    // When Postgres runs as another user, that user may traverse the folder.
    expect(statSync(folder).mode & 0o076).toBe(0);
    expect(statSync(join(folder, 'postgres')).mode & 0o077).toBe(0);
  });

  it('is shared by all processes that name the folder, and stopped by the last', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.url).toBe(first.url);
    const db = dbOn(second);

    await first.close();
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);

    await db.close();
    dbs.length = 0;
    const pid = await serverPid();
    await second.close();
    open.length = 0;
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('stops although connections of this process are still closing', async () => {
    const server = await start();
    const slow = dbOn(server);
    await slow.query('select 1');
    const pid = await serverPid();
    // Its connection outlives the beginning of the end, as a pool's that is just closing.
    const closing = new Promise((resolve) => setTimeout(resolve, 500)).then(() => slow.close());
    dbs.length = 0;
    await server.close();
    open.length = 0;
    await closing;
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('starts on a copy whose files belong to another user', async () => {
    const first = await start();
    await dbOn(first).query('create table kept as select 1 as n');
    await Promise.all(dbs.splice(0).map((db) => db.close()));
    await first.close();
    open.length = 0;
    const copy = join(home, 'copy');
    // Not `preserveTimestamps` or owners: as `cp -r` does.
    await cp(join(folder, 'postgres'), join(copy, 'postgres'), { recursive: true });
    folder = copy;
    expect(await dbOn(await start()).query('select n from kept')).toEqual([{ n: 1 }]);
  });

  it('starts again within seconds on what it kept', async () => {
    const first = await start();
    const db = dbOn(first);
    await db.query('create table kept as select 1 as n');
    await db.close();
    dbs.length = 0;
    await first.close();
    open.length = 0;

    const began = Date.now();
    const again = dbOn(await start());

    expect(await again.query('select n from kept')).toEqual([{ n: 1 }]);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('works below a folder that its user may not enter', async () => {
    chmodSync(home, 0o700);
    folder = join(home, 'below');

    expect(await dbOn(await start()).query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
