import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type EmbeddedPostgres, LostRace, type OpenDb, columns, migrate, openDb, startEmbeddedPostgres } from '.';

jest.setTimeout(60_000);

class CreateAccounts1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table account (id text primary key, balance bigint not null)');
    // Long enough that the other instances find the lock taken.
    await runner.query('select pg_sleep(0.3)');
  }

  async down(): Promise<void> {}
}

class FillAccounts1763700000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`insert into account values ('a', 100), ('b', 100)`);
  }

  async down(): Promise<void> {}
}

describe('Postgres', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let db: OpenDb;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-postgres-'));
    server = await startEmbeddedPostgres(folder);
    const migrations = [CreateAccounts1763700000001, FillAccounts1763700000002];
    await Promise.all([1, 2, 3, 4].map(() => migrate(server.url, 'bank', migrations)));
    await migrate(server.url, 'bank', migrations);
    db = openDb({ url: server.url, schema: 'bank' });
  });

  afterAll(async () => {
    await db.close();
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  it('runs each migration once although four instances started at the same time', async () => {
    expect(await db.query('select id, balance from account order by id')).toEqual([
      { id: 'a', balance: 100 },
      { id: 'b', balance: 100 },
    ]);
  });

  it('runs a transaction again after a deadlock, so that both take effect', async () => {
    const runs = { forth: 0, back: 0 };
    const transfer = (name: 'forth' | 'back', from: string, to: string) =>
      db.transaction(async (tx) => {
        runs[name]++;
        await tx.query('update account set balance = balance - 10 where id = $1', [from]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await tx.query('update account set balance = balance + 10 where id = $1', [to]);
      });

    await Promise.all([transfer('forth', 'a', 'b'), transfer('back', 'b', 'a')]);

    expect(runs.forth + runs.back).toBeGreaterThan(2);
    expect(await db.query('select balance from account')).toEqual([{ balance: 100 }, { balance: 100 }]);
  });

  it('runs a lost race again and gives up after five runs', async () => {
    let runs = 0;
    const lose = db.transaction(async () => {
      runs++;
      throw new LostRace('the row changed');
    });

    await expect(lose).rejects.toThrow('the row changed');
    expect(runs).toBe(5);
  });

  it('counts the rows that a statement wrote, within a transaction and outside', async () => {
    const change = `update account set balance = balance where id = any($1)`;
    expect(await db.write(change, [['a', 'b', 'none']])).toBe(2);
    expect(await db.transaction((tx) => tx.write(change, [['a']], 'change'))).toBe(1);
    expect(await db.write(change, [['none']])).toBe(0);
  });

  it('rolls back whatever else fails', async () => {
    const failing = db.transaction(async (tx) => {
      await tx.query(`insert into account values ('c', 1)`);
      throw new Error('disk on fire');
    });

    await expect(failing).rejects.toThrow('disk on fire');
    expect(await db.query(`select id from account where id = 'c'`)).toEqual([]);
  });

  it('runs statements that were given at once in their order, each seeing those before it', async () => {
    const seen = await db.transaction(async (tx) => {
      const [, between, , after] = await Promise.all([
        tx.query(`insert into account values ('once', 1)`),
        tx.query(`select balance from account where id = 'once'`),
        tx.query(`update account set balance = balance + 1 where id = 'once'`),
        tx.query(`select balance from account where id = $1`, ['once'], 'balance'),
      ]);
      await tx.query(`delete from account where id = 'once'`);
      return [between, after];
    });

    expect(seen).toEqual([[{ balance: 1 }], [{ balance: 2 }]]);
  });

  it('rolls back all that was given at once when one of them fails, and uses the connection again', async () => {
    const alone = openDb({ url: server.url, schema: 'bank', max: 1 });
    const failing = alone.transaction((tx) =>
      Promise.all([
        tx.query(`insert into account values ('d', 1)`),
        tx.query('select 1 / 0'),
        tx.query(`insert into account values ('e', 1)`),
      ]),
    );

    await expect(failing).rejects.toThrow('division by zero');
    expect(await alone.query(`select id from account where id in ('d', 'e')`)).toEqual([]);
    await alone.close();
  });

  it('does not take a transaction for committed in which a statement failed that was not awaited', async () => {
    const careless = db.transaction(async (tx) => {
      tx.query('select 1 / 0').catch(() => undefined);
      await Promise.resolve();
    });

    await expect(careless).rejects.toThrow('rolled back');
  });

  it('refuses statements of work that goes on after its transaction has ended', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const failing = db.transaction(async (tx) => {
      const goesOn = async () => {
        await tx.query('select pg_sleep(0.1)');
        await new Promise((resolve) => setTimeout(resolve, 200));
        await tx.query(`insert into account values ('late', 1)`);
      };
      late = goesOn();
      await Promise.all([late, Promise.reject(new Error('no'))]);
    });
    await expect(failing).rejects.toThrow('no');
    await expect(late).rejects.toThrow('the transaction has ended');
    expect(await db.query(`select id from account where id = 'late'`)).toEqual([]);
  });

  it('takes columns for unnest and refuses an int8 that a number cannot hold', async () => {
    const rows = [
      { id: 'x', n: 1 },
      { id: 'y', n: 2 },
    ];
    const sent = columns(
      rows,
      (row) => row.id,
      (row) => row.n,
    );

    expect(await db.query('select * from unnest($1::text[], $2::bigint[]) as t (id, n)', sent, 'spread')).toEqual(rows);
    await expect(db.query('select 9007199254740993::bigint as n')).rejects.toThrow(RangeError);
  });

  it('names no table outside its schema and takes no other text for a schema', () => {
    expect(() => openDb({ url: server.url, schema: 'bank -c x=y' })).toThrow('not a schema name');
  });
});
