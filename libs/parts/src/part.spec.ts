// The laws of parts: the state is independent of the order of arrival, of duplicates and of the
// split into identities.
import fc from 'fast-check';
import type { Touchpoint } from '@segue/contracts';
import { MAX_CLAIMED_TRAITS, MAX_TRAITS } from './bounds';
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from './consent-words';
import { consentKeysOf, consentState } from './consents';
import { headOf } from './head';
import { type Brand, EMPTY_PART, type Part } from './part-state';
import { evolve, join, joinAll } from './part';
import { atBound, unconfirmed } from './unconfirmed';
import { RESTORED } from './bounces';
import { VOID_EVENT } from './voids';

const brand: Brand = { currency: 'USD', zone: 'UTC' };

let made = 0;
function touchpoint(given: Partial<Touchpoint>): Touchpoint {
  const id = given.id ?? `m${made++}`;
  const { occurredAt = 1_000, identity = 'userId:u' } = given;
  return {
    v: 1,
    identity,
    source: given.trust === 'public' ? 'src_web' : 'server',
    id,
    type: 'track',
    event: 'Product Viewed',
    ids: [identity],
    properties: {},
    context: {},
    digest: id,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
    ...given,
    occurredAt,
  };
}

const identify = (properties: Touchpoint['properties'], given: Partial<Touchpoint> = {}) =>
  touchpoint({ type: 'identify', event: 'identify', properties, ...given });

const consent = (verb: 'Granted' | 'Withdrawn', given: Partial<Touchpoint>, channel = 'email') =>
  touchpoint({ event: `Consent ${verb}`, properties: { channel }, ...given });

const voided = (from: number, until: number, withdrawn = {}, source = 'src_web') =>
  touchpoint({
    source: 'segue',
    id: `void/${source}/${from}/${until}`,
    event: VOID_EVENT,
    properties: { source, from, until, withdrawn },
  });

const bounce = ({ properties, ...given }: Partial<Touchpoint>) =>
  touchpoint({
    ...{ source: 'delivery', event: 'Message Failed', ...given },
    properties: { bounced: 'email:ana@x.test', reason: '550', ...properties },
  });
const restored = (occurredAt: number, given: Partial<Touchpoint> = {}) =>
  touchpoint({
    ...{ source: 'segue', event: RESTORED, occurredAt, id: `restored/${occurredAt}` },
    ...{ properties: { address: 'email:ana@x.test', takenBackBy: 'admin' }, ...given },
  });

const fold = (life: readonly Touchpoint[]): Part =>
  life.reduce<Part>((part, one) => evolve(part, one, brand), EMPTY_PART);

const traitsOf = (...life: Touchpoint[]) => headOf(fold(life), brand).traits;
const emailOf = (...life: Touchpoint[]) => consentState(fold(life))['email/marketing'];

const trusts = fc.constantFrom<Touchpoint['trust']>('server', 'public', undefined);

const lives = fc
  .array(
    fc.record({
      trust: trusts,
      source: fc.constantFrom('src_a', 'src_b'),
      what: fc.constantFrom('identify', 'grant', 'withdraw', 'order', 'refund', 'void', 'view', 'bounce', 'restore'),
      name: fc.constantFrom('email', 'city', 'plan', 'name'),
      value: fc.constantFrom<unknown>('a', 'b', null, 'x'.repeat(600)),
      channel: fc.constantFrom('email', 'sms'),
      at: fc.integer({ min: 0, max: 6 }),
      recordedAt: fc.integer({ min: 0, max: 2 }),
      stamp: fc.integer({ min: 0, max: 3 }),
      identity: fc.constantFrom('userId:u', 'anonymousId:a'),
    }),
    { maxLength: 16 },
  )
  .map((moments) =>
    moments.map(({ what, name, value, channel, at, stamp, ...given }, place) => {
      const common = { ...given, id: `life-${place}`, occurredAt: at, place: stamp };
      switch (what) {
        case 'identify':
          return identify({ [name]: value }, common);
        case 'grant':
          return consent('Granted', common, channel);
        case 'withdraw':
          return consent('Withdrawn', common, channel);
        case 'order':
          return touchpoint({ ...common, event: 'Order Completed', properties: { order_id: `o${at}`, total: place } });
        case 'refund':
          return touchpoint({ ...common, event: 'Order Refunded', properties: { order_id: `o${at}`, amount: 1 } });
        case 'bounce':
          return bounce({ ...common, source: 'delivery', trust: undefined, properties: { reason: `55${place}` } });
        case 'restore':
          return restored(at, { ...common, source: 'segue', trust: undefined });
        case 'void':
          return {
            ...voided(at, at + 2, { 'email/marketing': { value: 0, at: 0, by: 'w' } }, given.source),
            identity: given.identity,
          };
        default:
          return touchpoint({ ...common, context: { timezone: `Zone/${place}` } });
      }
    }),
  );

