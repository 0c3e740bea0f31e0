// How good a ranking of customers is: what share of later revenue its top holds. No model should be
// sold as better than it is, so each is set beside plain spend, recency and perfect foresight.

export interface Ranked {
  /** By which customers are ranked, the highest first. */
  readonly score: number;
  /** What they brought in later. */
  readonly revenue: number;
}

/**
 * The share of all later revenue that the best `share` (0 to 1) of customers by score brought. A
 * part of a customer at the edge counts in part, and customers of equal scores across the edge in
 * equal parts: the mean over all orders in which ties might be broken. NaN without any revenue.
 */
export function revenueHeld(customers: readonly Ranked[], share: number): number {
  const total = customers.reduce((sum, { revenue }) => sum + revenue, 0);
  let places = share * customers.length;
  let held = 0;
  for (const { size, revenue } of tiesOf(customers)) {
    const part = Math.min(1, places / size);
    held += part * revenue;
    places -= size;
    if (places <= 0) break;
  }
  return held / total;
}

/** Customers of equal scores together, the highest first. */
function tiesOf(customers: readonly Ranked[]): { size: number; revenue: number }[] {
  const ties = new Map<number, { size: number; revenue: number }>();
  for (const { score, revenue } of customers) {
    const tie = ties.get(score) ?? { size: 0, revenue: 0 };
    ties.set(score, { size: tie.size + 1, revenue: tie.revenue + revenue });
  }
  return [...ties].sort(([a], [b]) => b - a).map(([, tie]) => tie);
}

export interface CalibrationBand {
  readonly customers: number;
  /** Means over the band. */
  readonly expected: number;
  readonly actual: number;
}

/**
 * Customers in bands of equal size by what was expected of them, lowest first, with what came of
 * it.
 */
export function calibration(customers: readonly { expected: number; actual: number }[], bands = 10): CalibrationBand[] {
  const sorted = [...customers].sort((a, b) => a.expected - b.expected);
  const edge = (band: number) => Math.round((band * sorted.length) / bands);
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  return Array.from({ length: bands }, (_, band) => sorted.slice(edge(band), edge(band + 1)))
    .filter((members) => members.length > 0)
    .map((members) => ({
      customers: members.length,
      expected: mean(members.map(({ expected }) => expected)),
      actual: mean(members.map(({ actual }) => actual)),
    }));
}
