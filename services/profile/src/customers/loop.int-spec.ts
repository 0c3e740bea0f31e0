// Profile never blocks the event loop for 100 ms, with a customer who has as many orders as are
// kept: neither by the next touchpoint, whether the orders are in memory or read anew, nor by what
// the API answers.
import { type Identity, type Touchpoint, customerIdOf, encode } from '@segue/contracts';
import { MAX_ORDERS } from '@segue/orders';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema, longestStretchMs } from '@segue/testing';
import { absorb } from '../absorb/domain/absorb';
import { ProfileStore } from '../absorb/profile.store';
import { MIGRATIONS } from '../migrations/all';
import { SearchReader } from '../search/search.reader';
import { TimelineReader } from '../timeline/timeline.reader';
import { CustomerReader } from './customer.reader';
import { CustomersController } from './customers.controller';

const SCHEMA = 'profile_loop';
const MOST_MS = 100;
const AT_ONCE = 500;
const HOUR = 3_600_000;
const brand = { currency: 'USD', zone: 'Europe/Vienna' };

let made = 0;
const purchase = (user: Identity): Touchpoint => {
  const n = made++;
  return {
    v: 1,
    identity: user,
    source: 'till',
    id: String(n),
    type: 'track',
    event: 'Order Completed',
    ids: [user],
    properties: {
      order_id: `order-${n}`,
      total: `${(n % 900) + 1}.50`,
      products: [
        { product_id: `p${n % 40}`, price: 1, quantity: 2 },
        { product_id: `p${n % 7}`, price: 2, quantity: 1 },
      ],
    },
    context: {},
    digest: String(n),
    trust: 'server',
    occurredAt: n * HOUR,
    recordedAt: n * HOUR,
    origin: 'live',
    cause: null,
  };
};

describeWith('postgres', 'profile and the event loop', (part) => {
  let open: OpenDb;
  const regular: Identity = 'userId:regular';

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS);
    const store = new ProfileStore(open);
    for (let n = 0; n < MAX_ORDERS; n += AT_ONCE)
      await take(store, Array.from({ length: AT_ONCE }, () => purchase(regular)));
  }, 240_000);
  afterAll(() => open.close());

  /** As the consumer does, up to the bytes that are published. */
  async function take(store: ProfileStore, batch: Touchpoint[]): Promise<void> {
    const { profiles, consents } = await store.change(batch, (known) => absorb(batch, known, brand));
    for (const message of [...profiles, ...consents]) encode(message);
  }

  function controller(): CustomersController {
    const store = new ProfileStore(open);
    const reader = new CustomerReader(open, store);
    return new CustomersController(reader, new SearchReader(open, reader), new TimelineReader(open), brand);
  }

  it('is free within 100 ms for a customer at the bound of orders', async () => {
    const warm = new ProfileStore(open);
    await take(warm, [purchase(regular)]);
    const answers = controller();
    const stretches: Record<string, number> = {};
    stretches.warm = await longestStretchMs(() => take(warm, [purchase(regular)]));
    stretches.cold = await longestStretchMs(() => take(new ProfileStore(open), [purchase(regular)]));
    stretches.show = await longestStretchMs(async () => JSON.stringify(await answers.show(regular)));
    stretches.list = await longestStretchMs(async () =>
      JSON.stringify(await answers.list({ ids: customerIdOf(regular), limit: 50 })),
    );
    expect((await answers.show(regular)).orders).toBe(MAX_ORDERS);
    process.stdout.write(JSON.stringify(stretches));
    expect(Object.entries(stretches).filter(([, stretch]) => stretch >= MOST_MS)).toEqual([]);
  }, 120_000);
});