const shuffled = <T>(all: readonly T[], keys: readonly number[]): T[] =>
  all
    .map((one, place) => ({ one, key: keys[place] ?? place }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);

const seen = (part: Part) => ({ part, head: headOf(part, brand), claims: unconfirmed(part, brand).length });

describe('laws of parts', () => {
  it('end equal for any order of touchpoints', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.nat()), (life, keys) => {
        expect(seen(fold(shuffled(life, keys)))).toEqual(seen(fold(life)));
      }),
    );
  });

  it('end equal for any split into identities, joined in any order and grouping', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.nat({ max: 3 })), fc.array(fc.nat()), (life, owners, keys) => {
        const parts = [0, 1, 2, 3].map((owner) => fold(life.filter((_, place) => (owners[place] ?? 0) === owner)));
        const whole = seen(fold(life));

        expect(seen(joinAll(shuffled(parts, keys)))).toEqual(whole);
        expect(seen(parts.reduceRight((joined, part) => join(part, joined)))).toEqual(whole);
      }),
    );
  });

  it('are unchanged by a join with themselves, except for the count of touchpoints', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const part = fold(life);
        expect({ ...join(part, part), touchpoints: 0 }).toEqual({ ...part, touchpoints: 0 });
      }),
    );
  });
});

describe('what is said at one instant', () => {
  type Word = { value: string; recordedAt: number; trust: 'server' | 'public' };
  const words = fc.array(
    fc.record<Word>({
      value: fc.constantFrom('Lyon', 'Nice', 'Brest'),
      recordedAt: fc.integer({ min: 1_000, max: 1_002 }),
      trust: fc.constantFrom('server', 'public'),
    }),
    { minLength: 1, maxLength: 8 },
  );
  /** As ingestion stamps them: receipts rise, places count within a receipt. Ids say nothing. */
  const stamped = (said: readonly Word[], ids: readonly number[]): Touchpoint[] =>
    [...said]
      .sort((a, b) => a.recordedAt - b.recordedAt)
      .map(({ value, ...given }, place) =>
        identify({ city: value }, { ...given, place, id: `${ids[place] ?? 'm'}-${place}` }),
      );

  it('ends as the sender said last, in any order of folding', () => {
    fc.assert(
      fc.property(words, fc.array(fc.nat()), fc.array(fc.nat()), (said, ids, keys) => {
        const life = stamped(said, ids);
        expect(traitsOf(...shuffled(life, keys))).toEqual({ city: life.at(-1)!.properties.city });
      }),
    );
  });

  it('is ordered by receipt before the place, and by the place before the id', () => {
    const city = (value: string, given: Partial<Touchpoint>) =>
      identify({ city: value }, { ...given, trust: 'server' });
    const first = city('Lyon', { recordedAt: 999, place: 35, id: 'z' });
    const second = city('Nice', { recordedAt: 1_296, place: 2, id: 'y' });
    const third = city('Brest', { recordedAt: 1_296, place: 36, id: 'x' });
    expect(traitsOf(third, first, second)).toEqual({ city: 'Brest' });
    expect(traitsOf(second, first)).toEqual({ city: 'Nice' });
  });

  it('is a withdrawal of consent if any of it is one', () => {
    const grants = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(grants, fc.array(fc.nat()), (said, keys) => {
        const life = said.map((isGrant, place) =>
          consent(isGrant ? 'Granted' : 'Withdrawn', { trust: 'server', place, id: `${keys[place] ?? 0}-${place}` }),
        );
        expect(emailOf(...shuffled(life, keys))).toEqual({ granted: said.every(Boolean), at: 1_000 });
      }),
    );
  });
});

