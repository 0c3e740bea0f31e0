// A value tier that is kept for a while after it was last reached, so that no customer falls and
// rises again within days. A function of what happened alone: no order of arrival gives another
// tier.
import type { TierVerdict, ValueTier } from './value-tiers';

/** From the lowest to the highest. */
export const RISING_TIERS: readonly ValueTier[] = ['BZ', 'standard', 'MGC', 'MVC'];

export const rankOfTier = (tier: ValueTier): number => RISING_TIERS.indexOf(tier);

export interface Keeping {
  /** UTC milliseconds. */
  now: number;
  /** How long a tier is kept after it was last reached, in milliseconds. */
  keepMs: number;
  /**
   * The scheme's verdict at an instant: by what had happened until then, and until when it stands
   * if nothing more does.
   */
  verdictAt: (at: number) => TierVerdict;
  /** Instants up to `now` at which something happened that can raise the tier; in any order. */
  happened: readonly number[];
  /** Maximum number of verdicts before `now`, and after it; `happened` comes on top. */
  mostVerdicts: number;
}

/**
 * Returns the best tier that was reached within `keepMs`, and the first instant at which that is
 * another if nothing happens. `because` is the scheme's at the present instant.
 */
export function keptTier({ now, keepMs, verdictAt, happened, mostVerdicts }: Keeping): TierVerdict {
  const present = verdictAt(now);
  let kept = { tier: present.tier, endsAt: present.changesAt ?? Infinity };
  for (const span of spansBefore({ now, keepMs, verdictAt, happened, mostVerdicts })) {
    const higher = rankOfTier(span.tier) - rankOfTier(kept.tier);
    if (higher > 0 || (higher === 0 && span.endsAt > kept.endsAt)) kept = span;
  }
  return {
    tier: kept.tier,
    changesAt: changeAfter(kept, present, { keepMs, verdictAt, mostVerdicts }),
    because: present.because,
  };
}

interface Span {
  tier: ValueTier;
  /** The first instant at which the scheme's tier changes; Infinity if never. */
  endsAt: number;
}

/** The scheme's tiers in the time before `now` that are kept until after it. */
function* spansBefore({ now, keepMs, verdictAt, happened, mostVerdicts }: Keeping): Generator<Span> {
  const start = now - keepMs;
  const instants = [...new Set(happened.filter((at) => at > start && at < now))].sort((a, b) => a - b);
  let [at, next] = [start, 0];
  for (let looks = 0; at < now && looks < mostVerdicts + instants.length; looks++) {
    const { tier, changesAt } = verdictAt(at);
    while (next < instants.length && (instants[next] as number) <= at) next++;
    const endsAt = Math.min(changesAt ?? Infinity, instants[next] ?? Infinity, now);
    // What ends at `now` is the present tier's own or was ended by something that happens now.
    if (endsAt > start) yield { tier, endsAt };
    at = endsAt;
  }
}

/**
 * Follows the scheme from now on: a better tier ends the kept one at once, the same one renews it.
 */
function changeAfter(
  kept: Span,
  present: TierVerdict,
  { keepMs, verdictAt, mostVerdicts }: Pick<Keeping, 'keepMs' | 'verdictAt' | 'mostVerdicts'>,
): number | null {
  let endsAt = kept.endsAt;
  let next = present.changesAt;
  for (let looks = 0; next !== null && next <= endsAt + keepMs && looks < mostVerdicts; looks++) {
    const { tier, changesAt } = verdictAt(next);
    if (rankOfTier(tier) > rankOfTier(kept.tier)) return next;
    if (tier === kept.tier) endsAt = changesAt ?? Infinity;
    next = changesAt;
  }
  return endsAt === Infinity ? null : endsAt + keepMs;
}
