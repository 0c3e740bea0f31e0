import fc from 'fast-check';
import { RISING_TIERS, keptTier, rankOfTier } from './kept-tier';
import type { TierVerdict, ValueTier } from './value-tiers';

interface Given {
  /** In time order, at instants above 0. */
  at: number;
  tier: ValueTier;
}

/** The scheme of a life in which tiers change at known instants, and nothing happens between. */
const verdictOf =
  (life: readonly Given[]) =>
  (at: number): TierVerdict => {
    const tierThen = (then: number) => life.findLast((one) => one.at <= then)?.tier ?? 'standard';
    const tier = tierThen(at);
    return { tier, changesAt: life.find((one) => one.at > at && one.tier !== tier)?.at ?? null, because: [] };
  };
const kept = (life: readonly Given[], now: number, keepMs: number) =>
  keptTier({ now, keepMs, verdictAt: verdictOf(life), happened: [], mostVerdicts: 500 });

describe('a kept tier', () => {
  it('rises at once and falls so long after it was last reached', () => {
    const life: Given[] = [
      { at: 100, tier: 'MVC' },
      { at: 110, tier: 'MGC' },
      { at: 150, tier: 'BZ' },
    ];
    expect(kept(life, 100, 30)).toMatchObject({ tier: 'MVC', changesAt: 140 });
    expect(kept(life, 139, 30)).toMatchObject({ tier: 'MVC', changesAt: 140 });
    expect(kept(life, 140, 30)).toMatchObject({ tier: 'MGC', changesAt: 180 });
    expect(kept(life, 180, 30)).toMatchObject({ tier: 'BZ', changesAt: null });
  });

  it('is renewed by the tier coming back, and ended by a better one', () => {
    const life: Given[] = [
      { at: 100, tier: 'MGC' },
      { at: 110, tier: 'standard' },
      { at: 130, tier: 'MGC' },
      { at: 135, tier: 'standard' },
      { at: 150, tier: 'MVC' },
    ];
    expect(kept(life, 112, 30)).toMatchObject({ tier: 'MGC', changesAt: 150 });
    expect(kept(life, 160, 30)).toMatchObject({ tier: 'MVC', changesAt: null });
  });

  it('is the best tier of the time before, and changes when it says', () => {
    const tier = fc.constantFrom(...RISING_TIERS);
    const lives = fc
      .uniqueArray(fc.record({ at: fc.integer({ min: 1, max: 60 }), tier }), { selector: ({ at }) => at, maxLength: 8 })
      .map((some) => some.sort((a, b) => a.at - b.at));
    fc.assert(
      fc.property(lives, fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1, max: 25 }), (life, now, keepMs) => {
        const verdictAt = verdictOf(life);
        const best = (at: number) => {
          let rank = rankOfTier(verdictAt(at).tier);
          // Reached up to the instant `then + 1`, which is less than `keepMs` ago.
          for (let then = at - 1; then + 1 + keepMs > at; then--)
            rank = Math.max(rank, rankOfTier(verdictAt(then).tier));
          return RISING_TIERS[rank];
        };
        const { tier: found, changesAt } = kept(life, now, keepMs);
        expect(found).toBe(best(now));
        const until = changesAt ?? 200;
        for (let at = now; at < until; at++) expect(best(at)).toBe(found);
        if (changesAt !== null) expect(best(changesAt)).not.toBe(found);
      }),
      { numRuns: 500 },
    );
  });
});