describe('trust', () => {
  const known = () => touchpoint({ trust: 'server' });

  it('accepts everything from a public source about a visitor unknown to server sources', () => {
    expect(traitsOf(identify({ email: 'a@x', city: 'Rome' }, { trust: 'public' }))).toEqual({
      email: 'a@x',
      city: 'Rome',
    });
    expect(emailOf(consent('Granted', { trust: 'public' }))).toEqual({ granted: true, at: 1_000 });
  });

  it.each([
    ['before', 500],
    ['after', 2_000],
  ])('keeps the address of a known person from a public source that speaks %s', (_, occurredAt) => {
    const claim = identify({ email: 'evil@x', city: 'Rome' }, { trust: 'public', occurredAt });
    const word = identify({ email: 'ana@x', city: 'Oslo' }, { trust: 'server' });

    for (const life of [
      [claim, word],
      [word, claim],
    ]) {
      expect(traitsOf(...life)).toEqual({ email: 'ana@x', city: occurredAt > 1_000 ? 'Rome' : 'Oslo' });
    }
  });

  it('does not count a device seen by a server source as a known person', () => {
    const claim = identify({ email: 'a@x' }, { trust: 'public', identity: 'anonymousId:a' });
    const seen = touchpoint({ trust: 'server', identity: 'anonymousId:a' });
    expect(traitsOf(claim, seen)).toEqual({ email: 'a@x' });
  });

  it('takes the protected traits from the setting', () => {
    const part = fold([known(), identify({ city: 'Rome', email: 'a@x' }, { trust: 'public' })]);
    expect(headOf(part, { ...brand, protectedTraits: ['city'] }).traits).toEqual({ email: 'a@x' });
  });

  it('treats a stored part of an older version as known', () => {
    const { known: _, ...old } = fold([touchpoint({})]);
    expect(headOf(evolve(old, identify({ email: 'a@x' }, { trust: 'public' }), brand), brand).traits).toEqual({});
  });

  it('does not accept a public grant for a known person', () => {
    expect(emailOf(known(), consent('Granted', { trust: 'public' }))).toBeUndefined();
  });

  it('honours a public withdrawal at once, until a later trusted grant', () => {
    const granted = consent('Granted', { trust: 'server' });
    const withdrawn = consent('Withdrawn', { trust: 'public', occurredAt: 2_000 });
    const claimed = consent('Granted', { trust: 'public', occurredAt: 3_000 });
    const again = consent('Granted', { trust: 'server', occurredAt: 4_000 });

    expect(emailOf(granted, withdrawn)).toEqual({ granted: false, at: 2_000 });
    expect(emailOf(granted, withdrawn, claimed)).toEqual({ granted: false, at: 2_000 });
    expect(emailOf(granted, withdrawn, claimed, again)).toEqual({ granted: true, at: 4_000 });
  });

  it.each<Touchpoint['trust']>(['server', 'public'])(
    'lets the withdrawal of a %s source win at one instant',
    (trust) => {
      const life = [consent('Granted', { trust: 'server', id: 'z' }), consent('Withdrawn', { trust, id: 'a' })];
      expect(emailOf(...life)).toEqual({ granted: false, at: 1_000 });
      expect(emailOf(...life.reverse())).toEqual({ granted: false, at: 1_000 });
    },
  );

  it('shows claims until a server source states the same', () => {
    const claim = identify({ email: 'new@x' }, { trust: 'public', occurredAt: 2_000 });
    const claimed = [known(), claim, consent('Granted', { trust: 'public', occurredAt: 2_000 })];
    expect(unconfirmed(fold(claimed), brand)).toEqual([
      { source: 'src_web', trait: 'email', value: 'new@x', at: 2_000 },
      { source: 'src_web', consent: 'email/marketing', value: true, at: 2_000 },
    ]);

    const confirmed = [
      identify({ email: 'new@x' }, { trust: 'server', occurredAt: 3_000 }),
      consent('Granted', { trust: 'server', occurredAt: 3_000 }),
    ];
    expect(unconfirmed(fold([...claimed, ...confirmed]), brand)).toEqual([]);
  });

  it('never drops trusted values from the head in favour of claims', () => {
    const big = (place: number, bytes: number) => `${place}`.padEnd(bytes, 'x');
    const traits = Object.fromEntries(Array.from({ length: 40 }, (_, place) => [`t${place}`, big(place, 1_150)]));
    const junk = Array.from({ length: 20 }, (_, place) =>
      identify(Object.fromEntries(Array.from({ length: MAX_CLAIMED_TRAITS }, (_, n) => [`j${n}`, big(n, 500)])), {
        trust: 'public',
        source: `src_${place}`,
        occurredAt: 5_000,
      }),
    );
    const held = traitsOf(identify(traits, { trust: 'server' }), ...junk);

    expect(held).toMatchObject(traits);
    expect(Buffer.byteLength(JSON.stringify(held))).toBeLessThanOrEqual(48_000);
  });
});

