import { IDENTITY_RULES } from './rules';
import fc from 'fast-check';
import { type Identity, type Touchpoint, customerIdOf } from '@segue/contracts';
import { headOf, joinAll } from '@segue/parts';
import { absorb, identitiesIn } from '../../absorb/domain/absorb';
import { type Absorbed, keyOf, membersOf } from '../../absorb/domain/state';
import type { IdentityRow } from './identity';
import { movableIn } from './links';
import { MAX_IDENTITIES } from './members';

const brand = { currency: 'USD', zone: 'UTC' };
const HOUR = 3_600_000;

/** A store in memory that loads exactly what the real one loads. */
class Kept {
  identities = new Map<Identity, IdentityRow>();
  versions = new Map<string, number>();
  seen = new Map<string, { number: number; digest: string }>();

  constructor(private readonly most: number) {}

  take(batch: Touchpoint[]): Absorbed {
    const absorbed = absorb(batch, this.known(batch), brand, { ...IDENTITY_RULES, mostIdentities: this.most });
    for (const row of absorbed.identities) this.identities.set(row.identity, row);
    for (const row of absorbed.versions) this.versions.set(row.customer, row.version);
    for (const row of absorbed.timeline) this.seen.set(keyOf(row), { number: row.number, digest: row.digest });
    return absorbed;
  }

  customerOf(identity: Identity): string | undefined {
    return this.identities.get(identity)?.customer;
  }

  end(): unknown {
    const rows = [...this.identities.values()].map(({ identity, customer, apart }) => ({ identity, customer, apart }));
    rows.sort((a, b) => (a.identity < b.identity ? -1 : 1));
    const heads = [...membersOf(this.identities.values())].map(([customer, members]) => [
      customer,
      headOf(joinAll(members.map((row) => row.part)), brand),
    ]);
    return { rows, heads: Object.fromEntries(heads) };
  }

  private known(batch: Touchpoint[]) {
    const named = new Set(identitiesIn(batch));
    const customers = new Set(batch.map(({ identity }) => customerIdOf(identity)));
    for (const identity of named) {
      const row = this.identities.get(identity);
      if (!row) continue;
      customers.add(row.customer);
      const parent = row.apart && movableIn(batch).has(identity) ? this.customerOf(row.link?.parent ?? '') : undefined;
      if (parent) customers.add(parent);
    }
    const rows = [...this.identities].filter(([identity, row]) => named.has(identity) || customers.has(row.customer));
    return { identities: new Map(rows), customers: this.versions, unvalued: new Set<string>(), seen: this.seen };
  }
}

let made = 0;
function touchpoint(given: Partial<Touchpoint> & { ids: string[] }): Touchpoint {
  const id = given.id ?? `m${made++}`;
  const { type = 'track' } = given;
  return {
    v: 1,
    identity: given.ids[0] as string,
    source: 'web',
    id,
    event: type === 'track' ? 'Product Viewed' : type,
    properties: {},
    context: {},
    digest: id,
    occurredAt: 0,
    recordedAt: 0,
    origin: 'live',
    cause: null,
    ...given,
    type,
  };
}

const link = (parent: Identity, child: Identity, hour: number, id?: string) =>
  touchpoint({ type: 'identify', ids: [parent, child], occurredAt: hour * HOUR, ...(id && { id }) });
const view = (identity: Identity) => touchpoint({ ids: [identity] });

