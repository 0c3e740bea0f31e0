import fc from 'fast-check';
import { describeWith } from '@segue/testing';
import { KeptCopy } from './kept-copy';
import { type OpenDb, openDb } from './postgres';

interface Shop {
  id: string;
  number: number;
  version: number;
  name: string;
  tags: string[];
  isOpen: boolean;
}

const OPTIONS = {
  table: 'kept_shop',
  key: { name: 'id', type: 'text' as const, of: ({ id }: Shop) => id },
  versions: [
    { name: 'number', type: 'bigint' as const, of: ({ number }: Shop) => number },
    { name: 'version', type: 'bigint' as const, of: ({ version }: Shop) => version },
  ],
  columns: [
    { name: 'name', type: 'text' as const, of: ({ name }: Shop) => name },
    { name: 'tags', type: 'text[]' as const, of: ({ tags }: Shop) => tags },
    { name: 'is_open', type: 'boolean' as const, of: ({ isOpen }: Shop) => isOpen },
  ],
};

describeWith('postgres', 'a kept copy of a topic', (part) => {
  let db: OpenDb;

  beforeAll(async () => {
    db = openDb({ url: part().url, schema: 'public' });
    await db.query('drop table if exists kept_shop');
    await db.query(
      'create table kept_shop (id text primary key, number bigint, version bigint, name text, tags text[], is_open boolean)',
    );
  });
  afterAll(() => db.close());
  beforeEach(() => db.query('truncate kept_shop'));

  const rows = () =>
    db.query<Shop>(
      'select id, number, version, name, to_json(tags) as tags, is_open as "isOpen" from kept_shop order by id',
    );
  const shop = (id: string, number: number, version: number, name = `${id} ${number}.${version}`): Shop => ({
    ...{ id, number, version, name },
    tags: ['a "quoted", {odd}\\ tag', name],
    isOpen: number % 2 === 0,
  });

  it('ends with the newest message of each key, for any order, repetition and batching', async () => {
    const copy = new KeptCopy<Shop>(OPTIONS);
    const some = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3), fc.nat(3)), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(some, fc.nat(), async (given, turn) => {
        await db.query('truncate kept_shop');
        const messages = given.map(([id, number, version]) => shop(id, number, version));
        const cut = turn % messages.length;
        const shuffled = [...messages.slice(cut), ...messages, ...messages.slice(0, cut).reverse()];
        for (const batch of [shuffled.slice(0, cut + 1), shuffled.slice(cut + 1)]) await copy.save(db, batch);
        const newest = new Map<string, Shop>();
        for (const one of messages) {
          const other = newest.get(one.id);
          if (!other || one.number * 10 + one.version > other.number * 10 + other.version) newest.set(one.id, one);
        }
        expect(await rows()).toEqual([...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
      }),
      { numRuns: 60 },
    );
  });

  it('says which keys changed', async () => {
    const copy = new KeptCopy<Shop>(OPTIONS);
    expect(await copy.save(db, [])).toEqual(new Set());
    expect(await copy.save(db, [shop('a', 1, 1), shop('b', 1, 1)])).toEqual(new Set(['a', 'b']));
    expect(await copy.save(db, [shop('a', 1, 0), shop('b', 1, 2)])).toEqual(new Set(['b']));
  });

  it('keeps the first of equal versions, or the last where that is asked for', async () => {
    for (const [replacesEqual, name] of [
      [false, 'first'],
      [true, 'second'],
    ] as const) {
      const table = `kept_${name}`;
      await db.query(`drop table if exists ${table}`);
      await db.query(`create table ${table} (like kept_shop including all)`);
      const copy = new KeptCopy<Shop>({ ...OPTIONS, table, replacesEqual });
      await copy.save(db, [shop('a', 1, 1, 'first')]);
      await copy.save(db, [shop('a', 1, 1, 'second')]);
      expect(await db.query(`select name from ${table}`)).toEqual([{ name }]);
    }
  });
});