describe('taking back withdrawals', () => {
  const granted = consent('Granted', { trust: 'server', occurredAt: 1 });
  const misused = consent('Withdrawn', { trust: 'public', occurredAt: 50 });

  it('leaves out those of the source in the period, and no others', () => {
    expect(emailOf(granted, misused, voided(40, 60))).toEqual({ granted: true, at: 1 });
    expect(emailOf(granted, misused, voided(40, 50))).toEqual({ granted: false, at: 50 });
    expect(emailOf(granted, misused, voided(40, 60, {}, 'src_other'))).toEqual({ granted: false, at: 50 });
  });

  it('brings back the withdrawal that the misused one covered', () => {
    const restated = { 'email/marketing': { value: 5, at: 5, by: 'w' } };
    expect(emailOf(granted, misused, voided(40, 60, restated))).toEqual({ granted: false, at: 5 });
  });

  it('honours a withdrawal that comes later', () => {
    const later = consent('Withdrawn', { trust: 'public', occurredAt: 70 });
    expect(emailOf(granted, misused, voided(40, 60), later)).toEqual({ granted: false, at: 70 });
  });

  it.each([
    ['another source', { source: 'src_web', trust: 'public' as const }],
    ['the name of Segue from outside', { trust: 'server' as const }],
  ])('is not taken from %s', (_, given) => {
    expect(emailOf(granted, misused, { ...voided(40, 60), ...given })).toEqual({ granted: false, at: 50 });
  });

  it('dates nothing in the life of the customer', () => {
    const part = fold([touchpoint({ occurredAt: 10 }), { ...voided(1, 2), occurredAt: 99 }]);
    expect(part).toMatchObject({ firstSeen: 10, lastSeen: 10, touchpoints: 2 });
  });
});

describe('an address that bounced', () => {
  const markOf = (...life: Touchpoint[]) => fold(life).bounced?.['email:ana@x.test']?.value ?? null;
  const gone = bounce({ occurredAt: 50, trust: undefined });

  it('is marked until it is taken back, and again when it bounces again, in any order', () => {
    expect(markOf(gone)).toBe('550');
    expect([markOf(gone, restored(51)), markOf(restored(51), gone)]).toEqual([null, null]);
    const again = bounce({ occurredAt: 60, properties: { reason: '553' } });
    expect([markOf(gone, restored(51), again), markOf(again, restored(51), gone)]).toEqual(['553', '553']);
  });

  it.each([
    ['another source', { source: 'src_web', trust: 'public' as const }],
    ['the name of Segue from outside', { trust: 'server' as const }],
  ])('is not taken back by %s', (_, given) => {
    expect(markOf(gone, restored(51, given))).toBe('550');
  });

  it('dates nothing in the life of the customer when it is taken back', () => {
    const part = fold([touchpoint({ occurredAt: 10 }), restored(99)]);
    expect(part).toMatchObject({ firstSeen: 10, lastSeen: 10, touchpoints: 2 });
  });
});

