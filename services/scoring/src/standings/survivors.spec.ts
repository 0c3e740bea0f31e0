import { NO_NEEDS } from '@segue/rules';
import { emptyFactsFor } from '../score/domain/facts';
import type { FactsRow, KnownStandings } from '../score/domain/known-standings';
import { NEW_STANDING } from '../score/domain/standing.state';
import { survivorsOf } from './survivors';

const MOST_READS = 10;

/** Rows of standings: each customer with the one it was merged into, or null and one identity. */
function store(survivors: Readonly<Record<string, string | null>>) {
  const read: string[][] = [];
  const known = async (customers: readonly string[]): Promise<KnownStandings> => {
    if (read.length === MOST_READS) throw new Error('reads on and on');
    read.push([...customers].sort());
    const there = customers.filter((customer) => Object.hasOwn(survivors, customer));
    const identities = (customer: string) => (survivors[customer] === null ? [`userId:${customer}`] : []);
    return {
      standings: new Map(
        there.map((customer) => {
          const survivor = survivors[customer] ?? null;
          const standing = { ...NEW_STANDING, survivor, identities: identities(customer) };
          return [customer, { customer, version: 1, standing }];
        }),
      ),
      facts: new Map(there.flatMap(identities).map((identity) => [identity, factsRow(identity)])),
    };
  };
  return { read, known };
}

const factsRow = (identity: string): FactsRow => ({
  identity,
  customer: 'any',
  claim: 1,
  facts: emptyFactsFor(NO_NEEDS),
});

async function found(ids: string[], survivors: Readonly<Record<string, string | null>>) {
  const { read, known } = store(survivors);
  const customers = await survivorsOf(ids, known);
  return { by: Object.fromEntries([...customers].map(([id, { customer }]) => [id, customer])), reads: read };
}

describe('ids of merged customers', () => {
  it('stand for the last survivor, with one read for each link of the longest chain', async () => {
    const { by, reads } = await found(['a', 'b', 'd'], { a: 'b', b: 'c', c: null, d: null });

    expect(by).toEqual({ a: 'c', b: 'c', d: 'd' });
    expect(reads).toEqual([['a', 'b', 'd'], ['b', 'c'], ['c']]);
  });

  it('carry the facts of the survivor', async () => {
    const customers = await survivorsOf(['a'], store({ a: 'b', b: null }).known);

    expect([...(customers.get('a')?.facts.keys() ?? [])]).toEqual(['userId:b']);
  });

  it('are left out where they are unknown, or their survivor is', async () => {
    expect((await found(['none', 'a', 'b'], { a: 'gone', b: null })).by).toEqual({ b: 'b' });
  });

  it.each([
    ['itself', { a: 'a' }, ['a']],
    ['each other', { a: 'b', b: 'a' }, ['a', 'b']],
    ['a circle behind it', { a: 'b', b: 'c', c: 'd', d: 'b' }, ['a', 'c']],
  ])('are left out where they survive in %s, and no others with them', async (_, circle, ids) => {
    expect((await found([...ids, 'e'], { ...circle, e: 'f', f: null })).by).toEqual({ e: 'f' });
  });
});
