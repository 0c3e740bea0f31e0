import fc from 'fast-check';
import { InvalidMessage, type Touchpoint } from '@segue/contracts';
import { absorb } from './absorb';
import { type Absorbed, type KnownProfiles, keyOf } from './state';
import type { IdentityRow } from '../../identities/domain/identity';
import { prefixesFor } from '../../search/domain/words';
import { headOf, join } from '@segue/parts';

const brand = { currency: 'USD', zone: 'America/New_York' };

/**
 * A store in memory that keeps the results of `absorb` and loads everything each time: more than
 * needed, never less.
 */
class Kept {
  identities = new Map<string, IdentityRow>();
  versions = new Map<string, number>();
  unvalued = new Set<string>();
  seen = new Map<string, { number: number; digest: string }>();

  take(batch: Touchpoint[]): Absorbed {
    const { identities, versions: customers, unvalued, seen } = this;
    const known: KnownProfiles = { identities, customers, unvalued, seen };
    const absorbed = absorb(batch, known, brand);
    for (const row of absorbed.identities) this.identities.set(row.identity, row);
    for (const { customer, version, unvalued } of absorbed.versions) {
      this.versions.set(customer, version);
      if (unvalued > 0) this.unvalued.add(customer);
      else this.unvalued.delete(customer);
    }
    for (const row of absorbed.timeline) this.seen.set(keyOf(row), { number: row.number, digest: row.digest });
    return absorbed;
  }

  /** Heads by sets of identities. */
  heads(): Record<string, unknown> {
    const rows = this.identities.values();
    const groups = new Map<string, IdentityRow[]>();
    for (const row of rows) groups.set(row.customer, [...(groups.get(row.customer) ?? []), row]);
    return Object.fromEntries(
      [...groups].map(([customer, members]) => [
        `${customer} ${members.map((row) => row.identity).sort()}`,
        headOf(members.map((row) => row.part).reduce(join), brand),
      ]),
    );
  }
}

let made = 0;
function touchpoint(given: Partial<Touchpoint> & { ids: string[] }): Touchpoint {
  const id = given.id ?? `m${made++}`;
  return {
    v: 1,
    identity: given.ids[0] as string,
    source: 'web',
    id,
    type: 'track',
    event: given.type && given.type !== 'track' ? given.type : 'Product Viewed',
    properties: {},
    context: {},
    digest: id,
    occurredAt: 1000,
    recordedAt: 1000,
    origin: 'live',
    cause: null,
    ...given,
  };
}

