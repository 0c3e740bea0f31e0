// The laws of parts: the state is independent of the order of arrival, of duplicates and of the
// split into identities.
import type { Touchpoint } from '@segue/contracts';
import fc from 'fast-check';
import {
  bounce,
  brand,
  consent,
  emailOf,
  fold,
  identify,
  lives,
  restored,
  seen,
  shuffled,
  touchpoint,
  traitsOf,
  voided,
} from '../testing/lives';
import { headOf } from './head';
import { join, joinAll } from './part';

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
