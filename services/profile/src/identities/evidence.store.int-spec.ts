// Link evidence on a real Postgres: what batches keep, what one more costs, and what an older store
// gets from its timelines.
import type { Touchpoint } from '@segue/contracts';
import type { OpenDb } from '@segue/store';
import { Counted, describeWith, freshSchema } from '@segue/testing';
import { absorb } from '../absorb/domain/absorb';
import { ProfileStore } from '../absorb/profile.store';
import { MIGRATIONS } from '../migrations/all';
import { type Evidence, MAX_EVIDENCE, evidenceOf, kept } from './domain/evidence';
import { EvidenceStore } from './evidence.store';

const SCHEMA = 'profile_evidence';
const brand = { currency: 'USD', zone: 'UTC' };

describeWith('postgres', 'link evidence', (part) => {
  let open: OpenDb;
  const take = (batch: Touchpoint[], db: ConstructorParameters<typeof ProfileStore>[0] = open) =>
    new ProfileStore(db).change(batch, (known) => absorb(batch, known, brand));
  const stored = () =>
    open.query<Evidence>(
      'select child, parent, at, source, touchpoint, verdict from link_evidence order by 1, 2, 4, 5',
    );

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS);
  }, 60_000);
  beforeEach(() => open.query('truncate link_evidence, identity, customer, timeline, term'));
  afterAll(() => open.close());

  it('of a new store has nothing to come from timelines', async () => {
    const [state] = await open.query<{ done: boolean }>('select done from evidence_backfill');
    expect(state).toEqual({ done: true });
  });

  it('is kept with its source and touchpoint, once, with what the rules say of it', async () => {
    const named = identify(['userId:u', 'anonymousId:a', 'userId:v'], 1);
    await take([named]);
    await take([named]);

    const common = { parent: 'userId:u', at: 1, source: 'web', touchpoint: named.id };
    expect(await stored()).toEqual([
      { ...common, child: 'anonymousId:a', verdict: 'linked' },
      { ...common, child: 'userId:v', verdict: 'equal_strength' },
    ]);
  });

  it('is bounded, in any order, as the pure function says', async () => {
    const all = Array.from({ length: 10 * MAX_EVIDENCE }, (_, n) => ({
      ...identify([`userId:u${n % 7}`, 'anonymousId:a'], (n * 37) % 101),
      source: `s${n % 29}`,
    }));
    for (let from = 0; from < all.length; from += 45) await take(all.slice(from, from + 45));

    const expected = kept(all.flatMap((one) => evidenceOf(one)));
    expect(expected).toHaveLength(MAX_EVIDENCE);
    expect(new Set((await stored()).map(inText))).toEqual(new Set(expected.map(inText)));
  }, 60_000);

  it('costs one statement of a batch with new links, and none of any other', async () => {
    const counted = new Counted(open);
    const store = new ProfileStore(counted);
    const change = (batch: Touchpoint[]) => store.change(batch, (known) => absorb(batch, known, brand));
    const statements = async (batch: Touchpoint[]) => (await counted.during(() => change(batch))).statements;
    const visit = (n: number) => ({ ...identify(['userId:u'], n), type: 'track' as const, event: 'Product Viewed' });
    await take([identify(['userId:u', 'anonymousId:a'], 1), identify(['email:e'], 1), visit(1)]);

    const without = await statements([visit(2), visit(3)]);
    const linking = [identify(['userId:u', 'anonymousId:a'], 4), identify(['userId:u', 'email:e'], 5)];
    expect(await statements(linking)).toBe(without + 1);
    await change(linking);
    expect(await statements(linking)).toBeLessThan(without);
  });

  it('of an older store comes from its timelines, page by page, beside live batches', async () => {
    const older = Array.from({ length: 30 }, (_, n) => identify([`userId:u${n % 9}`, `anonymousId:a${n % 4}`], n));
    await take(older);
    const expected = await stored();
    await open.query('truncate link_evidence');
    await open.query(`update evidence_backfill set after = '', done = false`);
    const evidence = new EvidenceStore(open);

    let pages = 1;
    while (await evidence.backfill(4)) pages++;

    expect(pages).toBeGreaterThan(2);
    expect(await stored()).toEqual(expected);
    expect(await evidence.backfill(4)).toBe(false);
  });
});

const inText = ({ child, parent, at, source, touchpoint, verdict }: Evidence) =>
  [child, parent, at, source, touchpoint, verdict].join();

let made = 0;
function identify(ids: string[], occurredAt: number): Touchpoint {
  const id = `m${made++}`;
  return {
    v: 1,
    identity: ids[0] as string,
    source: 'web',
    id,
    type: 'identify',
    event: 'identify',
    ids,
    properties: {},
    context: {},
    digest: id,
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
  };
}
