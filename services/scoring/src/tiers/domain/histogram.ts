// The distribution of an amount over customers, in bars of one width. Pure.

/** An amount in minor units, and the tier whose part of the bar it adds to. */
export interface Measured {
  amount: number;
  tier: string;
}

export interface Bar {
  /** Lowest amount of the bar; null where it also holds everything below. Minor units. */
  from: number | null;
  /** First amount beyond the bar; null where it also holds everything above. */
  to: number | null;
  customers: Record<string, number>;
}

export interface Histogram {
  /** Customers with exactly 0, who would dwarf every other bar: they are in none. */
  zero: number;
  /** The lower edge of the first bar and the width of all. */
  low: number;
  step: number;
  bars: Bar[];
}

const BARS = 30;
/** The share of customers at each end that is gathered in an open bar. */
const TAIL = 0.01;

/**
 * Returns the bars between the first and the last percentile, wide enough that `shown` (a cut-off)
 * lies inside; the few amounts beyond are in the first and the last bar.
 */
export function histogramOf(measured: readonly Measured[], shown: number): Histogram {
  const some = measured.filter(({ amount }) => amount !== 0);
  const zero = measured.length - some.length;
  const sorted = Float64Array.from(some, ({ amount }) => amount).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [least, most] = [Math.min(0, at(TAIL)), Math.max(at(1 - TAIL), shown * 1.25, 1)];
  const step = roundStep((most - least) / BARS);
  const low = Math.floor(least / step) * step;
  const count = Math.max(1, Math.ceil((most - low) / step));
  const bars: Bar[] = Array.from({ length: count }, (_, place) => ({
    from: low + place * step,
    to: low + (place + 1) * step,
    customers: {},
  }));
  for (const { amount, tier } of some) {
    const place = Math.min(count - 1, Math.max(0, Math.floor((amount - low) / step)));
    const { customers } = bars[place] as Bar;
    customers[tier] = (customers[tier] ?? 0) + 1;
  }
  if ((sorted[0] ?? low) < low) (bars[0] as Bar).from = null;
  if ((sorted.at(-1) ?? low) >= low + count * step) (bars[count - 1] as Bar).to = null;
  return { zero, low, step, bars };
}

/** Returns 1, 2 or 5 times a power of ten, whole and not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return ([1, 2, 5, 10].find((times) => times * power >= least) ?? 10) * power;
}
