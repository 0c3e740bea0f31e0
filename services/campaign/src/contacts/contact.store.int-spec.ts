// Identities of customers on a real Postgres.
import fc from 'fast-check';
import type { Identity } from '@segue/contracts';
import { migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { rules as testRules } from '../../testing/builders';
import { Running } from '../../testing/running';
import { decidedIn, published } from '../../testing/town';
import { MIGRATIONS } from '../migrations/all';
import type { IdentityGroup } from './domain/identity-group';

describeWith('postgres', 'contacts on Postgres', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_contact');
  }, 60_000);
  afterAll(() => on?.close());

  it('keeps the identity groups of the signals, in any order and batches', async () => {
    await fc.assert(
      fc.asyncProperty(published, async ({ order, sizes }) => {
        await on.db.query('truncate contact, identity_group, decision, enrolment');
        for (let from = 0, turn = 0; from < order.length; turn++) {
          const size = sizes[turn % sizes.length] as number;
          await on.decider.decide(order.slice(from, from + size));
          from += size;
        }
        const rows = await on.db.query<{
          identity: Identity;
          identities: Identity[];
          version: number;
          number: number;
        }>(`
          select identity, coalesce(k.identities, array[identity]) as identities, coalesce(k.version, c.version) as version,
            coalesce(k.number, c.number) as number
          from contact c left join identity_group k on k.id = c.group_id`);
        const expected = decidedIn(order, sizes, testRules()).contacts;
        const kept = rows.map(({ identity, ...group }) => [identity, group]);
        expect(new Map(kept as [Identity, IdentityGroup][])).toEqual(
          new Map([...expected].map(([one, { identityGroup }]) => [one, identityGroup])),
        );
        expect(await on.db.query('select id from identity_group except select group_id from contact')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('finds what an earlier version kept on each contact', async () => {
    const { url } = part();
    const schema = 'campaign_contact_before';
    const admin = await freshSchema(url, schema, MIGRATIONS.slice(0, 2));
    try {
      await admin.query(`
        insert into contact (identity, customer_id, kin, version, number, sent) values
          ('userId:a', 'c1', array['anonymousId:a', 'userId:a'], 3, 5, '[]'),
          ('anonymousId:a', 'c1', array['anonymousId:a', 'userId:a'], 3, 5, '[]'),
          ('userId:b', 'c2', array['userId:b'], 2, 2, '[]')`);
      await migrate(url, schema, MIGRATIONS);
      const rows = await admin.query(`
        select identity, k.identities, coalesce(k.version, c.version) as version from contact c
        left join identity_group k on k.id = c.group_id order by identity`);
      expect(rows).toEqual([
        { identity: 'anonymousId:a', identities: ['anonymousId:a', 'userId:a'], version: 3 },
        { identity: 'userId:a', identities: ['anonymousId:a', 'userId:a'], version: 3 },
        { identity: 'userId:b', identities: null, version: 2 },
      ]);
      expect(await admin.query('select id from identity_group')).toHaveLength(1);
    } finally {
      await admin.close();
    }
  }, 60_000);
});
