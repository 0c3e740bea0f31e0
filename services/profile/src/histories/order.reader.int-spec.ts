// Which orders are stored, and of whom: asked by ids of any spelling, on a real Postgres.
import type { Touchpoint } from '@segue/contracts';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { absorb } from '../absorb/domain/absorb';
import { ProfileStore } from '../absorb/profile.store';
import { CustomerReader } from '../customers/customer.reader';
import { MIGRATIONS } from '../migrations/all';
import { SearchReader } from '../search/search.reader';
import { OrderReader } from './order.reader';

const brand = { currency: 'EUR', zone: 'UTC' };
const order = (user: string, id: string): Touchpoint => ({
  ...{ v: 1, identity: `userId:${user}`, ids: [`userId:${user}`], source: 's', id: `order/${id}`, digest: 'd' },
  ...{ type: 'track', event: 'Order Completed', context: {}, origin: 'import', cause: null, trust: 'server' },
  ...{ properties: { order_id: id, total: '5.00' }, occurredAt: 1_000, recordedAt: 1_000 },
});

const OLD = { user: 'Zoë'.normalize('NFD'), id: 'Mü-1'.normalize('NFD') };
const NEW = { user: 'Loïc'.normalize('NFC'), id: 'Mü-2'.normalize('NFC') };

describeWith('postgres', 'ids in several spellings', (part) => {
  let open: OpenDb;
  let customers: CustomerReader;
  let search: SearchReader;

  beforeAll(async () => {
    open = await freshSchema(part().url, 'profile_spellings', MIGRATIONS);
    const store = new ProfileStore(open);
    customers = new CustomerReader(open, store);
    search = new SearchReader(open, customers);
    // The first as an earlier version stored it.
    const batch = [order(OLD.user, OLD.id), order(NEW.user, NEW.id)];
    await store.change(batch, (known) => absorb(batch, known, brand));
  }, 60_000);
  afterAll(() => open.close());

  it.each(['NFC', 'NFD'] as const)('find orders and customers, asked in %s', async (form) => {
    for (const { user, id } of [OLD, NEW]) {
      const asked = { id: id.normalize(form), identity: `userId:${user.normalize(form)}` };
      expect(await new OrderReader(open).orders([asked])).toMatchObject([
        { id: asked.id, identity: `userId:${user}`, isOwn: true, total: 500 },
      ]);
      expect(await customers.find(asked.identity)).toMatchObject({ rows: [{ identity: `userId:${user}` }] });
      for (const query of [asked.id, user.normalize(form)])
        expect(await search.search(query, 5)).toMatchObject([{ rows: [{ identity: `userId:${user}` }] }]);
    }
  });

  it('say of an order that it is of another', async () => {
    const asked = { id: OLD.id.normalize('NFC'), identity: `userId:${NEW.user}` };
    expect(await new OrderReader(open).orders([asked])).toMatchObject([{ isOwn: false }]);
  });
});
