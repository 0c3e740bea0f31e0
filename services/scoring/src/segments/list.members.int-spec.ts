// Fixed lists on a real Postgres: who is on them, also after customers were merged or split.
import { type Identity, customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, type Workbench, clock, openWorkbench, profileOf } from '../../testing/workbench';
import { listRule } from '../rulebook/domain/lists';
import { MemberReader } from '../standings/members/member.reader';
import { OwnerReader } from '../standings/owner.reader';
import { ListMembers, newListKey } from './list.members';

const [ANA, BEN, CARD] = ['userId:ana', 'userId:ben', 'memberCard:7'] as const satisfies readonly Identity[];
const KEY = newListKey();

describeWith('postgres', 'a fixed list', (part) => {
  let bench: Workbench;
  let lists: ListMembers;
  let members: MemberReader;

  const seen = (identity: Identity, number: number, properties: object = {}) =>
    ({
      ...{ v: 1, identity, source: 's', id: `${number}`, type: 'identify', event: 'identify', ids: [identity] },
      ...{ properties, context: {}, digest: 'd', number, occurredAt: NOON - 1_000, recordedAt: NOON, origin: 'live' },
      cause: null,
    }) as never;
  const on = async (segment = 'list') => (await members.members({ segment }, '', 10)).sort();
  const ids = (...identities: Identity[]) => identities.map(customerIdOf).sort();

  beforeAll(async () => {
    bench = await openWorkbench(part().url, 'scoring_lists');
    const profiles = {
      ask: async (_path: string, { values }: { values: string[] }) => ({
        identities: values.map((value) => (value.includes('@') ? [ANA, BEN] : [`userId:${value}`])),
      }),
    };
    lists = new ListMembers(bench.scorer, new OwnerReader(bench.open), profiles as never, clock);
    members = new MemberReader(bench.open);
    await bench.rules.saveSegment({ id: 'list', name: 'List', rule: listRule(KEY) });
    await bench.rules.saveSegment({
      ...{ id: 'others', name: 'Others' },
      rule: { version: 1, when: { kind: 'not', of: { kind: 'segment', id: 'list' } } },
    } as never);
    await bench.scorer.score([
      profileOf([ANA], 1, [seen(ANA, 1)]),
      profileOf([BEN], 1, [seen(BEN, 1)]),
      profileOf([CARD], 1, [seen(CARD, 1)]),
    ]);
  }, 60_000);
  afterAll(() => bench.close());

  it('has the customers that were named, and says which values name nobody', async () => {
    expect(await lists.add(KEY, 'id', ['ana', 'zoe'])).toEqual({ customers: 1, unknown: ['zoe'] });
    expect([await on(), await on('others')]).toEqual([ids(ANA), ids(BEN, CARD)]);
  });

  it('changes nothing when it is sent again, and an address may name several', async () => {
    const before = await bench.open.query('select count(*)::int as count from transition');
    expect(await lists.add(KEY, 'id', ['ana'])).toEqual({ customers: 1, unknown: [] });
    expect(await bench.open.query('select count(*)::int as count from transition')).toEqual(before);
    expect(await lists.add(KEY, 'email', ['family@example.com'])).toEqual({ customers: 2, unknown: [] });
    expect(await on()).toEqual(ids(ANA, BEN));
    await lists.remove(KEY, ids(ANA));
    expect(await on()).toEqual(ids(BEN));
  });

  it('cannot be joined by a trait that a source sets', async () => {
    await bench.scorer.score([profileOf([ANA], 2, [seen(ANA, 2, { segueList: { [KEY]: true } })])]);
    expect(await on()).toEqual(ids(BEN));
  });

  it('keeps to the identity that was named when customers are merged and split', async () => {
    expect(await lists.add(KEY, 'customer', ids(CARD))).toEqual({ customers: 1, unknown: [] });
    await lists.remove(KEY, ids(BEN));
    expect(await on()).toEqual(ids(CARD));
    await bench.scorer.score([profileOf([ANA, CARD], 3, [])]);
    expect([await on(), await on('others')]).toEqual([ids(ANA), ids(BEN)]);
    // The customer of the card is no more: to take it off would do nothing.
    expect(await lists.remove(KEY, ids(CARD, BEN))).toEqual(ids(CARD));
    await bench.scorer.score([profileOf([ANA], 4, []), profileOf([CARD], 5, [seen(CARD, 2)])]);
    expect([await on(), await on('others')]).toEqual([ids(CARD), ids(ANA, BEN)]);
  });

  it('moves customers as an edit does, so that no campaign writes', async () => {
    const rows = await bench.open.query<{ body: string }>(`select body from transition where subject = 'list'`);
    const listed = rows.map(({ body }) => JSON.parse(body) as { origin: string; cause: { kind: string } });
    expect(listed.filter(({ cause }) => cause.kind === 'definition').length).toBeGreaterThan(2);
    for (const { origin, cause } of listed) if (cause.kind === 'definition') expect(origin).toBe('backfill');
  });
});
