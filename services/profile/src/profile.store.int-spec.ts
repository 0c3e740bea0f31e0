// The budget of the hot path, counted: statements and commits of a batch do not grow with its size.
import type { Touchpoint } from '@segue/contracts';
import { type Db, type OpenDb, type Queries, migrate, openDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import { absorb } from './domain/absorb';
import { Profile1700000000001 } from './migrations/1-profile';
import { ProfileStore } from './profile.store';

const SCHEMA = 'profile_budget';
/** The schema stays between runs: each has touchpoints of its own. */
const RUN = Date.now();
const brand = { currency: 'USD', zone: 'UTC' };

describeWith('postgres', 'the budget of profile', (part) => {
  let open: OpenDb;
  beforeAll(async () => {
    await migrate(part().url, SCHEMA, [Profile1700000000001]);
    open = openDb({ url: part().url, schema: SCHEMA });
  }, 60_000);
  afterAll(() => open.close());

  it('takes as many statements for a thousand touchpoints as for ten, in one commit', async () => {
    const counted = new Counted(open);
    const store = new ProfileStore(counted);
    const take = async (batch: Touchpoint[]) => {
      counted.reset();
      await store.change(batch, (known) => absorb(batch, known, brand));
      return { statements: counted.statements, commits: counted.commits };
    };
    await take(batchOf(1_000, 'first'));

    const few = await take(batchOf(10, 'few'));
    const many = await take(batchOf(1_000, 'many'));

    expect(many).toEqual(few);
    expect(few).toEqual({ statements: 7, commits: 1 });
  }, 60_000);

  it('writes one timeline row, one part and one version per touchpoint of its own customer', async () => {
    const store = new ProfileStore(open);
    const batch = batchOf(100, 'rows');

    const absorbed = await store.change(batch, (known) => absorb(batch, known, brand));

    expect([absorbed.timeline.length, absorbed.identities.length, absorbed.versions.length]).toEqual([100, 100, 100]);
    expect(absorbed.profiles).toHaveLength(100);
  }, 60_000);
});

class Counted implements Db {
  statements = 0;
  commits = 0;
  constructor(private readonly db: Db) {}

  reset(): void {
    this.statements = 0;
    this.commits = 0;
  }

  query<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]> {
    this.statements++;
    return this.db.query<Row>(text, values, name);
  }

  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    this.commits++;
    const counting = (tx: Queries): Queries => ({
      query: (text, values, name) => {
        this.statements++;
        return tx.query(text, values, name);
      },
    });
    return this.db.transaction((tx) => work(counting(tx)));
  }
}

/** One touchpoint each of as many customers. */
function batchOf(size: number, run: string): Touchpoint[] {
  return Array.from({ length: size }, (_, n) => ({
    v: 1 as const,
    identity: `userId:budget-${n}`,
    source: 'web',
    id: `${RUN}-${run}-${n}`,
    type: 'track' as const,
    event: 'Product Viewed',
    ids: [`userId:budget-${n}`],
    properties: { product_id: 'p1' },
    context: {},
    digest: `${RUN}`,
    occurredAt: 1_000 + n,
    recordedAt: 1_000 + n,
    origin: 'live' as const,
    cause: null,
  }));
}
