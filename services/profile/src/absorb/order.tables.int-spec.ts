// A customer with many orders ends in the same state in two processes in turn as in one fold.
import type { Touchpoint } from '@segue/contracts';
import { customerIdOf } from '@segue/contracts';
import { EMPTY_PART, evolve, join } from '@segue/parts';
import { MOST_INLINE, type OpenDb } from '@segue/store';
import { Counted, describeWith, freshSchema } from '@segue/testing';
import { absorb } from './domain/absorb';
import { MIGRATIONS } from '../migrations/all';
import { ProfileStore } from './profile.store';
import { OrderReader } from '../histories/order.reader';

const SCHEMA = 'profile_orders';
const brand = { currency: 'USD', zone: 'UTC' };
const ORDERS = 3 * MOST_INLINE;
const [MEMBER, VISITOR] = ['userId:many', 'anonymousId:many'] as const;

describeWith('postgres', 'a customer with many orders', (part) => {
  let open: OpenDb;
  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS);
  }, 60_000);
  afterAll(() => open.close());

  it('ends in the same state in two processes in turn as in one fold, and is found by its orders', async () => {
    const stores = [new ProfileStore(open), new ProfileStore(open)] as const;
    const life = lifeOf();
    for (let from = 0, turn = 0; from < life.length; turn++) {
      const batch = life.slice(from, (from += 1 + (turn % 7)));
      const store = stores[turn % 2] as ProfileStore;
      // Each batch twice: a redelivery changes nothing.
      for (let times = 0; times < 2; times++) await store.change(batch, (known) => absorb(batch, known, brand));
    }
    const expected = [MEMBER, VISITOR].map((identity) =>
      life.filter((one) => one.identity === identity).reduce((so, one) => evolve(so, one, brand), EMPTY_PART),
    );
    for (const store of [...stores, new ProfileStore(open)]) {
      const members = await store.members([customerIdOf(MEMBER)]);
      const parts = [MEMBER, VISITOR].map((identity) => members.find((row) => row.identity === identity)?.part);
      expect(parts.map((one) => ({ ...one?.orders }))).toEqual(expected.map(({ orders }) => ({ ...orders })));
    }
    const [mine, visited] = expected;
    expect(Object.keys(join(mine as never, visited as never).orders).length).toBe(ORDERS + 1);

    const asked = [{ id: 'o7', identity: MEMBER }] as const;
    expect(await new OrderReader(open).orders(asked)).toEqual([
      expect.objectContaining({ id: 'o7', identity: MEMBER, isOwn: true, total: 1_070, currency: 'USD' }),
    ]);
  }, 60_000);

  it('costs one row more than any other for an order, and none for a view', async () => {
    const counted = new Counted(open);
    const store = new ProfileStore(counted);
    const take = async (one: Touchpoint) =>
      (await counted.during(() => store.change([one], (known) => absorb([one], known, brand)))).rows;
    await take(orderOf(9_001));
    expect(await take(orderOf(9_002))).toMatchObject({ identity: 1, customer: 1, identity_order: 1 });
    expect(Object.keys(await take(viewOf(9_003)))).not.toContain('identity_order');
  }, 60_000);
});

function lifeOf(): Touchpoint[] {
  const orders = Array.from({ length: ORDERS }, (_, n) => orderOf(n));
  const refund = (n: number, total: number): Touchpoint =>
    trackOf(`r${n}`, 'Order Refunded', { order_id: `o${n}`, refund_id: `r${n}`, total });
  const signIn: Touchpoint = {
    ...trackOf('s', 'identify', { name: 'Many' }),
    type: 'identify',
    ids: [MEMBER, VISITOR],
  };
  const visitor: Touchpoint = {
    ...trackOf('v', 'Order Completed', { order_id: 'visited', total: 5 }),
    identity: VISITOR,
    ids: [VISITOR],
  };
  return [visitor, ...orders, refund(3, 2), viewOf(1), signIn, refund(MOST_INLINE, 1), viewOf(2), refund(3, 1)];
}

const orderOf = (n: number) => trackOf(`o${n}`, 'Order Completed', { order_id: `o${n}`, total: 10 + n / 10 });
const viewOf = (n: number) => trackOf(`view${n}`, 'Product Viewed', { product_id: 'p' });

let at = 1_000;
function trackOf(id: string, event: string, properties: Record<string, unknown>): Touchpoint {
  at += 1_000;
  return {
    v: 1,
    identity: MEMBER,
    source: 'server',
    id,
    type: 'track',
    event,
    ids: [MEMBER],
    properties,
    context: {},
    digest: id,
    occurredAt: at,
    recordedAt: at,
    origin: 'live',
    cause: null,
  };
}
