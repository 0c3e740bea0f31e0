// Schemes that marketers know by name. Those by share of the population become bands once cut-offs
// have been taken from it, at a stated instant; the cut-offs are versioned data.
import type { Band, TierScheme } from './tier-scheme';

/** From the highest to the lowest: each tier's share of the customers, together 1. */
export interface ShareScheme {
  readonly id: string;
  readonly score: TierScheme['score'];
  readonly shares: readonly { readonly tier: string; readonly share: number }[];
}

const spend = { net: 1 };

export const SHARE_PRESETS: readonly ShareScheme[] = [
  {
    id: 'abcd',
    score: spend,
    shares: [
      { tier: 'A', share: 0.05 },
      { tier: 'B', share: 0.15 },
      { tier: 'C', share: 0.3 },
      { tier: 'D', share: 0.5 },
    ],
  },
  {
    id: '80-20',
    score: spend,
    shares: [
      { tier: 'top 20 %', share: 0.2 },
      { tier: 'other 80 %', share: 0.8 },
    ],
  },
  {
    id: '15-35-50',
    score: spend,
    shares: [
      { tier: 'top 15 %', share: 0.15 },
      { tier: 'middle 35 %', share: 0.35 },
      { tier: 'lower 50 %', share: 0.5 },
    ],
  },
];

/** Keeps most customers in their tier through one weak month. */
const CALM = { hysteresis: 0.1, graceDays: 30, minimumStayDays: 0 };

export interface CutOffs {
  /** UTC ms. */
  readonly takenAt: number;
  readonly bands: readonly Band[];
}

/**
 * Bands of a share scheme by the scores of a population. Customers with equal scores are in the
 * same tier, the higher one, so a tier may hold more than its share; in a population of a few a
 * share counts up to whole customers from the top, so a tier below may hold no customer, and then
 * it has no band. Without customers there is only the lowest band, which `schemeFaults` refuses.
 * @param atLeast the score that a share of the customers (0 to 1) reaches: `countReachedBy`,
 * `moneyReachedBy`. NaN if there is none.
 */
export function cutOffs({ shares }: ShareScheme, atLeast: (share: number) => number, takenAt: number): CutOffs {
  let reached = 0;
  const edges = shares.slice(0, -1).flatMap(({ tier, share }) => {
    reached += share;
    const from = atLeast(reached);
    return Number.isNaN(from) ? [] : [{ tier, from }];
  });
  const lowest: Band = { tier: shares.at(-1)?.tier ?? '', from: null };
  return { takenAt, bands: [lowest, ...distinct(edges.reverse())] };
}

/** Where many share a score two edges may be the same: the higher tier takes them. */
function distinct(ascending: readonly Band[]): Band[] {
  return ascending.filter((band, index) => band.from !== ascending[index + 1]?.from);
}

/** @param settings what keeps customers from flapping; calm where absent. */
export function schemeOf(
  preset: ShareScheme,
  { bands }: CutOffs,
  settings: Partial<Pick<TierScheme, 'hysteresis' | 'graceDays' | 'minimumStayDays'>> = {},
): TierScheme {
  return { id: preset.id, score: preset.score, bands, ...CALM, ...settings };
}
