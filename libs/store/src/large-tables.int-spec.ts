import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
import { type LargeTable, LargeTables, MOST_INLINE, type ReadTable } from './large-tables.store';
import { type OpenDb, openDb } from './postgres';

jest.setTimeout(120_000);

const OWNERS = ['one', 'two', 'constructor'] as const;
const key = fc.oneof(
  fc.integer({ min: 0, max: 2 * MOST_INLINE }).map((n) => `k${n}`),
  fc.constantFrom('constructor', 'toString', '"', '\\', 'ä{,}'),
);
const step = fc.record({
  owner: fc.constantFrom(...OWNERS),
  process: fc.nat(1),
  put: fc.array(fc.tuple(key, fc.nat()), { maxLength: MOST_INLINE }),
  drop: fc.array(key, { maxLength: 3 }),
  fails: fc.boolean(),
});

describe('large tables', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let db: OpenDb;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-tables-'));
    server = await startEmbeddedPostgres(folder);
    db = openDb({ url: server.url, schema: 'public' });
    await db.query('create table entry (owner text, key text, body text, primary key (owner, key))');
  });
  afterAll(async () => {
    await db.close();
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  const readTable = async (tables: LargeTables<number[]>, owner: string, row: ReadTable<number[]> | undefined) => {
    if (row?.revision === undefined) return row?.entries ?? {};
    const found = await tables.locked(db, new Map([[owner, row.revision]]));
    return found.get(owner) as LargeTable<number[]>;
  };

  it('hold what was written last, in whichever process, also after a transaction that failed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.constantFrom(0, 70, 1_000), async (steps, inMemory) => {
        await db.query('truncate entry');
        const processes = [0, 1].map(() => new LargeTables<number[]>('entry', inMemory));
        const rows = new Map<string, ReadTable<number[]>>();
        const expected = new Map<string, Record<string, number[]>>();
        for (const { owner, process, put, drop, fails } of steps) {
          const tables = processes[process] as LargeTables<number[]>;
          const row = rows.get(owner);
          const entries = await readTable(tables, owner, row);
          const next: Record<string, number[]> = Object.assign(Object.create(null), entries);
          for (const [name, value] of put) next[name] = [value];
          for (const name of drop) delete next[name];
          const after = put.length + drop.length === 0 ? entries : next;
          const { change, ...stored } = tables.stored(owner, after, row && { entries, revision: row.revision });
          const write = db.transaction(async (tx) => {
            await tables.save(tx, change ? [change] : []);
            if (fails) throw new Error('no');
          });
          await (fails ? expect(write).rejects.toThrow('no') : write);
          if (fails) continue;
          rows.set(owner, stored);
          expected.set(owner, { ...after });
        }
        for (const tables of processes) {
          for (const owner of OWNERS) {
            const entries = await readTable(tables, owner, rows.get(owner));
            expect({ ...entries }).toEqual(expected.get(owner) ?? {});
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('stay in the row of their owner while they are few', () => {
    const few = Object.fromEntries(Array.from({ length: MOST_INLINE }, (_, n) => [`k${n}`, [n]]));
    const tables = new LargeTables<number[]>('entry');
    expect(tables.stored('one', few, undefined)).toEqual({ entries: few, change: null });
    const { entries, revision, change } = tables.stored('one', { ...few, more: [1] }, { entries: few });
    expect({ entries: { ...entries }, hasRevision: revision !== undefined }).toEqual({
      entries: {},
      hasRevision: true,
    });
    expect(change?.after).toEqual({ ...few, more: [1] });
  });

  it('write only the entries that changed', async () => {
    await db.query('truncate entry');
    const tables = new LargeTables<number[]>('entry');
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, [n]]));
    const first = tables.stored('one', many, undefined);
    await tables.save(db, first.change ? [first.change] : []);
    const { revision } = first;
    const held = (await tables.locked(db, new Map([['one', revision as string]]))).get('one') as typeof many;
    const next = { ...held, k7: [70] };
    const second = tables.stored('one', next, { entries: held, revision });
    const [before] = await db.query<{ at: string }>('select max(xmin::text::bigint)::text as at from entry');
    await db.transaction(async (tx) => tables.save(tx, second.change ? [second.change] : []));
    const changed = await db.query('select key, body from entry where xmin::text::bigint > $1', [before?.at]);
    expect(changed).toEqual([{ key: 'k7', body: '[70]' }]);
  });
});
