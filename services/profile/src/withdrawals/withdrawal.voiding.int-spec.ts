// Voids the withdrawals of a misused public source, from the timelines to the published messages,
// with a real Postgres.
import type { Touchpoint } from '@segue/contracts';
import { consentState } from '@segue/parts';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { CustomerReader } from '../customers/customer.reader';
import { absorb } from '../absorb/domain/absorb';
import { MIGRATIONS } from '../migrations/all';
import { ProfileStore } from '../absorb/profile.store';
import { WithdrawalReader } from './withdrawal.reader';
import { voidsOf } from './withdrawal.voiding';

const SCHEMA = 'profile_voiding';
const RUN = Date.now();
const SOURCE = `src_${RUN}`;
const brand = { currency: 'USD', zone: 'UTC' };

describeWith('postgres', 'taking back withdrawals', (part) => {
  let open: OpenDb;
  let store: ProfileStore;
  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS);
    store = new ProfileStore(open);
  }, 60_000);
  afterAll(() => open.close());

  const take = (batch: Touchpoint[]) => store.change(batch, (known) => absorb(batch, known, brand));
  const stateOf = async (user: string) => {
    const found = await new CustomerReader(open, store).find(`userId:${user}-${RUN}`);
    return consentState((found as NonNullable<typeof found>).rows[0]?.part as never)['email/marketing'];
  };

  async function voided(from: number, until: number): Promise<Touchpoint[]> {
    const period = { source: SOURCE, from, until };
    const all: Touchpoint[] = [];
    for await (const { voids } of voidsOf(new WithdrawalReader(open), period, 9_000)) all.push(...voids);
    return all;
  }

  it('restores the consents of exactly the affected identities, once', async () => {
    await take([
      ...['ana', 'bob', 'cy'].map((user) => consent(user, 'Granted', 1, 'server')),
      consent('ana', 'Withdrawn', 150, 'public'),
      consent('bob', 'Withdrawn', 50, 'public'),
      consent('cy', 'Withdrawn', 50, 'public'),
      consent('cy', 'Withdrawn', 150, 'public'),
    ]);

    const sent = await voided(100, 200);
    const { consents, profiles } = await take(sent);

    expect(sent.map((one) => one.identity).sort()).toEqual([`userId:ana-${RUN}`, `userId:cy-${RUN}`]);
    expect(consents.map((one) => [one.identity, one.consents['email/marketing']?.granted]).sort()).toEqual([
      [`userId:ana-${RUN}`, true],
      [`userId:cy-${RUN}`, false],
    ]);
    expect(profiles).toHaveLength(2);
    expect(await stateOf('ana')).toEqual({ granted: true, at: 1 });
    expect(await stateOf('bob')).toEqual({ granted: false, at: 50 });
    expect(await stateOf('cy')).toEqual({ granted: false, at: 50 });

    const again = await take(await voided(100, 200));
    expect(again.timeline).toEqual([]);
  }, 60_000);
});

function consent(user: string, verb: string, at: number, trust: 'server' | 'public'): Touchpoint {
  const identity = `userId:${user}-${RUN}`;
  return {
    v: 1,
    identity,
    source: trust === 'public' ? SOURCE : 'server',
    id: `${user}-${verb}-${at}-${RUN}`,
    type: 'track',
    event: `Consent ${verb}`,
    ids: [identity],
    properties: { channel: 'email' },
    context: {},
    digest: 'd',
    trust,
    occurredAt: at,
    recordedAt: at,
    origin: 'live',
    cause: null,
  };
}
