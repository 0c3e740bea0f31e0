// A value tier given by hand: it holds instead of the one by the scheme until it expires. Pure.
import type { TierReason, TierVerdict, ValueTier } from '@segue/valuation';

/** Kept with the facts of the identity that it was given to. Times are UTC milliseconds. */
export interface TierByHand {
  readonly tier: ValueTier;
  readonly reason: string;
  readonly until: number;
  readonly by: string;
  readonly at: number;
}

/** The reason of a verdict that a person gave. */
export interface HandReason {
  readonly fact: 'byHand';
  readonly tier: ValueTier;
  readonly reason: string;
  readonly until: number;
  readonly by: string;
}

/**
 * The reason of a tier that is kept after it was last reached; it precedes the comparisons of now.
 */
export interface KeptReason {
  readonly fact: 'kept';
  /** What the scheme says now. */
  readonly tier: ValueTier;
  readonly days: number;
}

/** A verdict of the scheme, or of a person. */
export interface DecidedTier extends Omit<TierVerdict, 'because'> {
  readonly because: readonly (TierReason | HandReason | KeptReason)[];
}

/**
 * Returns the tier that was given last; of several given at one instant, the one that lasts
 * longest.
 */
export function latestByHand(all: Iterable<{ byHand?: TierByHand }>): TierByHand | undefined {
  let latest: TierByHand | undefined;
  for (const { byHand } of all)
    if (byHand && (!latest || byHand.at > latest.at || (byHand.at === latest.at && byHand.until > latest.until)))
      latest = byHand;
  return latest;
}

/** Whether the tier by hand holds at an instant. */
export const isByHand = (byHand: TierByHand | undefined, now: number): byHand is TierByHand =>
  byHand !== undefined && byHand.at <= now && now < byHand.until;

/**
 * Returns the tier by hand as a verdict.
 * @param after the verdict of the scheme when the tier by hand ends, if nothing happens until then.
 * Where it is the same tier, the change is the scheme's next one.
 */
export function verdictByHand({ tier, reason, until, by }: TierByHand, after: TierVerdict): DecidedTier {
  const changesAt = after.tier === tier ? after.changesAt : until;
  return { tier, changesAt, because: [{ fact: 'byHand', tier, reason, until, by }] };
}