describe('absorb', () => {
  it('joins an anonymous visitor with the customer that signs in', () => {
    const kept = new Kept();
    kept.take([touchpoint({ ids: ['anonymousId:a'] })]);
    const [anonymous] = kept.identities.values();

    const { profiles } = kept.take([touchpoint({ type: 'identify', ids: ['userId:u', 'anonymousId:a'] })]);

    expect(profiles).toHaveLength(1);
    expect(profiles[0]).toMatchObject({
      version: 2,
      identities: ['anonymousId:a', 'userId:u'],
      absorbed: [anonymous?.customer],
    });
  });

  it('leaves a shared device with its first user by event time, and never merges two known customers', () => {
    const kept = new Kept();
    kept.take([touchpoint({ type: 'identify', ids: ['userId:late', 'anonymousId:a'], occurredAt: 2000 })]);
    const { profiles, versions } = kept.take([
      touchpoint({ type: 'identify', ids: ['userId:early', 'anonymousId:a'], occurredAt: 1000 }),
    ]);

    expect(kept.identities.get('anonymousId:a')?.customer).toBe(kept.identities.get('userId:early')?.customer);
    expect(kept.identities.get('userId:late')?.customer).not.toBe(kept.identities.get('userId:early')?.customer);
    // The customer that lost the device is published too, and unpublished until then.
    expect(profiles.map((profile) => profile.identities)).toContainEqual(['userId:late']);
    expect(versions.filter((row) => row.unpublished)).toHaveLength(1);
  });

  it('gives a redelivered touchpoint its old number and publishes its customer again, unchanged', () => {
    const kept = new Kept();
    const visit = touchpoint({ ids: ['userId:u'] });
    const first = kept.take([visit]);

    const again = kept.take([visit]);

    expect(again.timeline).toEqual([]);
    expect(again.versions).toEqual([]);
    expect(again.profiles).toEqual(first.profiles);
  });

  it('refuses an id that was used for another content', () => {
    const kept = new Kept();
    kept.take([touchpoint({ ids: ['userId:u'], id: 'm' })]);

    expect(() => kept.take([touchpoint({ ids: ['userId:u'], id: 'm', digest: 'other' })])).toThrow(InvalidMessage);
  });

  it('keeps the time of the first sight of a message, whenever its bytes come again', () => {
    const first = touchpoint({ ids: ['userId:u'], id: 'm', type: 'identify', properties: { city: 'Lyon' } });
    const hourLater = { ...first, occurredAt: 3_601_000, recordedAt: 3_601_000, place: 7 };
    const between = { ...first, id: 'n', digest: 'n', occurredAt: 2_000, properties: { city: 'Nice' } };
    for (const batches of [[[first], [between], [hourLater]], [[first, hourLater, between]]]) {
      const kept = new Kept();
      const taken = batches.flatMap((batch) => kept.take(batch).timeline);
      expect(taken.map(({ id, occurredAt }) => [id, occurredAt])).toEqual([
        ['m', 1_000],
        ['n', 2_000],
      ]);
      expect(Object.values(kept.heads())).toMatchObject([{ traits: { city: 'Nice' }, lastSeen: 2_000 }]);
    }
  });

  it('names the place of a touchpoint that cannot be folded', () => {
    const good = touchpoint({ ids: ['userId:u'] });
    const bad = touchpoint({ ids: ['userId:u'], event: 'Order Completed', properties: { total: 'x' } });

    expect(() => new Kept().take([good, bad, good])).toThrow(
      expect.objectContaining({ index: 1, path: 'properties.total' }),
    );
  });

  it('publishes the consents of an identity by their last word', () => {
    const kept = new Kept();
    const consent = (event: string, occurredAt: number) =>
      touchpoint({ ids: ['userId:u'], event, properties: { channel: 'email' }, occurredAt });

    const { consents } = kept.take([consent('Consent Withdrawn', 20), consent('Consent Granted', 10)]);

    expect(consents).toMatchObject([
      { identity: 'userId:u', number: 2, consents: { 'email/marketing': { granted: false, at: 20 } } },
    ]);
  });
});

describe('what one batch costs', () => {
  const consent = (place: number) =>
    touchpoint({
      ids: ['userId:u'],
      event: place % 2 ? 'Consent Granted' : 'Consent Withdrawn',
      properties: { channel: 'email', note: 'x'.repeat(200) },
      occurredAt: place,
    });

  it('is one message for a thousand small touchpoints of a customer, and one message about consents', () => {
    const { profiles, consents } = new Kept().take(Array.from({ length: 1_000 }, (_, place) => consent(place)));

    expect(profiles).toHaveLength(1);
    expect(consents).toMatchObject([{ number: 1_000, consents: { 'email/marketing': { granted: true, at: 999 } } }]);
  });

  it('is several messages where touchpoints are large, all below a megabyte and in order', () => {
    const large = Array.from({ length: 100 }, (_, place) =>
      touchpoint({ ids: ['userId:u'], properties: { text: 'é'.repeat(14_000) }, occurredAt: place }),
    );

    const { profiles } = new Kept().take(large);

    expect(profiles.length).toBeGreaterThan(3);
    for (const profile of profiles) expect(Buffer.byteLength(JSON.stringify(profile))).toBeLessThan(900_000);
    expect(profiles.flatMap(({ touchpoints }) => touchpoints.map((one) => one.occurredAt))).toEqual(
      large.map((one) => one.occurredAt),
    );
  });
});

describe('orders in a currency without a rate', () => {
  const order = (id: string, currency: string) =>
    touchpoint({
      ids: ['userId:u'],
      event: 'Order Completed',
      properties: { order_id: id, total: '10.00', currency },
    });
  const counted = ({ versions }: Absorbed) => versions.map(({ unvalued }) => unvalued);

  it('are counted with each touchpoint of the customer', () => {
    const kept = new Kept();
    expect(counted(kept.take([order('1', 'EUR')]))).toEqual([1]);
    expect(counted(kept.take([touchpoint({ ids: ['userId:u'] })]))).toEqual([1]);
    expect(counted(kept.take([order('2', 'GBP'), order('3', 'USD')]))).toEqual([2]);
  });

  it('are counted for a customer that takes over those of another', () => {
    const kept = new Kept();
    kept.take([{ ...order('1', 'EUR'), identity: 'anonymousId:a', ids: ['anonymousId:a'] }]);
    const { versions } = kept.take([touchpoint({ type: 'identify', ids: ['userId:u', 'anonymousId:a'] })]);
    expect(versions).toMatchObject([{ unvalued: 1 }]);
  });
});

