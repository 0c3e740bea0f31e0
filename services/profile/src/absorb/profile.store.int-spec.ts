// The budget of the hot path, counted: statements and commits of a batch do not grow with its size.
import { InvalidMessage, type Touchpoint, customerIdOf } from '@segue/contracts';
import type { OpenDb } from '@segue/store';
import { Counted, describeWith, freshSchema } from '@segue/testing';
import { absorb } from './domain/absorb';
import { MIGRATIONS } from '../migrations/all';
import { CustomerReader } from '../customers/customer.reader';
import { ProfileStore } from './profile.store';

const SCHEMA = 'profile_budget';
const RUN = Date.now();
const brand = { currency: 'USD', zone: 'UTC' };

describeWith('postgres', 'the budget of profile', (part) => {
  let open: OpenDb;
  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS);
  }, 60_000);
  afterAll(() => open.close());

  it('takes as many statements for a thousand touchpoints as for ten, in one commit', async () => {
    const counted = new Counted(open);
    const store = new ProfileStore(counted);
    const take = async (batch: Touchpoint[]) => {
      const { statements, commits } = await counted.during(() =>
        store.change(batch, (known) => absorb(batch, known, brand)),
      );
      return { statements, commits };
    };
    await take(batchOf(1_000, 'first'));

    const few = await take(batchOf(10, 'few'));
    const many = await take(batchOf(1_000, 'many'));

    expect(many).toEqual(few);
    expect(few).toEqual({ statements: 6, commits: 1 });
  }, 60_000);

  it('folds a touchpoint once, whether or not it is looked up first', async () => {
    const counted = new Counted(open);
    const store = new ProfileStore(counted);
    const take = async (batch: Touchpoint[]) => {
      const { statements } = await counted.during(() => store.change(batch, (known) => absorb(batch, known, brand)));
      return statements;
    };
    const [first, second] = [batchOf(2, 'once'), batchOf(2, 'next')];
    await take(first);
    const customer = customerIdOf('userId:budget-0');
    const numberNow = async () => (await store.members([customer]))[0]?.number as number;
    const before = await numberNow();

    // Found by the key of the timeline: the batch is folded again with what was looked up.
    await take([...first, ...second]);
    expect(await numberNow()).toBe(before + 1);
    // From now on repeats are looked up, and cost no second transaction.
    const repeated = await take([...first, ...second]);
    expect(await numberNow()).toBe(before + 1);
    expect(repeated).toBe(4);
    const other = { ...(first[0] as Touchpoint), digest: 'other' };
    await expect(take([other])).rejects.toThrow(InvalidMessage);
    await expect(new ProfileStore(open).change([other], (known) => absorb([other], known, brand))).rejects.toThrow(
      InvalidMessage,
    );
  }, 60_000);

  it('writes one timeline row, one part and one version per touchpoint of its own customer', async () => {
    const counted = new Counted(open);
    const store = new ProfileStore(counted);
    const take = (batch: Touchpoint[]) =>
      counted.during(() => store.change(batch, (known) => absorb(batch, known, brand)));
    await take(batchOf(100, 'born'));

    const { rows } = await take(batchOf(100, 'rows'));

    // The timeline by its partitions.
    const timeline = Object.entries(rows).filter(([table]) => table.startsWith('timeline_'));
    expect(timeline.reduce((sum, [, count]) => sum + count, 0)).toBe(100);
    expect(Object.fromEntries(Object.entries(rows).filter(([table]) => !table.startsWith('timeline_')))).toEqual({
      identity: 100,
      customer: 100,
    });
  }, 60_000);

  it('counts the customers whose orders cannot be valued, until a rate is known', async () => {
    const store = new ProfileStore(open);
    const reader = new CustomerReader(open, store);
    const before = await reader.unvalued();
    const order = (n: number): Touchpoint => ({
      ...(batchOf(1, `order-${n}`)[0] as Touchpoint),
      identity: `userId:abroad-${RUN}`,
      ids: [`userId:abroad-${RUN}`],
      event: 'Order Completed',
      properties: { order_id: `${RUN}-${n}`, total: 10, currency: 'EUR' },
    });
    const take = (n: number, by = {}) =>
      store.change([order(n)], (known) => absorb([order(n)], known, { ...brand, ...by }));

    await take(1);
    await take(2);
    const counted = await reader.unvalued();
    expect(counted).toEqual({ customers: before.customers + 1, orders: before.orders + 2, isMore: false });
    await take(3, { rates: { rateOf: () => 1.1 } });
    expect(await reader.unvalued()).toEqual(before);
  }, 60_000);
});

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