describe('bounds of a part', () => {
  const many = (trust: Touchpoint['trust'], count: number) =>
    Array.from({ length: count }, (_, place) =>
      identify({ [`t${place}`]: place }, { trust, occurredAt: 1_000 + (place % 7), id: `many-${place}` }),
    );

  it('keeps the latest names of traits, in any order and split', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 400, maxLength: 400 }), fc.nat({ max: 300 }), (keys, cut) => {
        const all = [...many('server', 300), ...many('public', 100)];
        const mixed = shuffled(all, keys);
        const joined = join(fold(mixed.slice(0, cut)), fold(mixed.slice(cut)));

        expect(joined).toEqual(fold(all));
      }),
      { numRuns: 10 },
    );
    const full = fold([...many('server', 10 * MAX_TRAITS), ...many('public', 10 * MAX_CLAIMED_TRAITS)]);
    expect(Object.keys(full.traits)).toHaveLength(MAX_TRAITS);
    expect(Object.keys(full.claims?.src_web?.traits ?? {})).toHaveLength(MAX_CLAIMED_TRAITS);
    expect(atBound(full)).toEqual(['traits', 'claims']);
  });

  it('reports dropped items', () => {
    const dropped: string[] = [];
    const note = { onDropped: (what: string, count: number) => dropped.push(`${what} ${count}`) };
    const part = fold([...many('server', MAX_TRAITS), ...many('public', MAX_CLAIMED_TRAITS)]);

    evolve(part, identify({ next: 1 }, { trust: 'server', occurredAt: 9_000 }), brand, note);
    evolve(part, identify({ next: 1 }, { trust: 'public', occurredAt: 9_000 }), brand, note);
    evolve(part, identify({ big: 'x'.repeat(600) }, { trust: 'public' }), brand, note);

    expect(dropped).toEqual(['traits 1', 'claims 1', 'claims 1']);
  });

  it('holds no more consents than there are channels and purposes, and refuses others', () => {
    const all = CONSENT_CHANNELS.map((channel) => consent('Granted', { trust: 'server' }, channel));
    expect(Object.keys(fold(all).consents)).toHaveLength(CONSENT_CHANNELS.length);
    expect(() => fold([consent('Granted', {}, 'pigeon')])).toThrow(
      expect.objectContaining({ path: 'properties.channel', code: 'consent' }),
    );
  });

  it('keeps an ordinary part free of what it does not use', () => {
    expect(Object.keys(fold([touchpoint({ trust: 'public' }), identify({ a: 1 })])).sort()).toEqual(
      ['consents', 'firstSeen', 'known', 'lastSeen', 'orders', 'touchpoints', 'traits'].sort(),
    );
  });
});

describe('the words of consent', () => {
  const keysOf = (channel: unknown, purpose?: unknown) =>
    consentKeysOf({ type: 'track', event: 'Consent Withdrawn', properties: { channel, purpose } });

  it.each([
    ['email', undefined, 'email/marketing'],
    ['E-Mail', 'Newsletter', 'email/marketing'],
    [' e mail ', 'marketing', 'email/marketing'],
    ['MAIL', 'promotional', 'email/marketing'],
    ['email', null, 'email/marketing'],
    ['email', '', 'email/marketing'],
    ['email', ' \u3000', 'email/marketing'],
    ['newsletter', undefined, 'email/marketing'],
    ['电子邮件', '营销', 'email/marketing'],
    ['ＥＭＡＩＬ', 'marketing', 'email/marketing'],
    ['text', undefined, 'sms/marketing'],
    ['Text Message', 'Transactional', 'sms/service'],
    ['短信', undefined, 'sms/marketing'],
    ['push_notification', undefined, 'push/marketing'],
    ['企业微信', undefined, 'wecom/marketing'],
  ])('%j for %j is %s', (channel, purpose, key) => {
    expect(keysOf(channel, purpose)).toEqual([key]);
  });

  it('knows all channels and all purposes', () => {
    expect(keysOf('all')).toEqual(CONSENT_CHANNELS.map((channel) => `${channel}/marketing`));
    expect(keysOf('email', 'ALL')).toEqual(CONSENT_PURPOSES.map((purpose) => `email/${purpose}`));
    expect(keysOf('全部', '所有')).toHaveLength(CONSENT_CHANNELS.length * CONSENT_PURPOSES.length);
    const granted = consent('Granted', { trust: 'server', id: 'a' });
    expect(emailOf(granted, consent('Withdrawn', { trust: 'public', id: 'b', occurredAt: 2_000 }, 'all'))).toEqual({
      granted: false,
      at: 2_000,
    });
  });

  it.each(['pigeon', '', 'constructor', null, 7, undefined])('refuses %j with the list', (channel) => {
    expect(() => keysOf(channel)).toThrow(/must be one of email, sms, .*, all/);
  });
});

describe('money', () => {
  it('says how many orders it leaves out, in whole or in what was given back', () => {
    const event = (name: string, properties: object) => touchpoint({ event: name, properties: { ...properties } });
    const { money, orders } = headOf(
      fold([
        event('Order Completed', { order_id: 'a', total: 10 }),
        event('Order Completed', { order_id: 'b', total: 10, currency: 'EUR' }),
        event('Order Completed', { order_id: 'c', total: 10 }),
        event('Order Refunded', { order_id: 'c', amount: 5, currency: 'EUR' }),
        event('Order Refunded', { order_id: 'c', amount: 2 }),
      ]),
      brand,
    );

    expect(orders).toBe(3);
    expect(money).toEqual({ currency: 'USD', gross: 2_000, refunded: 200, net: 1_800, unvalued: 2 });
  });
});
