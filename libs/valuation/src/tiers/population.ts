// Quantiles of a population that changes customer by customer: a customer's old value is taken out
// and the new one put in, in constant time. Counts are kept exactly, since sketches fail on small
// ones; money in logarithmic buckets, where a quantile is off by at most RELATIVE_ERROR of itself
// (Masson, Rim & Lee 2019, "DDSketch"). Both are plain JSON, and the sum of two is that of their
// populations.

/** Whole values, e.g. orders; how many customers have each. */
export type Histogram = { readonly [value: string]: number };

/** By bucket; `zero` holds what is less than MIN_MONEY in size. */
export interface MoneyBuckets {
  readonly positive: Histogram;
  readonly negative: Histogram;
  readonly zero: number;
}

export const NO_MONEY: MoneyBuckets = { positive: {}, negative: {}, zero: 0 };

export const RELATIVE_ERROR = 0.01;
const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LN_GROWTH = Math.log(GROWTH);
/** Minor units are whole: less than half of one is nothing. */
const MIN_MONEY = 0.5;

/** @param times 1 to put a customer in, −1 to take one out. */
export function withCount(histogram: Histogram, value: number, times = 1): Histogram {
  const { [value]: before = 0, ...others } = histogram;
  return before + times === 0 ? others : { ...others, [value]: before + times };
}

export function withMoney(buckets: MoneyBuckets, amount: number, times = 1): MoneyBuckets {
  if (Math.abs(amount) < MIN_MONEY) return { ...buckets, zero: buckets.zero + times };
  const side = amount > 0 ? 'positive' : 'negative';
  const bucket = Math.ceil(Math.log(Math.abs(amount)) / LN_GROWTH);
  return { ...buckets, [side]: withCount(buckets[side], bucket, times) };
}

export function addHistograms(a: Histogram, b: Histogram): Histogram {
  return Object.entries(b).reduce((sum, [value, times]) => withCount(sum, Number(value), times), a);
}

export function addMoney(a: MoneyBuckets, b: MoneyBuckets): MoneyBuckets {
  return {
    positive: addHistograms(a.positive, b.positive),
    negative: addHistograms(a.negative, b.negative),
    zero: a.zero + b.zero,
  };
}

/**
 * The value that stands at the p-quantile (the ⌊p·(n−1)⌋-th from below, from 0); NaN without
 * customers, and for p outside 0 to 1.
 */
export function countQuantile(histogram: Histogram, p: number): number {
  const values = Object.entries(histogram).map(([value, times]): Standing => [Number(value), times]);
  return standingAt(values.sort(ascending), p);
}

/**
 * The same of money, within RELATIVE_ERROR of the value that stands there; so it may be a little
 * below the lowest value of all.
 */
export function moneyQuantile(buckets: MoneyBuckets, p: number): number {
  // The middle of a bucket in the sense of relative error, on either side.
  const middle = (bucket: number) => (2 * Math.pow(GROWTH, bucket)) / (GROWTH + 1);
  return standingAt(
    moneyStandings(buckets, middle, (bucket) => -middle(bucket)),
    p,
  );
}

/**
 * The value that a share of the customers (above 0, at most 1) reaches, for cut-offs: that of the
 * ⌈share·n⌉-th from above. The share counts up to whole customers, so it is one at least: the best
 * fifth of one, two or five customers is one customer. Customers with an equal value reach it too.
 * NaN without customers.
 */
export function countReachedBy(histogram: Histogram, share: number): number {
  const values = Object.entries(histogram).map(([value, times]): Standing => [Number(value), times]);
  return reachedBy(values.sort(ascending), share);
}

/**
 * The same of money: the lower end of its bucket, which all in it reach; at most 2 · RELATIVE_ERROR
 * below the value that stands there.
 */
export function moneyReachedBy(buckets: MoneyBuckets, share: number): number {
  const lowest = (bucket: number) => Math.pow(GROWTH, bucket - 1) * (1 - ROUNDING);
  return reachedBy(
    moneyStandings(buckets, lowest, (bucket) => -Math.pow(GROWTH, bucket) * (1 + ROUNDING)),
    share,
  );
}

/** An amount on the very end of a bucket may be rounded into it. */
const ROUNDING = 1e-12;

/** From the lowest; each bucket by one value that stands for it. */
function moneyStandings(
  { positive, negative, zero }: MoneyBuckets,
  above: (bucket: number) => number,
  below: (bucket: number) => number,
): Standing[] {
  const values: Standing[] = [
    ...Object.entries(negative).map(([bucket, times]): Standing => [below(Number(bucket)), times]),
    [0, zero],
    ...Object.entries(positive).map(([bucket, times]): Standing => [above(Number(bucket)), times]),
  ];
  return values.sort(ascending);
}

type Standing = readonly [value: number, times: number];

function ascending([a]: Standing, [b]: Standing): number {
  return a - b;
}

function standingAt(sorted: readonly Standing[], p: number): number {
  const size = sizeOf(sorted);
  return size > 0 && p >= 0 && p <= 1 ? placed(sorted, Math.floor(p * (size - 1))) : NaN;
}

function reachedBy(sorted: readonly Standing[], share: number): number {
  const size = sizeOf(sorted);
  // .05 + .15 of a hundred is a hair more than twenty.
  const customers = Math.max(1, Math.ceil(share * size - 1e-9));
  return share > 0 && share <= 1 + Number.EPSILON ? placed(sorted, size - Math.min(size, customers)) : NaN;
}

function sizeOf(sorted: readonly Standing[]): number {
  return sorted.reduce((sum, [, times]) => sum + times, 0);
}

/** The value of the customer at a place from below, from 0; NaN if there is none. */
function placed(sorted: readonly Standing[], place: number): number {
  let below = place;
  for (const [value, times] of sorted) {
    if (below < times) return value;
    below -= times;
  }
  return NaN;
}
