// Profile never blocks the event loop for 100 ms, with a customer who has as many orders as are
// kept: neither by the next touchpoint, whether the orders are in memory or read anew, nor by what
// the API answers.
import { type Identity, type Touchpoint, customerIdOf } from '@segue/contracts';
import { MAX_ORDERS } from '@segue/orders';
import { describeWith, longestStretchMs } from '@segue/testing';
import { Bench, brand, range, track } from '../../testing/bench';
import { ProfileStore } from '../absorb/profile.store';
import { SearchReader } from '../search/search.reader';
import { TimelineReader } from '../timeline/timeline.reader';
import { CustomerReader } from './customer.reader';
import { CustomersController } from './customers.controller';

const MOST_MS = 100;
const HOUR = 3_600_000;

const purchase = (user: Identity, n: number): Touchpoint => {
  const products = [
    { product_id: `p${n % 40}`, price: 1, quantity: 2 },
    { product_id: `p${n % 7}`, price: 2, quantity: 1 },
  ];
  return track(user, 'Order Completed', { order_id: `order-${n}`, total: `${(n % 900) + 1}.50`, products }, n * HOUR);
};

describeWith('postgres', 'profile and the event loop', (part) => {
  const regular: Identity = 'userId:regular';
  let bench: Bench;
  let placed = 0;
  const next = () => [purchase(regular, placed++)];

  beforeAll(async () => {
    bench = await Bench.open(part().url, 'profile_loop');
    await bench.fill(
      range(MAX_ORDERS).flatMap(() => next()),
      500,
    );
  }, 240_000);
  afterAll(() => bench.open.close());

  function controller(): CustomersController {
    const reader = new CustomerReader(bench.open, new ProfileStore(bench.open));
    return new CustomersController(reader, new SearchReader(bench.open, reader), new TimelineReader(bench.open), brand);
  }

  it('is free within 100 ms for a customer at the bound of orders', async () => {
    const answers = controller();
    const stretches = {
      warm: await longestStretchMs(() => bench.take(next())),
      cold: await longestStretchMs(() => bench.take(next(), new ProfileStore(bench.open))),
      show: await longestStretchMs(async () => JSON.stringify(await answers.show(regular))),
      list: await longestStretchMs(async () =>
        JSON.stringify(await answers.list({ ids: customerIdOf(regular), limit: 50 })),
      ),
    };
    expect((await answers.show(regular)).orders).toBe(MAX_ORDERS);
    if (process.env.SEGUE_SHOW_COSTS) process.stdout.write(JSON.stringify(stretches));
    expect(Object.entries(stretches).filter(([, stretch]) => stretch >= MOST_MS)).toEqual([]);
  }, 120_000);
});
