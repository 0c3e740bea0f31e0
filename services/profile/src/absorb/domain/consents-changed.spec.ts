import fc from 'fast-check';
import type { ConsentChanged, Identity, Touchpoint } from '@segue/contracts';
import { isWithdrawnAt } from '@segue/parts';
import { absorb } from './absorb';
import { type KnownProfiles, keyOf } from './state';

const brand = { currency: 'USD', zone: 'UTC', country: 'CN' };
const EMAIL = 'email/marketing';

/** What a reader of consents keeps: of each identity the newest message. */
class Reader {
  private readonly rows = new Map<Identity, ConsentChanged>();

  consume(messages: readonly ConsentChanged[]): void {
    for (const one of messages) {
      const known = this.rows.get(one.identity);
      const isNewer =
        !known || one.number > known.number || (one.number === known.number && one.version! >= known.version!);
      if (isNewer) this.rows.set(one.identity, one);
    }
  }

  isWithdrawn(address: Identity): boolean {
    const named = [...this.rows.values()].filter(({ addresses = [] }) => addresses.includes(address));
    return isWithdrawnAt(
      named.map(({ consents, lifts = [] }) => ({ consents, lifts })),
      EMAIL,
    );
  }
}

/** Takes batches in and gives a reader what is published. */
function readerOf(batches: readonly Touchpoint[][]): Reader {
  const known = {
    identities: new Map(),
    customers: new Map(),
    unvalued: new Set<string>(),
    seen: new Map(),
  } satisfies KnownProfiles;
  const reader = new Reader();
  for (const batch of batches) {
    const absorbed = absorb(batch, known, brand);
    for (const row of absorbed.identities) known.identities.set(row.identity, row);
    for (const row of absorbed.versions) known.customers.set(row.customer, row.version);
    for (const row of absorbed.timeline) known.seen.set(keyOf(row), { number: row.number, digest: row.digest });
    reader.consume(absorbed.consents);
  }
  return reader;
}

let made = 0;
function touchpoint(ids: Identity[], at: number, given: Partial<Touchpoint>): Touchpoint {
  const id = `m${made++}`;
  return {
    ...{
      v: 1,
      identity: ids[0] as Identity,
      source: 'shop',
      id,
      type: 'track',
      event: 'identify',
      ids,
      properties: {},
    },
    ...{ context: {}, digest: id, trust: 'server', occurredAt: at, recordedAt: at, origin: 'live', cause: null },
    ...given,
  };
}
const is = (ids: Identity[], email: string | null, at = 1) =>
  touchpoint(ids, at, { type: 'identify', properties: { email } });
const says = (verb: 'Granted' | 'Withdrawn', by: Identity, at: number, given: Partial<Touchpoint> = {}) =>
  touchpoint([by], at, { event: `Consent ${verb}`, properties: { channel: 'email' }, ...given });

const ZOE = 'email:zoe@example.test';

describe('a withdrawal by address', () => {
  it.each<[string, Touchpoint[], boolean]>([
    [
      'by the e-mail identity',
      [is(['userId:1'], 'zoe@example.test'), says('Granted', 'userId:1', 2), says('Withdrawn', ZOE, 3)],
      true,
    ],
    [
      'by another customer with it',
      [
        is(['userId:1'], 'Zoe@Example.test'),
        is(['userId:2'], ' zoe@example.test'),
        says('Granted', 'userId:1', 2),
        says('Withdrawn', 'userId:2', 3),
      ],
      true,
    ],
    [
      'before the address is known',
      [says('Withdrawn', 'userId:2', 3), is(['userId:2'], 'mailto:zoe@example.test', 4)],
      true,
    ],
    [
      'by a customer that has another address now',
      [is(['userId:2'], 'zoe@example.test'), says('Withdrawn', 'userId:2', 3), is(['userId:2'], 'new@example.test', 4)],
      false,
    ],
    [
      'until a later grant for the mailbox',
      [is(['userId:1'], 'zoe@example.test'), says('Withdrawn', ZOE, 3), says('Granted', 'userId:1', 4)],
      false,
    ],
    [
      'against an earlier grant',
      [is(['userId:1'], 'zoe@example.test'), says('Withdrawn', ZOE, 3), says('Granted', 'userId:1', 2)],
      true,
    ],
    [
      'against a later grant by a public source',
      [
        is(['anonymousId:1'], 'zoe@example.test'),
        says('Withdrawn', ZOE, 3),
        says('Granted', 'anonymousId:1', 4, { trust: 'public' }),
      ],
      true,
    ],
    [
      'by a public source, at once',
      [
        is(['userId:1'], 'zoe@example.test'),
        says('Granted', 'userId:1', 2),
        says('Withdrawn', ZOE, 3, { trust: 'public' }),
      ],
      true,
    ],
    [
      'of another channel',
      [is(['userId:1'], 'zoe@example.test'), says('Withdrawn', ZOE, 3, { properties: { channel: 'sms' } })],
      false,
    ],
  ])('%s', (_, life, isWithdrawn) => {
    expect(readerOf(life.map((one) => [one])).isWithdrawn(ZOE)).toBe(isWithdrawn);
    expect(readerOf([life]).isWithdrawn(ZOE)).toBe(isWithdrawn);
    expect(readerOf(life.toReversed().map((one) => [one])).isWithdrawn(ZOE)).toBe(isWithdrawn);
  });

  it('reaches the phone in every spelling', () => {
    const said = (ids: Identity[]) => touchpoint(ids, 1, { type: 'identify', properties: { phone: '138 1234 5678' } });
    expect(readerOf([[said(['userId:1']), says('Withdrawn', 'userId:1', 2)]]).isWithdrawn('phone:+8613812345678')).toBe(
      true,
    );
  });

  it('holds or ends whatever the order and the batches, and however often it comes', () => {
    const identity = fc.constantFrom<Identity>('userId:1', 'userId:2', ZOE);
    const mail = fc.constantFrom('zoe@example.test', 'ZOE@example.test', 'other@example.test', null);
    const act = fc.oneof(
      fc
        .record({
          identity,
          verb: fc.constantFrom('Granted' as const, 'Withdrawn' as const),
          at: fc.integer({ min: 1, max: 6 }),
        })
        .map(({ identity: by, verb, at }) => says(verb, by, at)),
      fc
        .record({
          identity: fc.constantFrom<Identity>('userId:1', 'userId:2'),
          mail,
          at: fc.integer({ min: 1, max: 6 }),
        })
        .map(({ identity: by, mail: email, at }) => is([by], email, at)),
      fc.integer({ min: 1, max: 6 }).map((at) => is(['userId:1', ZOE], null, at)),
    );
    const lives = fc.array(act, { minLength: 1, maxLength: 8 }).chain((life) =>
      fc.record({
        life: fc.constant(life),
        order: fc.shuffledSubarray(life, { minLength: life.length }),
        again: fc.subarray(life),
        size: fc.integer({ min: 1, max: 4 }),
      }),
    );
    fc.assert(
      fc.property(lives, ({ life, order, again, size }) => {
        const all = [...order, ...again];
        const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
          all.slice(n * size, (n + 1) * size),
        );
        expect(readerOf(batches).isWithdrawn(ZOE)).toBe(readerOf([life]).isWithdrawn(ZOE));
      }),
    );
  });
});
