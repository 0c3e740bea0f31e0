// Sends ten times the bound of everything that grows with one customer, and measures its next
// touchpoint: the state is bounded, there are as many statements as for a small customer, and
// processor time is compared within one run, since the machine's own speed changes.
import { type Identity, type Touchpoint, customerIdOf, encode } from '@segue/contracts';
import { MAX_ORDERS, MAX_REFUNDS } from '@segue/orders';
import {
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  MAX_BOUNCED,
  MAX_CLAIMED_TRAITS,
  MAX_TRAITS,
  MAX_VOIDS,
  VOID_EVENT,
  atBound,
  joinAll,
} from '@segue/parts';
import type { OpenDb } from '@segue/store';
import { Counted, describeWith, freshSchema } from '@segue/testing';
import { absorb } from './domain/absorb';
import { MAX_IDENTITIES } from '../identities/domain/members';
import { CustomerReader } from '../customers/customer.reader';
import { MIGRATIONS } from '../migrations/all';
import { ProfileStore } from './profile.store';

const SCHEMA = 'profile_bounds';
const RUN = Date.now();
const brand = { currency: 'USD', zone: 'UTC' };
const HOUR = 3_600_000;
const REPETITIONS = 30;

describeWith('postgres', 'the bounds of a customer', (part) => {
  let open: OpenDb;
  let counted: Counted;
  let store: ProfileStore;
  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS);
    counted = new Counted(open);
    store = new ProfileStore(counted);
  }, 60_000);
  afterAll(() => open.close());

  /** As the consumer does, up to the bytes that are published. */
  async function take(batch: Touchpoint[]): Promise<void> {
    const { profiles, consents } = await store.change(batch, (known) => absorb(batch, known, brand));
    for (const message of [...profiles, ...consents]) encode(message);
  }

  async function fill(batch: readonly Touchpoint[], size = 1_000): Promise<void> {
    for (let from = 0; from < batch.length; from += size) await take(batch.slice(from, from + size));
  }

  const stateOf = async (user: Identity) => joinAll((await store.members([customerIdOf(user)])).map((row) => row.part));

  const statementsOf = async (next: Touchpoint) => (await counted.during(() => take([next]))).statements;

  /**
   * Returns the milliseconds of this process for a touchpoint of each customer: the minimum of
   * several rounds, taken in turns.
   */
  async function cost(...users: Identity[]): Promise<number[]> {
    const least = users.map(() => Infinity);
    for (let round = 0; round < REPETITIONS; round++) {
      for (const [place, user] of users.entries()) {
        const next = view(user);
        const before = process.cpuUsage();
        await take([next]);
        const { user: used, system } = process.cpuUsage(before);
        least[place] = Math.min(least[place] as number, (used + system) / 1_000);
      }
    }
    return least;
  }

  /**
   * Returns the costs for a customer with ten times the bound, relative to one with little data.
   */
  async function growth(full: Identity) {
    const small = userId(`small-${full}`);
    await take([identify(small, { name: 'Ana' }), view(small)]);
    const statements = [await statementsOf(view(small)), await statementsOf(view(full))];
    const [few, many] = await cost(small, full);
    const ratio = (many as number) / (few as number);
    if (process.env.SEGUE_SHOW_COSTS) process.stdout.write(`${full}: ${few} ms, ${many} ms, ${ratio.toFixed(2)}\n`);
    return { statements, ratio };
  }

  function expectBounded({ statements, ratio }: { statements: number[]; ratio: number }): void {
    expect(statements[1]).toBe(statements[0]);
    expect(ratio).toBeLessThan(2);
  }

  it('keeps the latest traits', async () => {
    const user = userId('traits');
    await fill(range(10 * MAX_TRAITS).map((n) => identify(user, { [`trait-${n}`]: `value ${n}` })));

    const state = await stateOf(user);
    expect(Object.keys(state.traits)).toHaveLength(MAX_TRAITS);
    expect(atBound(state)).toEqual(['traits']);
    expectBounded(await growth(user));
  }, 60_000);

  it('keeps the latest of what a public source claims, and the terms that follow', async () => {
    const user = userId('claims');
    const claims = range(10 * MAX_CLAIMED_TRAITS).map((n) => ({
      ...identify(user, { [`trait-${n}`]: n, name: `Name ${n} ${'w '.repeat(100)}` }),
      trust: 'public' as const,
    }));
    await fill(claims, 50);

    const state = await stateOf(user);
    expect(Object.keys(state.claims?.web?.traits ?? {})).toHaveLength(MAX_CLAIMED_TRAITS);
    const terms = await open.query(`select 1 from term where identity = $1`, [user]);
    expect(terms.length).toBeLessThanOrEqual(9);
    // A server source sends its first touchpoint: claims no longer find the person. The digits of
    // the user id do.
    await take([view(user)]);
    expect(await open.query(`select 1 from term where identity = $1 and term not like '~%'`, [user])).toEqual([]);
    expectBounded(await growth(user));
  }, 60_000);

  it('has no more consents than there are channels and purposes', async () => {
    const user = userId('consents');
    const keys = CONSENT_CHANNELS.flatMap((channel) => CONSENT_PURPOSES.map((purpose) => ({ channel, purpose })));
    const words = [...range(10).flatMap(() => keys)].map((properties, n) => ({
      ...track(user, n % 2 ? 'Consent Granted' : 'Consent Withdrawn', properties),
      trust: n % 3 ? ('public' as const) : ('server' as const),
    }));
    await fill(words);

    const { consents, claims } = await stateOf(user);
    const { granted = {}, withdrawn = {} } = claims?.web ?? {};
    for (const held of [consents, granted, withdrawn])
      expect(Object.keys(held).length).toBeLessThanOrEqual(keys.length);
    expectBounded(await growth(user));
  }, 60_000);

  it('keeps the periods of withdrawals taken back that end last', async () => {
    const user = userId('voids');
    const voids = range(10 * MAX_VOIDS).map((n) => {
      const period = { source: 'web', from: n, until: n + 1 };
      const withdrawn = { 'email/marketing': { value: n, at: n, by: `m${n}` } };
      return own(track(user, VOID_EVENT, { ...period, withdrawn }, n), 'segue');
    });
    await fill(voids);

    const state = await stateOf(user);
    const kept = Object.values(state.voids ?? {}).map(({ from }) => from);
    expect(kept.sort((a, b) => a - b)).toEqual(range(MAX_VOIDS).map((n) => 9 * MAX_VOIDS + n));
    expect(atBound(state)).toEqual(['voids']);
    expectBounded(await growth(user));
  }, 60_000);

  it('keeps the addresses that bounced last', async () => {
    const user = userId('bounces');
    const bounces = range(10 * MAX_BOUNCED).map((n) => {
      const properties = { bounced: `email:a${n}@x.test`, reason: '550 '.repeat(60) };
      return own(track(user, 'Message Failed', properties, n), 'delivery');
    });
    await fill(bounces);

    const { bounced = {} } = await stateOf(user);
    expect(Object.keys(bounced).sort()).toEqual(range(MAX_BOUNCED).map((n) => `email:a${9 * MAX_BOUNCED + n}@x.test`));
    expectBounded(await growth(user));
  }, 60_000);

  it('keeps the earliest refunds of an order', async () => {
    const user = userId('refunds');
    await fill(
      range(10 * MAX_REFUNDS).map((n) =>
        track(user, 'Order Refunded', { order_id: 'o', refund_id: `r${n}`, amount: 1 }, n),
      ),
    );

    const state = await stateOf(user);
    expect(Object.keys(state.orders.o?.refunds ?? {})).toHaveLength(MAX_REFUNDS);
    expectBounded(await growth(user));
  }, 60_000);

  it('lets anonymous identities leave', async () => {
    const user = userId('visitors');
    const links = range(10 * MAX_IDENTITIES).map((n) => ({
      ...identify(user, { city: 'Rome' }, n * HOUR),
      ids: [user, `anonymousId:${RUN}-${n}`],
    }));
    await fill(links);

    expect(await store.members([customerIdOf(user)])).toHaveLength(MAX_IDENTITIES);
    const found = await new CustomerReader(open, store).find(user);
    expect(found?.apart).toEqual({ left: 9 * MAX_IDENTITIES + 1, review: 0 });
    expectBounded(await growth(user));
    // The next visitor costs one more statement: the one that leaves becomes a customer.
    const visitor = (of: Identity, n: number) => ({
      ...identify(of, {}, n * HOUR),
      ids: [of, `anonymousId:${RUN}-${of}-${n}`],
    });
    const small = await statementsOf(visitor(userId('visited'), 5_000));
    expect(await statementsOf(visitor(user, 5_000))).toBeLessThanOrEqual(small + 1);
  }, 60_000);

  it('lets known identities beyond wait for review', async () => {
    const user = userId('addresses');
    const links = range(10 * MAX_IDENTITIES).map((n) => ({
      ...identify(user, { city: 'Rome' }, n),
      ids: [user, `email:${RUN}-${n}@x`],
    }));
    await fill(links);

    expect(await store.members([customerIdOf(user)])).toHaveLength(MAX_IDENTITIES);
    const found = await new CustomerReader(open, store).find(user);
    expect(found?.apart).toEqual({ left: 0, review: 9 * MAX_IDENTITIES + 1 });
    const last = await new CustomerReader(open, store).find(`email:${RUN}-999@x`);
    expect(last?.rows).toMatchObject([{ apart: 'review', link: { parent: user } }]);
    expectBounded(await growth(user));
  }, 60_000);

  it('keeps as many orders as may be, and costs no more beyond', async () => {
    const [full, beyond] = [userId('orders-full'), userId('orders-beyond')];
    const orders = (user: Identity, count: number) =>
      range(count).map((n) => track(user, 'Order Completed', { order_id: `o${n}`, total: 1 }));
    await seed(full, orders(full, MAX_ORDERS));
    await seed(beyond, orders(beyond, MAX_ORDERS));
    await take(range(1_000).map((n) => track(beyond, 'Order Completed', { order_id: `more-${n}`, total: 1 })));

    const state = await stateOf(beyond);
    expect(Object.keys(state.orders)).toHaveLength(MAX_ORDERS);
    expect(atBound(state)).toEqual(['orders']);
    const [atFull, atBeyond] = await cost(full, beyond);
    expect((atBeyond as number) / (atFull as number)).toBeLessThan(2);
  }, 120_000);

  /**
   * Sends the orders as several identities, which are then joined: folding ten thousand orders one
   * by one would copy ten thousand orders each time.
   */
  async function seed(user: Identity, orders: readonly Touchpoint[]): Promise<void> {
    await take([view(user)]);
    const parts = range(40).map((n) => {
      const batch = orders.slice((n * orders.length) / 40, ((n + 1) * orders.length) / 40);
      const empty = { identities: new Map(), customers: new Map(), unvalued: new Set<string>(), seen: new Map() };
      return absorb(batch, empty, brand).identities.map((row) => row.part);
    });
    await open.query(`update identity set part = $2 where identity = $1`, [
      user,
      JSON.stringify(joinAll(parts.flat())),
    ]);
  }
});

const userId = (name: string): Identity => `userId:${name}-${RUN}`;
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

let made = 0;
function track(user: Identity, event: string, properties: Touchpoint['properties'], occurredAt = made): Touchpoint {
  const id = `${RUN}-${made++}`;
  return {
    v: 1,
    identity: user,
    source: 'web',
    id,
    type: 'track',
    event,
    ids: [user],
    properties,
    context: {},
    digest: id,
    trust: 'server',
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
  };
}

/** As a service of Segue itself sends it: without a trust, which ingestion stamps. */
const own = ({ trust: _, ...rest }: Touchpoint, source: string): Touchpoint => ({ ...rest, source });

const view = (user: Identity) => track(user, 'Product Viewed', { product_id: 'p1' });

const identify = (user: Identity, traits: Touchpoint['properties'], occurredAt?: number): Touchpoint => ({
  ...track(user, 'identify', traits, occurredAt),
  type: 'identify',
});
