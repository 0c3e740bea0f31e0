// Cut-offs that a share of the customers reaches: the first tiers of the usual schemes by share
// (A/B/C/D, 80/20, 15/35/50). Pure.

export interface ShareCutOff {
  /** Of all customers, 0 to 1. */
  share: number;
  /** The cut-off, whole minor units. */
  from: number;
  /** Customers who reach it: more than the share where several have the same amount. */
  customers: number;
}

const SHARES = [0.05, 0.15, 0.2, 0.5];
/** 0.15 of 20 is a hair more than three. */
const HAIR = 1e-9;

/**
 * Returns the cut-offs of amounts, the highest first. A share counts up to whole customers from the
 * top. Shares that reach down to customers of no value have none.
 */
export function shareCutOffs(amounts: readonly number[]): ShareCutOff[] {
  const sorted = Float64Array.from(amounts).sort();
  return SHARES.flatMap((share) => {
    const place = sorted.length - Math.ceil(share * sorted.length - HAIR);
    const from = Math.floor(sorted[place] ?? 0);
    if (from <= 0) return [];
    const below = sorted.findIndex((amount) => amount >= from);
    return [{ share, from, customers: sorted.length - below }];
  });
}
