// A store of an earlier version keeps which outcomes it had not published yet.
import { type OpenDb, migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { delivery } from '../index';
import { DeliveryStore } from '../sending/delivery.store';

const SCHEMA = 'delivery_unpublished';
const FILE = `select pg_relation_filenode('delivery') as file`;
const ACTION = { v: 2, kind: 'message', channel: 'webhook', to: 'shop' };

describeWith('postgres', 'outcomes that an earlier version left unpublished', (part) => {
  let open: OpenDb;

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, delivery.migrations.slice(0, 6));
  }, 60_000);
  afterAll(() => open.close());

  it('are found in their order until they are published, and no row is rewritten', async () => {
    for (const [id, owed] of [
      ['d2', true],
      ['d1', true],
      ['d3', false],
    ] as const) {
      await open.query(
        `insert into delivery (action_id, customer_id, campaign, channel, class, status, due_at, occurred_at, owed, action)
         values ($1, 'c', 'hello', 'webhook', 'service', 'sent', 0, 5, $2, $3)`,
        [id, owed, JSON.stringify({ ...ACTION, id })],
      );
    }
    const before = await open.query(FILE, [], 'before');
    await migrate(part().url, SCHEMA, delivery.migrations);
    expect(await open.query(FILE, [], 'after')).toEqual(before);

    const store = new DeliveryStore(open);
    const left = await store.unpublished(10);
    const sent = { status: 'sent', reason: null, bounced: false, occurredAt: 5 };
    expect(left).toEqual(['d2', 'd1'].map((id) => ({ ...sent, id, action: { ...ACTION, id } })));
    await store.markPublished(['d2']);
    expect(await store.unpublished(10)).toEqual(left.slice(1));
    const indexes = `select from pg_indexes where schemaname = '${SCHEMA}' and indexname like '%owed%'`;
    expect(await open.query(indexes, [], 'indexes')).toEqual([]);
  });
});
