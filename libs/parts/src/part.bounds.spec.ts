import { CONSENT_CHANNELS, type Touchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { brand, consent, fold, identify, shuffled, touchpoint } from '../testing/lives';
import { MAX_CLAIMED_TRAITS, MAX_TRAITS } from './bounds';
import { evolve, join } from './part';
import { atBound } from './unconfirmed';

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
