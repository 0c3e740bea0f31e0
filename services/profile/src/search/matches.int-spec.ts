// All that a search finds, portion by portion; and what migrations add to customers that were there
// before.
import type { Touchpoint } from '@segue/contracts';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { CustomerReader } from '../customers/customer.reader';
import { FIRST_MATCH, SearchReader } from './search.reader';
import { absorb } from '../absorb/domain/absorb';
import { MIGRATIONS } from '../migrations/all';
import { ProfileNames1700000000006 } from '../migrations/6-names';
import { ProfileStore } from '../absorb/profile.store';

const SCHEMA = 'profile_matches';
const brand = { currency: 'USD', zone: 'UTC', country: 'CN' };

describeWith('postgres', 'what a search finds', (part) => {
  let open: OpenDb;
  let reader: SearchReader;

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS);
    const store = new ProfileStore(open);
    reader = new SearchReader(open, new CustomerReader(open, store, brand.country), brand.country);
    await store.change(PEOPLE, (known) => absorb(PEOPLE, known, brand));
  }, 60_000);
  afterAll(() => open.close());

  async function all(query: string, portion: number): Promise<string[]> {
    const found = new Set<string>();
    for (let place: typeof FIRST_MATCH | null = FIRST_MATCH; place !== null;) {
      const { customers, next }: Awaited<ReturnType<SearchReader['matches']>> = await reader.matches(
        query,
        place,
        portion,
      );
      expect(customers.length).toBeLessThanOrEqual(portion);
      for (const customer of customers) found.add(customer);
      place = next;
    }
    return [...found].sort();
  }
  const names = async (query: string) =>
    (await reader.search(query, 200)).map(({ rows }) => rows.map(({ identity }) => identity).join()).sort();

  it.each([1, 7, 1_000])('is all of it, by portions of %i', async (portion) => {
    // By number, by e-mail address and by name: more than any one page of a list.
    expect(await all('same', portion)).toHaveLength(150);
    expect(await all('王宇轩', portion)).toEqual(await all('userId:wang', portion));
    expect(await all('nobody at all', portion)).toEqual([]);
  });

  it('is what a search of a page finds', async () => {
    for (const query of ['same name 1', 'person', 'wyx', 'ana', '138', '8000', 'z'])
      expect([query, await all(query, 3)]).toEqual([
        query,
        (await reader.search(query, 1_000)).map(({ customer }) => customer).sort(),
      ]);
  });

  it.each(['wyx', 'wangyuxuan', 'wang yuxuan', 'Wang Yuxuan', 'yuxuan', '宇轩', '王宇'])(
    'has 王宇轩 by %s',
    async (query) => {
      expect(await names(query)).toContain('userId:wang');
    },
  );

  it('has names that were sent in two parts', async () => {
    expect(await names('ana lee')).toEqual(['userId:ana']);
    expect(await names('李娜')).toEqual(['userId:li']);
    expect(await names('lina')).toEqual(['userId:li']);
  });

  it('reads along the indexes', async () => {
    await open.query('analyze');
    const plans = await open.query<{ 'QUERY PLAN': string }>(
      `explain select t.term as key, t.identity, i.customer_id as customer from term t join identity i using (identity)
       where t.term >= '王' and t.term < '王\u{10ffff}' and (t.term, t.identity) > ('', '') order by t.term, t.identity limit 5`,
    );
    const plan = plans.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index (Only )?Scan using term_pkey/);
    expect(plan).not.toMatch(/Seq Scan on term/);
  });

  it('finds customers of an older store after the migration, by values that hold', async () => {
    const terms = async () =>
      (await open.query<{ term: string; identity: string }>('select term, identity from term order by 1, 2')).map(
        ({ term, identity }) => `${term} ${identity}`,
      );
    const present = await terms();
    const migration = new ProfileNames1700000000006();
    const runner = { query: (sql: string, values?: unknown[]) => open.query(sql, values ?? []) };
    await open.query(`delete from term where term like '^%' or term in ('ana lee', '李娜', '娜')`);
    expect(await names('wyx')).toEqual([]);

    await migration.up(runner as never);

    expect(await terms()).toEqual(present);
    expect(present.filter((term) => /evil|^\^zh/.test(term))).toEqual([]);
  });
});

const person = (
  userId: string,
  traits: object,
  trust: 'server' | 'public' = 'server',
  source = 'shop',
): Touchpoint => ({
  ...{
    v: 1,
    source,
    id: `${userId}-${trust}`,
    type: 'identify',
    event: 'identify',
    trust,
    origin: 'live',
    cause: null,
  },
  ...{
    identity: `userId:${userId}`,
    ids: [`userId:${userId}`],
    context: {},
    digest: userId,
    properties: { ...traits },
  },
  ...{ occurredAt: 1_000, recordedAt: 1_000 },
});

const PEOPLE: Touchpoint[] = [
  ...Array.from({ length: 150 }, (_, place) =>
    person(`person-${place}`, {
      name: `Same Name ${place}`,
      email: `same-${place}@example.com`,
      phone: `1380000${8000 + place}`,
    }),
  ),
  person('wang', { name: '王宇轩' }),
  // A claim of a visitor about a known person.
  person('wang', { name: '张恶' }, 'public', 'web'),
  person('ana', { firstName: 'Ana', lastName: 'Lee' }),
  person('li', { firstName: '娜', lastName: '李' }),
];
