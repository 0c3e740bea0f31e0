// Effects of a broken connection on a transaction: it rejects at any moment, and the process goes
// on. A connection in use that broke between two statements used to end the process.
import { CuttingProxy, describeWith } from '@segue/testing';
import { Client } from 'pg';
import { type OpenDb, openDb } from '@segue/store';

describeWith('postgres', 'a transaction whose connection breaks', (part) => {
  const SCHEMA = 'lost_connections';
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  let proxy: CuttingProxy;
  let db: OpenDb;

  beforeAll(async () => {
    const url = new URL(part().url);
    const client = new Client({ connectionString: part().url });
    await client.connect();
    await client.query(`create schema if not exists ${SCHEMA}`);
    await client.query(`drop table if exists ${SCHEMA}.kept`);
    await client.query(`create table ${SCHEMA}.kept (id text primary key)`);
    await client.end();
    const target = { host: url.hostname, port: Number(url.port) };
    proxy = await CuttingProxy.to(() => target);
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    db = openDb({ url: url.href, schema: SCHEMA, max: 2 });
    process.on('uncaughtException', note);
  });

  afterAll(async () => {
    await db?.close().catch(() => undefined);
    await proxy?.close();
    process.off('uncaughtException', note);
  });

  const keep = (id: string, between: () => Promise<void>) =>
    db.transaction(async (tx) => {
      await tx.query('select 1 as look', [], 'look');
      await between();
      await tx.query('insert into kept (id) values ($1)', [id], 'keep-row');
    });

  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

  it('rejects when the socket is dropped between two statements, and the next one works', async () => {
    await expect(
      keep('between', async () => {
        proxy.cutAll();
        await pause(50);
      }),
    ).rejects.toThrow();
    await keep('between', async () => undefined);
    expect(uncaught).toEqual([]);
  });

  it('rejects when Postgres ends the session between two statements', async () => {
    await expect(
      db.transaction(async (tx) => {
        const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        await db.query('select pg_terminate_backend($1)', [row?.pid]);
        await pause(50);
        await tx.query('insert into kept (id) values ($1)', ['ended'], 'keep-row');
      }),
    ).rejects.toThrow();
    await keep('ended', async () => undefined);
    expect(uncaught).toEqual([]);
  });

  for (const moment of ['before', 'after'] as const) {
    for (const text of ['begin', 'look', 'keep-row', 'commit']) {
      it(`rejects when the connection is cut ${moment} "${text}" arrives, and works again`, async () => {
        await keep(`warm ${moment} ${text}`, async () => undefined);
        proxy.arm(text, moment);
        await expect(keep(`cut ${moment} ${text}`, async () => undefined)).rejects.toThrow();
        await keep(`next ${moment} ${text}`, async () => undefined);
        expect(uncaught).toEqual([]);
      });
    }
  }
});
