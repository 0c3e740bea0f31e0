import type { Touchpoint } from '@segue/contracts';
import { brand, consent, emailOf, fold, identify, touchpoint, traitsOf } from '../testing/lives';
import { MAX_CLAIMED_TRAITS } from './bounds';
import { headOf } from './head';
import { evolve } from './part';
import { unconfirmed } from './unconfirmed';

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