describe('identities of a customer', () => {
  it('lets anonymous ones leave by the age of their latest link, and come back by a new one', () => {
    const kept = new Kept(3);
    kept.take([link('userId:u', 'anonymousId:a', 1), link('userId:u', 'anonymousId:b', 2)]);
    const { profiles, versions, dropped } = kept.take([link('userId:u', 'anonymousId:c', 3)]);

    expect(kept.identities.get('anonymousId:a')).toMatchObject({
      apart: 'left',
      customer: customerIdOf('anonymousId:a'),
    });
    expect(profiles.map(({ identities }) => identities).sort()).toEqual([
      ['anonymousId:a'],
      ['anonymousId:b', 'anonymousId:c', 'userId:u'],
    ]);
    expect(versions.find((row) => row.customer === customerIdOf('anonymousId:a'))?.unpublished).toBe(true);
    expect(dropped.get('identities')).toBe(1);

    kept.take([view('anonymousId:a')]);
    expect(kept.customerOf('anonymousId:a')).toBe(customerIdOf('anonymousId:a'));

    kept.take([link('userId:u', 'anonymousId:a', 4)]);
    expect(kept.customerOf('anonymousId:a')).toBe(customerIdOf('userId:u'));
    expect(kept.identities.get('anonymousId:b')?.apart).toBe('left');
  });

  it('keeps the known ones that were linked first; the others wait for review, and are not merged again', () => {
    const kept = new Kept(3);
    for (const hour of [1, 2, 3, 4]) kept.take([link('userId:u', `email:${hour}`, hour)]);
    kept.take([link('userId:u', 'email:3', 9)]);

    expect([1, 2, 3, 4].map((hour) => kept.identities.get(`email:${hour}`)?.apart)).toEqual([
      null,
      null,
      'review',
      'review',
    ]);
  });

  it('does not let anonymous ones push known ones out', () => {
    const kept = new Kept(3);
    kept.take([link('userId:u', 'anonymousId:a', 8), link('userId:u', 'anonymousId:b', 9)]);
    kept.take([link('userId:u', 'email:e', 1)]);

    expect(kept.identities.get('email:e')?.apart).toBeNull();
    expect(kept.identities.get('anonymousId:a')?.apart).toBe('left');
  });

  it('holds for any batch', () => {
    const kept = new Kept(MAX_IDENTITIES);
    const batch = Array.from({ length: 10 * MAX_IDENTITIES }, (_, hour) =>
      link('userId:u', `anonymousId:${hour}`, hour),
    );

    const { profiles, identities } = kept.take(batch);

    expect(profiles.find(({ customer }) => customer === customerIdOf('userId:u'))?.identities).toHaveLength(
      MAX_IDENTITIES,
    );
    expect(profiles).toHaveLength(9 * MAX_IDENTITIES + 2);
    expect(identities.filter((row) => row.apart === 'left')).toHaveLength(9 * MAX_IDENTITIES + 1);
  });
});

/** Links of one customer; those of several people are tested in `absorb.spec.ts`. */
const lives = fc
  .array(
    fc.record({
      what: fc.constantFrom('device', 'visitor', 'visitor of device', 'email', 'view'),
      place: fc.nat({ max: 4 }),
      hour: fc.nat({ max: 9 }),
    }),
    { maxLength: 24 },
  )
  .map((moments) =>
    moments.map(({ what, place, hour }, at) => {
      const id = `life-${at}`;
      switch (what) {
        case 'device':
          return link('userId:u', `deviceId:${place}`, hour, id);
        case 'visitor':
          return link('userId:u', `anonymousId:${place}`, hour, id);
        case 'visitor of device':
          return link(`deviceId:${place}`, `anonymousId:of-${place}-${hour % 2}`, hour, id);
        case 'email':
          return link('userId:u', `email:${place}`, hour, id);
        default:
          return { ...view(`anonymousId:${place}`), id, digest: id };
      }
    }),
  );

describe('laws of membership', () => {
  it('ends equal for any order, duplication and batching of links', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.nat()), fc.array(fc.integer({ min: 1, max: 4 })), (life, shuffle, sizes) => {
        const straight = new Kept(4);
        for (const one of life) straight.take([one]);

        const shuffled = [...life, ...life.slice(0, 3)]
          .map((one, place) => ({ one, key: shuffle[place] ?? place }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const batched = new Kept(4);
        for (let from = 0, turn = 0; from < shuffled.length; turn++) {
          const size = sizes[turn] ?? 3;
          batched.take(shuffled.slice(from, from + size));
          from += size;
        }

        expect(batched.end()).toEqual(straight.end());
      }),
      { numRuns: 1_000 },
    );
  });
});
