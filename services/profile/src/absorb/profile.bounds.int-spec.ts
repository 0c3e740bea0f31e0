// Sends ten times the bound of everything that grows with one customer, and measures its next
// touchpoint: the state is bounded, there are as many statements as for a small customer, and
// processor time is compared within one run, since the machine's own speed changes.
import { CONSENT_CHANNELS, type Identity, type Touchpoint, customerIdOf } from '@segue/contracts';
import { MAX_ORDERS, MAX_REFUNDS } from '@segue/orders';
import {
  CONSENT_PURPOSES,
  MAX_BOUNCED,
  MAX_CLAIMED_TRAITS,
  MAX_TRAITS,
  MAX_VOIDS,
  VOID_EVENT,
  atBound,
  joinAll,
} from '@segue/parts';
import { describeWith } from '@segue/testing';
import { Bench, RUN, brand, identify, own, range, track, userId, view } from '../../testing/bench';
import { CustomerReader } from '../customers/customer.reader';
import { MAX_IDENTITIES } from '../identities/domain/members';
import { absorb } from './domain/absorb';

const HOUR = 3_600_000;

describeWith('postgres', 'the bounds of a customer', (part) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(part().url, 'profile_bounds');
  }, 60_000);
  afterAll(() => bench.open.close());

  it('keeps the latest traits', async () => {
    const user = userId('traits');
    await bench.fill(range(10 * MAX_TRAITS).map((n) => identify(user, { [`trait-${n}`]: `value ${n}` })));

    const state = await bench.stateOf(user);
    expect(Object.keys(state.traits)).toHaveLength(MAX_TRAITS);
    expect(atBound(state)).toEqual(['traits']);
    await bench.expectBounded(user);
  }, 60_000);

  it('keeps the latest of what a public source claims, and the terms that follow', async () => {
    const user = userId('claims');
    const claims = range(10 * MAX_CLAIMED_TRAITS).map((n) => ({
      ...identify(user, { [`trait-${n}`]: n, name: `Name ${n} ${'w '.repeat(100)}` }),
      trust: 'public' as const,
    }));
    await bench.fill(claims, 50);

    const state = await bench.stateOf(user);
    expect(Object.keys(state.claims?.web?.traits ?? {})).toHaveLength(MAX_CLAIMED_TRAITS);
    const terms = await bench.open.query(`select 1 from term where identity = $1`, [user]);
    expect(terms.length).toBeLessThanOrEqual(9);
    // A server source sends its first touchpoint: claims no longer find the person. The digits of
    // the user id do.
    await bench.take([view(user)]);
    expect(await bench.open.query(`select 1 from term where identity = $1 and term not like '~%'`, [user])).toEqual([]);
    await bench.expectBounded(user);
  }, 60_000);

  it('has no more search terms than the traits that hold give', async () => {
    const user = userId('12345678901234567890');
    const long = (n: number, letter: string) => `${letter}${n} `.repeat(300);
    await bench.fill(
      range(100).map((n) => {
        const names = { name: long(n, '王'), firstName: long(n, '芳'), lastName: long(n, 'o'), company: long(n, 'c') };
        return identify(user, {
          ...names,
          email: `a${n}@${'x.'.repeat(90)}test`,
          phone: `+43 ${'0123456789'.repeat(20)}`,
        });
      }),
    );

    const [{ count } = { count: 0 }] = await bench.open.query<{ count: number }>(
      `select count(*)::int as count from term where identity = $1`,
      [user],
    );
    expect(count).toBeLessThanOrEqual(92);
    expect(count).toBeGreaterThan(10);
    await bench.expectBounded(user);
  }, 60_000);

  it('has no more consents than there are channels and purposes', async () => {
    const user = userId('consents');
    const keys = CONSENT_CHANNELS.flatMap((channel) => CONSENT_PURPOSES.map((purpose) => ({ channel, purpose })));
    const words = [...range(10).flatMap(() => keys)].map((properties, n) => ({
      ...track(user, n % 2 ? 'Consent Granted' : 'Consent Withdrawn', properties),
      trust: n % 3 ? ('public' as const) : ('server' as const),
    }));
    await bench.fill(words);

    const { consents, claims } = await bench.stateOf(user);
    const { granted = {}, withdrawn = {} } = claims?.web ?? {};
    for (const held of [consents, granted, withdrawn])
      expect(Object.keys(held).length).toBeLessThanOrEqual(keys.length);
    await bench.expectBounded(user);
  }, 60_000);

  it('keeps the periods of withdrawals taken back that end last', async () => {
    const user = userId('voids');
    const voids = range(10 * MAX_VOIDS).map((n) => {
      const period = { source: 'web', from: n, until: n + 1 };
      const withdrawn = { 'email/marketing': { value: n, at: n, by: `m${n}` } };
      return own(track(user, VOID_EVENT, { ...period, withdrawn }, n), 'segue');
    });
    await bench.fill(voids);

    const state = await bench.stateOf(user);
    const kept = Object.values(state.voids ?? {}).map(({ from }) => from);
    expect(kept.sort((a, b) => a - b)).toEqual(range(MAX_VOIDS).map((n) => 9 * MAX_VOIDS + n));
    expect(atBound(state)).toEqual(['voids']);
    await bench.expectBounded(user);
  }, 60_000);

  it('keeps the addresses that bounced last', async () => {
    const user = userId('bounces');
    const bounces = range(10 * MAX_BOUNCED).map((n) => {
      const properties = { bounced: `email:a${n}@x.test`, reason: '550 '.repeat(60) };
      return own(track(user, 'Message Failed', properties, n), 'delivery');
    });
    await bench.fill(bounces);

    const { bounced = {} } = await bench.stateOf(user);
    expect(Object.keys(bounced).sort()).toEqual(range(MAX_BOUNCED).map((n) => `email:a${9 * MAX_BOUNCED + n}@x.test`));
    await bench.expectBounded(user);
  }, 60_000);

  it('keeps the earliest refunds of an order', async () => {
    const user = userId('refunds');
    await bench.fill(
      range(10 * MAX_REFUNDS).map((n) =>
        track(user, 'Order Refunded', { order_id: 'o', refund_id: `r${n}`, amount: 1 }, n),
      ),
    );

    const state = await bench.stateOf(user);
    expect(Object.keys(state.orders.o?.refunds ?? {})).toHaveLength(MAX_REFUNDS);
    await bench.expectBounded(user);
  }, 60_000);

  it('lets anonymous identities leave', async () => {
    const user = userId('visitors');
    const links = range(10 * MAX_IDENTITIES).map((n) => ({
      ...identify(user, { city: 'Rome' }, n * HOUR),
      ids: [user, `anonymousId:${RUN}-${n}`],
    }));
    await bench.fill(links);

    expect(await bench.store.members([customerIdOf(user)])).toHaveLength(MAX_IDENTITIES);
    const found = await new CustomerReader(bench.open, bench.store).find(user);
    expect(found?.apart).toEqual({ left: 9 * MAX_IDENTITIES + 1, review: 0 });
    await bench.expectBounded(user);
    // The next visitor costs one more statement: the one that leaves becomes a customer.
    const visitor = (of: Identity, n: number) => ({
      ...identify(of, {}, n * HOUR),
      ids: [of, `anonymousId:${RUN}-${of}-${n}`],
    });
    const small = await bench.statementsOf(visitor(userId('visited'), 5_000));
    expect(await bench.statementsOf(visitor(user, 5_000))).toBeLessThanOrEqual(small + 1);
  }, 60_000);

  it('lets known identities beyond wait for review', async () => {
    const user = userId('addresses');
    const links = range(10 * MAX_IDENTITIES).map((n) => ({
      ...identify(user, { city: 'Rome' }, n),
      ids: [user, `email:${RUN}-${n}@x`],
    }));
    await bench.fill(links);

    expect(await bench.store.members([customerIdOf(user)])).toHaveLength(MAX_IDENTITIES);
    const found = await new CustomerReader(bench.open, bench.store).find(user);
    expect(found?.apart).toEqual({ left: 0, review: 9 * MAX_IDENTITIES + 1 });
    const last = await new CustomerReader(bench.open, bench.store).find(`email:${RUN}-999@x`);
    expect(last?.rows).toMatchObject([{ apart: 'review', link: { parent: user } }]);
    await bench.expectBounded(user);
  }, 60_000);

  it('keeps as many orders as may be, and costs no more beyond', async () => {
    const [full, beyond] = [userId('orders-full'), userId('orders-beyond')];
    const orders = (user: Identity, count: number) =>
      range(count).map((n) => track(user, 'Order Completed', { order_id: `o${n}`, total: 1 }));
    await seed(full, orders(full, MAX_ORDERS));
    await seed(beyond, orders(beyond, MAX_ORDERS));
    await bench.take(range(1_000).map((n) => track(beyond, 'Order Completed', { order_id: `more-${n}`, total: 1 })));

    const state = await bench.stateOf(beyond);
    expect(Object.keys(state.orders)).toHaveLength(MAX_ORDERS);
    expect(atBound(state)).toEqual(['orders']);
    const [atFull, atBeyond] = await bench.cost(full, beyond);
    expect((atBeyond as number) / (atFull as number)).toBeLessThan(2);
  }, 120_000);

  /**
   * Sends the orders as several identities, which are then joined: folding ten thousand orders one
   * by one would copy ten thousand orders each time.
   */
  async function seed(user: Identity, orders: readonly Touchpoint[]): Promise<void> {
    await bench.take([view(user)]);
    const parts = range(40).map((n) => {
      const batch = orders.slice((n * orders.length) / 40, ((n + 1) * orders.length) / 40);
      const empty = { identities: new Map(), customers: new Map(), unvalued: new Set<string>(), seen: new Map() };
      return absorb(batch, empty, brand).identities.map((row) => row.part);
    });
    await bench.open.query(`update identity set part = $2 where identity = $1`, [
      user,
      JSON.stringify(joinAll(parts.flat())),
    ]);
  }
});
