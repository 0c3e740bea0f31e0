// A tier scheme and standings in it, for tests.
import { assignTier } from '../src/tiers/tier-assignment';
import type { TierScheme } from '../src/tiers/tier-scheme';
import type { TierStanding } from '../src/tiers/tier-standing';
import type { Trajectory } from '../src/worth/trajectory';

export const DAY = 86_400_000;

export const scheme: TierScheme = {
  id: 'metals',
  score: { net: 1 },
  bands: [
    { tier: 'Bronze', from: null },
    { tier: 'Silver', from: 1_000 },
    { tier: 'Gold', from: 5_000 },
  ],
  hysteresis: 0.1,
  graceDays: 30,
  minimumStayDays: 90,
};

export const zone = 'UTC';

export const standing = (tier: string, since: number, belowSince: number | null = null): TierStanding => ({
  tier,
  since,
  belowSince,
});

export const ask = (score: Trajectory, before: TierStanding | null, now: number, some = scheme) =>
  assignTier({ scheme: some, standing: before, score, now, zone });
