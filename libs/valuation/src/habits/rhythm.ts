// Purchase rhythm: when is the next one due. Logarithms of the days between purchases are normal
// around each customer's own mean; what is known of one customer is drawn towards the population by
// how much customers differ (a one-way random-effects model, fitted by its moments: Searle, Casella
// & McCulloch, "Variance Components", section 3.6).
import { instantAfter } from '../days/calendar';
import { type Day, daysBetween } from '../days/day-number';

/**
 * The days between purchases of one customer (in one category, say): constant in size, plain JSON.
 */
export interface Rhythm {
  readonly last: Day;
  /** How many intervals, the sum of their logarithms, and of the squares of these. */
  readonly intervals: number;
  readonly sum: number;
  readonly squares: number;
}

/**
 * One purchase day more; a second purchase on the last day changes nothing. Null for a day before
 * it, whose interval is not kept.
 */
export function withPurchaseDay(rhythm: Rhythm | null, day: Day): Rhythm | null {
  if (rhythm === null) return { last: day, intervals: 0, sum: 0, squares: 0 };
  const days = daysBetween(rhythm.last, day);
  if (days < 0) return null;
  if (days === 0) return rhythm;
  const log = Math.log(days);
  return { last: day, intervals: rhythm.intervals + 1, sum: rhythm.sum + log, squares: rhythm.squares + log * log };
}

/**
 * How intervals are spread: mean of the logarithms, their variance within a customer and between
 * the means of customers.
 */
interface RhythmPopulation {
  readonly mean: number;
  readonly within: number;
  readonly between: number;
}

/** By the moments of all customers; null where no two intervals of one customer are known. */
export function rhythmPopulation(all: readonly Rhythm[]): RhythmPopulation | null {
  const some = all.filter(({ intervals }) => intervals > 0);
  const count = some.reduce((total, { intervals }) => total + intervals, 0);
  const freedom = count - some.length;
  if (freedom <= 0) return null;
  const mean = some.reduce((total, { sum }) => total + sum, 0) / count;
  const within =
    some.reduce((total, { intervals, sum, squares }) => total + squares - (sum * sum) / intervals, 0) / freedom;
  if (some.length === 1) return { mean, within, between: 0 };
  const spread =
    some.reduce((total, { intervals, sum }) => total + intervals * (sum / intervals - mean) ** 2, 0) /
    (some.length - 1);
  const squares = some.reduce((total, { intervals }) => total + intervals * intervals, 0);
  const typical = (count - squares / count) / (some.length - 1);
  return { mean, within, between: Math.max(0, (spread - within) / typical) };
}

interface Due {
  /** The instant at which the next purchase is as likely made as not. */
  readonly at: number;
  /** Eight in ten next purchases fall between these. */
  readonly from: number;
  readonly until: number;
}

/** The normal quantile at .9. */
const TENTH = 1.2815515655446004;

/**
 * When the next purchase is due, if the customer goes on; instants are UTC ms by the calendar of
 * the zone.
 */
export function nextDue(rhythm: Rhythm, { mean, within, between }: RhythmPopulation, zone: string): Due {
  const { intervals, sum, last } = rhythm;
  // The weight of the customer's own mean against the population's.
  const own = between === 0 ? 0 : (intervals * between) / (intervals * between + within);
  const expected = own * (intervals > 0 ? sum / intervals : 0) + (1 - own) * mean;
  const doubt = Math.sqrt(within + between * (1 - own));
  const after = (deviations: number) => instantAfter(last, Math.exp(expected + deviations * doubt), zone);
  return { at: after(0), from: after(-TENTH), until: after(TENTH) };
}