it('knows an event again that an earlier version stored with its ids as they were sent', () => {
  const kept = new Kept();
  const order = (order_id: string) =>
    touchpoint({
      ...{ ids: ['userId:u'], id: 'm1', digest: 'd', event: 'Order Completed', trust: 'server' as const },
      properties: { order_id, total: '5.00', currency: 'USD' },
    });
  kept.take([order('Mu\u0308ller-1')]);
  const before = kept.identities.get('userId:u');

  expect(kept.take([order('M\u00fcller-1')])).toMatchObject({ timeline: [], identities: [] });
  expect(Object.keys(before?.part.orders ?? {})).toEqual(['Mu\u0308ller-1']);
});

describe('search terms', () => {
  const identify = (given: Partial<Touchpoint> & { ids: string[] }) => touchpoint({ type: 'identify', ...given });
  const words = (changes: Absorbed['terms']) => ({
    added: changes.added.map(({ term }) => term),
    removed: changes.removed.map(({ term }) => term),
  });

  it('follow from what holds: old ones go', () => {
    const kept = new Kept();
    const named = (name: string, occurredAt: number) =>
      identify({ ids: ['userId:u'], properties: { name }, trust: 'server', occurredAt });

    expect(words(kept.take([named('Ana Lee', 1)]).terms)).toEqual({ added: ['ana lee', 'ana', 'lee'], removed: [] });
    expect(words(kept.take([named('Ana May', 2)]).terms)).toEqual({
      added: ['ana may', 'may'],
      removed: ['ana lee', 'lee'],
    });
    expect(words(kept.take([named('Too Late', 1)]).terms)).toEqual({ added: [], removed: [] });
  });

  it('find given names of Han characters, numbers by their digits and by their end, and orders', () => {
    const kept = new Kept();
    const properties = { name: '杨宇轩', phone: '+1 555-0173' };
    const { added } = words(kept.take([identify({ ids: ['userId:cdnow-1054'], properties, trust: 'server' })]).terms);
    const order = { event: 'Order Completed', properties: { order_id: 'A-77', total: '5.00' } };
    const bought = words(kept.take([touchpoint({ ids: ['userId:cdnow-1054'], trust: 'server', ...order })]).terms);
    const finds = (query: string) =>
      prefixesFor(query).some((prefix) => [...added, ...bought.added].some((term) => term.startsWith(prefix)));

    expect(
      ['杨', '宇轩', '轩', '0173', '5550173', '15550173', '+15550173', '+1 555', '1054', 'a-77'].filter(finds),
    ).toEqual(['杨', '宇轩', '轩', '0173', '5550173', '15550173', '+15550173', '+1 555', '1054', 'a-77']);
    expect(['宇', '17', '9173', '2054', '77'].filter(finds)).toEqual(['宇']);
  });

  it('spell Chinese names, as long as they hold', () => {
    const kept = new Kept();
    const said = (properties: object, occurredAt: number) =>
      words(
        kept.take([identify({ ids: ['userId:u'], properties: { ...properties }, trust: 'server', occurredAt })]).terms,
      );

    expect(said({ name: '王宇轩' }, 1).added).toEqual(expect.arrayContaining(['^wangyuxuan', '^yuxuan', '^wyx']));
    expect(said({ email: 'w@x.test' }, 2)).toEqual({ added: ['w@x.test'], removed: [] });
    const { added, removed } = said({ name: '王芳' }, 3);
    expect(added).toEqual(expect.arrayContaining(['^wangfang', '^wf']));
    expect(removed).toEqual(expect.arrayContaining(['^wangyuxuan', '^yuxuan', '^wyx']));
  });

  it('join a name that is sent in two parts', () => {
    const kept = new Kept();
    const { terms } = kept.take([
      identify({ ids: ['userId:u'], properties: { firstName: '宇轩', lastName: '王' }, trust: 'server' }),
    ]);
    expect(words(terms).added).toEqual(expect.arrayContaining(['王宇轩', '^wyx', '宇轩']));
  });

  it('do not grow with names that are sent again and again', () => {
    const kept = new Kept();
    const terms = new Set<string>();
    for (let place = 0; place < 100; place++) {
      const properties = { name: `Name${place} of many words ${'w '.repeat(50)}${place}` };
      const { added, removed } = kept.take([
        identify({ ids: ['userId:u'], properties, trust: 'public', occurredAt: place }),
      ]).terms;
      for (const { term } of removed) terms.delete(term);
      for (const { term } of added) terms.add(term);
    }
    expect(terms.size).toBeLessThanOrEqual(9);
  });

  it('do not find a known person by claims of a public source, nor by claims of a device of that person', () => {
    const kept = new Kept();
    const evil = { properties: { email: 'evil@x' }, trust: 'public' as const };
    expect(words(kept.take([identify({ ids: ['anonymousId:a'], ...evil })]).terms).added).toEqual(['evil@x']);
    kept.take([identify({ ids: ['userId:u'], properties: { email: 'ana@x' }, trust: 'server' })]);

    const claimed = kept.take([identify({ ids: ['userId:u', 'anonymousId:a'], ...evil, occurredAt: 9_000 })]);

    expect(words(claimed.terms)).toEqual({ added: [], removed: ['evil@x'] });
  });

  it('are removed when a server source makes the person known', () => {
    const kept = new Kept();
    kept.take([identify({ ids: ['userId:u'], properties: { email: 'claimed@x' }, trust: 'public' })]);

    const { terms } = kept.take([touchpoint({ ids: ['userId:u'], trust: 'server' })]);

    expect(words(terms)).toEqual({ added: [], removed: ['claimed@x'] });
  });
});

