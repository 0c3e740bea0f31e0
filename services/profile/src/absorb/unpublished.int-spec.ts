// A store of an earlier version keeps which customers it had not published yet.
import { type OpenDb, migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { MIGRATIONS } from '../migrations/all';
import { ProfileStore } from './profile.store';

const SCHEMA = 'profile_unpublished';
const FILE = `select pg_relation_filenode('customer') as file`;

describeWith('postgres', 'customers that an earlier version left unpublished', (part) => {
  let open: OpenDb;

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS.slice(0, 6));
  }, 60_000);
  afterAll(() => open.close());

  it('are found until they are published, and no row is rewritten', async () => {
    await open.query(`
      insert into customer (customer_id, root, version, owed) values
        ('c1', 'userId:a', 3, true), ('c2', 'userId:b', 1, false), ('c3', 'userId:c', 2, true)`);
    const before = await open.query(FILE, [], 'before');
    await migrate(part().url, SCHEMA, MIGRATIONS);
    expect(await open.query(FILE, [], 'after')).toEqual(before);

    const store = new ProfileStore(open);
    const left = await store.unpublished(10);
    expect(left).toEqual([
      { customer: 'c1', version: 3, rows: [] },
      { customer: 'c3', version: 2, rows: [] },
    ]);
    await store.markPublished([
      { customer: 'c1', version: 2 },
      { customer: 'c3', version: 2 },
    ]);
    expect(await store.unpublished(10)).toEqual(left.slice(0, 1));
    const indexes = `select from pg_indexes where schemaname = '${SCHEMA}' and indexname like '%owed%'`;
    expect(await open.query(indexes, [], 'indexes')).toEqual([]);
  });
});
