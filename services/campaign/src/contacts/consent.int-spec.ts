// A store of an earlier version keeps the consents of addresses.
import type { Identity } from '@segue/contracts';
import { type OpenDb, migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { NOON } from '../../testing/builders';
import { MIGRATIONS } from '../migrations/all';
import { OutcomeStore, mailboxesIn } from './outcome.store';

const SCHEMA = 'campaign_consent';
const SHARED: Identity = 'email:shared@example.test';
const FILES = (table: string) => `select pg_relation_filenode('${table}') as file`;

describeWith('postgres', 'consents of an earlier version', (part) => {
  let open: OpenDb;

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS.slice(0, 10));
  }, 60_000);
  afterAll(() => open.close());

  it('are found by address and replaced by newer ones, and no row is rewritten', async () => {
    const withdrawn = { 'email/marketing': { granted: false, at: 20 } };
    await open.query(
      `insert into speaker (identity, number, version, consents, lifts, addresses) values
         ('userId:a', 5, 2, $1, '[]', array['${SHARED}']), ('userId:b', 1, 1, '{}', '[]', array['email:b@example.test'])`,
      [JSON.stringify(withdrawn)],
    );
    const before = await open.query(FILES('speaker'), [], 'before');
    await migrate(part().url, SCHEMA, MIGRATIONS);
    expect(await open.query(FILES('consent'), [], 'after')).toEqual(before);

    const consents = async () => (await mailboxesIn(open, [SHARED])).get(SHARED)?.consents;
    expect(await consents()).toEqual([{ consents: withdrawn, lifts: [] }]);
    const store = new OutcomeStore(open);
    const granted = { 'email/marketing': { granted: true, at: 30 } };
    const change = (number: number) => ({
      ...{ v: 1 as const, identity: 'userId:a' as const, customer: 'c', number, version: 2, consents: granted },
      ...{ lifts: ['email/marketing'], addresses: [SHARED] },
      ...{ occurredAt: NOON, recordedAt: NOON, origin: 'live' as const, cause: null },
    });
    await store.saveConsentEvidence([change(4)]);
    expect(await consents()).toEqual([{ consents: withdrawn, lifts: [] }]);
    await store.saveConsentEvidence([change(6)]);
    expect(await consents()).toEqual([{ consents: granted, lifts: ['email/marketing'] }]);
    const named = `select from pg_class where relnamespace = '${SCHEMA}'::regnamespace and relname like '%speaker%'`;
    expect(await open.query(named, [], 'named')).toEqual([]);
  });
});