const lives = fc
  .array(
    fc.record({
      user: fc.constantFrom('userId:u1', 'userId:u2', null),
      weak: fc.constantFrom('anonymousId:a', 'anonymousId:b', 'email:e'),
      what: fc.constantFrom('view', 'identify', 'order', 'refund', 'cancel', 'consent', 'withdraw'),
      order: fc.constantFrom('o1', 'o2'),
      at: fc.integer({ min: 0, max: 5 }),
      trust: fc.constantFrom<Touchpoint['trust']>('server', 'public', undefined),
    }),
    { maxLength: 14 },
  )
  .map((moments) =>
    moments.map(({ user, weak, what, order, at, trust }, place) => {
      const ids = user && what === 'identify' ? [user, weak] : [user ?? weak];
      const events: Record<string, string> = {
        view: 'Product Viewed',
        order: 'Order Completed',
        refund: 'Order Refunded',
        cancel: 'Order Cancelled',
        consent: 'Consent Granted',
        withdraw: 'Consent Withdrawn',
      };
      const properties: Record<string, Record<string, unknown>> = {
        identify: { city: `city ${place}`, plan: place % 2 ? null : 'gold', email: `e${place}` },
        order: { order_id: order, total: place },
        refund: { order_id: order, amount: 1 },
        cancel: { order_id: order },
        consent: { channel: 'email' },
        withdraw: { channel: 'email' },
      };
      return touchpoint({
        ids,
        trust,
        id: `life-${place}`,
        type: what === 'identify' ? 'identify' : 'track',
        event: events[what] ?? 'identify',
        properties: properties[what] ?? {},
        occurredAt: at * 86_400_000,
      });
    }),
  );

describe('laws of profiles', () => {
  it('end equal for any order, duplication and batching of a life', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.nat()), fc.array(fc.integer({ min: 1, max: 4 })), (life, shuffle, sizes) => {
        const straight = new Kept();
        for (const one of life) straight.take([one]);

        const shuffled = [...life, ...life.slice(0, 3)]
          .map((one, place) => ({ one, key: shuffle[place] ?? place }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const batched = new Kept();
        for (let from = 0, turn = 0; from < shuffled.length; turn++) {
          const size = sizes[turn] ?? 3;
          batched.take(shuffled.slice(from, from + size));
          from += size;
        }

        expect(batched.heads()).toEqual(straight.heads());
      }),
      { numRuns: 500 },
    );
  });

  it('never gives a customer a smaller version', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const kept = new Kept();
        for (const one of life) {
          const before = new Map(kept.versions);
          for (const { customer, version } of kept.take([one]).versions) {
            expect(version).toBeGreaterThan(before.get(customer) ?? 0);
          }
        }
      }),
    );
  });
});
