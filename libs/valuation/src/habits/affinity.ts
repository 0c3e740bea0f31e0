// What a customer leans to: category, channel, store, hour, full price or offer. Each touchpoint
// counts by its weight, halved every half-life, so that last year counts less than this one.
import { DAY_MS } from '../days/day-number';

/**
 * Weights as they stood at `at` (UTC ms), by key. Plain JSON; equal up to rounding in whatever
 * order touchpoints come.
 */
export interface Tallies {
  readonly at: number;
  readonly weights: { readonly [key: string]: number };
}

export const NO_TALLIES: Tallies = { at: -Infinity, weights: {} };

/** One touchpoint more; a late one counts as much as if it had come in time. */
export function withTouch(tallies: Tallies, key: string, at: number, halfLifeDays: number, weight = 1): Tallies {
  return joinTallies(tallies, { at, weights: { [key]: weight } }, halfLifeDays);
}

/** Tallies of two identities together, as of the later. */
export function joinTallies(a: Tallies, b: Tallies, halfLifeDays: number): Tallies {
  const at = Math.max(a.at, b.at);
  // Keys come from outside: a map takes `constructor` and `__proto__` for the names that they are.
  const weights = new Map<string, number>();
  for (const { at: then, weights: added } of [a, b]) {
    const left = decay(then, at, halfLifeDays);
    for (const [key, weight] of Object.entries(added)) weights.set(key, (weights.get(key) ?? 0) + weight * left);
  }
  return { at, weights: Object.fromEntries(weights) };
}

function decay(from: number, to: number, halfLifeDays: number): number {
  return from === to ? 1 : Math.pow(2, (from - to) / (halfLifeDays * DAY_MS));
}

/** How much all touchpoints together weigh at an instant: little means little is known. */
export function evidence({ at, weights }: Tallies, now: number, halfLifeDays: number): number {
  return Object.values(weights).reduce((sum, weight) => sum + weight, 0) * decay(at, Math.max(at, now), halfLifeDays);
}

/**
 * The share of each key, drawn towards the population's: (weight + strength · share of all) /
 * (evidence + strength), the mean of a Dirichlet posterior.
 * @param strength how many touchpoints the population's shares are worth.
 */
export function affinities(
  tallies: Tallies,
  population: { readonly [key: string]: number },
  strength: number,
  now: number,
  halfLifeDays: number,
): { key: string; share: number }[] {
  const left = decay(tallies.at, Math.max(tallies.at, now), halfLifeDays);
  const whole = evidence(tallies, now, halfLifeDays) + strength;
  const own = (record: { readonly [key: string]: number }, key: string) =>
    Object.hasOwn(record, key) ? (record[key] as number) : 0;
  const keys = new Set([...Object.keys(tallies.weights), ...Object.keys(population)]);
  return [...keys]
    .map((key) => ({
      key,
      share: whole > 0 ? (own(tallies.weights, key) * left + strength * own(population, key)) / whole : 0,
    }))
    .sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1));
}

type PriceLeaning = 'full price' | 'offers' | 'both' | 'unknown';

/**
 * Whether a customer buys at full price or on offer, by spend. The share on offer is drawn towards
 * the population's with the weight of `strength` purchases; below LITTLE evidence it is unknown.
 */
export function priceLeaning(
  tallies: Tallies,
  populationOnOffer: number,
  strength: number,
  now: number,
  halfLifeDays: number,
): { onOffer: number; leaning: PriceLeaning } {
  const population = { offer: populationOnOffer, full: 1 - populationOnOffer };
  const shares = affinities(tallies, population, strength, now, halfLifeDays);
  const onOffer = shares.find(({ key }) => key === 'offer')?.share ?? 0;
  if (evidence(tallies, now, halfLifeDays) < LITTLE) return { onOffer, leaning: 'unknown' };
  return { onOffer, leaning: onOffer >= 2 / 3 ? 'offers' : onOffer <= 1 / 3 ? 'full price' : 'both' };
}

const LITTLE = 1.5;
const HOURS = 24;

/**
 * The share of each hour of the day, with a quarter of each hour's weight shared with its
 * neighbours, since 19:55 is close to 20:05.
 */
export function hourShares(tallies: Tallies): number[] {
  const weight = (hour: number) => tallies.weights[String((hour + HOURS) % HOURS)] ?? 0;
  const smooth = Array.from(
    { length: HOURS },
    (_, hour) => weight(hour - 1) / 4 + weight(hour) / 2 + weight(hour + 1) / 4,
  );
  const whole = smooth.reduce((sum, share) => sum + share, 0);
  return whole > 0 ? smooth.map((share) => share / whole) : smooth.map(() => 1 / HOURS);
}
