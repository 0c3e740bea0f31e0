// Leaves about totals over a window: sums, means, shares, and counts in windows that let
// touchpoints in by themselves.
import { dayNumber, dayNumberAt } from '@segue/valuation';
import { type Amounts, KEPT_HOURS, endOfHour, numberOf } from '../facts/series';
import { FOREVER, entersAt, firstIndex, leavesAt } from '../facts/windows';
import type { AverageLeaf, EventLeaf, Leaf, NeverLeaf, RatioLeaf, SumLeaf } from '../language/leaves';
import type { Within } from '../language/time';
import { seriesKey } from '../needs/keys';
import { inRange, rangeOf } from './comparison';
import type { LeafJudge } from './judge';
import { limitsOf } from './times';
import type { View } from './view';

export interface Total {
  sum: number;
  count: number;
}

/** What one or two series come to, or null if that is unknown. */
type Figure = (totals: readonly Total[]) => number | null;

export function sumJudge(leaf: SumLeaf): LeafJudge {
  return compared(leaf, [seriesKey(leaf, leaf.property)], ([total]) => numberOf((total as Total).sum));
}

export function averageJudge(leaf: AverageLeaf): LeafJudge {
  const mean: Figure = ([total]) => {
    const { sum, count } = total as Total;
    return count === 0 ? null : numberOf(sum / count);
  };
  return compared(leaf, [seriesKey(leaf, leaf.property)], mean);
}

export function ratioJudge(leaf: RatioLeaf): LeafJudge {
  const share: Figure = ([part, whole]) =>
    (whole as Total).count === 0 ? null : (part as Total).count / (whole as Total).count;
  return compared(leaf, [seriesKey(leaf.part), seriesKey(leaf.whole)], share);
}

export function countJudge(leaf: EventLeaf | NeverLeaf): LeafJudge {
  const { least, most } = limitsOf(leaf);
  const fits = (count: number | null) => count !== null && count >= least && (most === null || count <= most);
  return totalsJudge(leaf, [seriesKey(leaf)], leaf.within, ([total]) => (total as Total).count, fits);
}

function compared(leaf: SumLeaf | AverageLeaf | RatioLeaf, keys: readonly string[], figure: Figure): LeafJudge {
  const range = rangeOf(leaf);
  return totalsJudge(leaf, keys, leaf.within, figure, (value) => value !== null && inRange(range, value));
}

function totalsJudge(
  leaf: Leaf,
  keys: readonly string[],
  within: Within | undefined,
  figure: Figure,
  fits: (value: number | null) => boolean,
): LeafJudge {
  const name = keys.join('\n');
  return {
    ...amountsJudge(leaf, (view) => view.amounts(keys, name), within, figure, fits),
    isRough: (view) => within !== undefined && keys.some((key) => isRough(view, key, within)),
  };
}

/** Judges what the amounts within a window come to. */
export function amountsJudge(
  leaf: Leaf,
  amountsOf: (view: View) => Amounts,
  within: Within | undefined,
  figure: (totals: readonly Total[], view: View) => number | null,
  fits: (value: number | null) => boolean,
): LeafJudge {
  const spanAt = (view: View, at: number) => Span.at(amountsOf(view), within, view.zoneOf(within), at);
  return {
    leaf,
    holds: (view, at) => fits(figure(spanAt(view, at).totals(), view)),
    changesAfter: (view, at) => {
      const span = spanAt(view, at);
      const now = fits(figure(span.totals(), view));
      return span.firstAfter((totals) => fits(figure(totals, view)) !== now);
    },
    value: (view, at) => figure(spanAt(view, at).totals(), view),
  };
}

/**
 * Whether an hour is in the window or comes into it, or whether hours had to be left out that may
 * be.
 */
function isRough(view: View, key: string, within: Within): boolean {
  const zone = view.zoneOf(within);
  for (const { hours } of view.series(key)) {
    const latest = hours.at(-1);
    if (latest === undefined) continue;
    if (hours.length >= KEPT_HOURS || leavesAt(endOfHour(latest), within, zone) > view.context.now) return true;
  }
  return false;
}

/**
 * The amounts within a window at an instant: a range of the full list, since amounts enter and
 * leave a window in order. The ends of the range are found by binary search, because placing one
 * instant in a calendar costs more than adding hundreds of amounts.
 */
class Span {
  private constructor(
    private readonly amounts: Amounts,
    private readonly within: Within | undefined,
    private readonly zone: string,
    /** End of the amounts that a window between two days can hold. */
    private readonly end: number,
    /** The window holds the amounts from `from` up to, not including, `to`. */
    private from: number,
    private to: number,
  ) {}

  static at(amounts: Amounts, within: Within | undefined, zone: string, now: number): Span {
    const [start, end] = within && 'since' in within ? daysOf(amounts, within, zone) : [0, amounts.times.length];
    const span = new Span(amounts, within, zone, end, start, start);
    span.moveTo(now);
    return span;
  }

  totals(from = this.from): Total[] {
    return this.amounts.totals.map(({ sums, counts, rest }) => {
      const [sum, count] = this.within ? [0, 0] : rest;
      return {
        sum: sum + (sums[this.to] as number) - (sums[from] as number),
        count: count + (counts[this.to] as number) - (counts[from] as number),
      };
    });
  }

  /**
   * Steps through the instants at which amounts enter or leave until the test holds. Returns that
   * instant; null if there is none.
   */
  firstAfter(test: (totals: readonly Total[]) => boolean): number | null {
    while (this.to < this.end) {
      const next = Math.min(this.entersAt(this.to), this.from < this.to ? this.leavesAt(this.from) : FOREVER);
      if (next === FOREVER) return null;
      this.moveTo(next);
      if (test(this.totals())) return next;
    }
    return this.firstLeaving(test);
  }

  /**
   * As `firstAfter` once no amount enters any more: tries the totals first, and computes the
   * instant only where the test holds.
   */
  private firstLeaving(test: (totals: readonly Total[]) => boolean): number | null {
    // Nothing ever leaves: not to be tried amount by amount.
    if (!this.within || 'since' in this.within) return null;
    for (let left = this.from + 1; left <= this.to; left++) {
      if (!test(this.totals(left))) continue;
      const at = this.leavesAt(left - 1);
      if (at === FOREVER) return null;
      // Others may leave at the same instant.
      const after = this.firstStaying(left, at);
      if (after === left || test(this.totals(after))) return at;
      left = after;
    }
    return null;
  }

  private moveTo(instant: number): void {
    this.to = firstIndex(this.to, this.end, (index) => this.entersAt(index) > instant);
    this.from = this.firstStaying(this.from, instant);
  }

  private firstStaying(from: number, instant: number): number {
    return firstIndex(from, this.to, (index) => this.leavesAt(index) > instant);
  }

  private entersAt(index: number): number {
    return entersAt(this.amounts.times[index] as number, this.within, this.zone);
  }

  private leavesAt(index: number): number {
    return leavesAt(this.amounts.times[index] as number, this.within, this.zone);
  }
}

/** Returns the amounts of the days from `since` to `until`. */
function daysOf({ times }: Amounts, { since, until }: { since: string; until?: string }, zone: string) {
  const dayOf = (index: number) => dayNumberAt(times[index] as number, zone);
  const [first, last] = [dayNumber(since), until === undefined ? Infinity : dayNumber(until)];
  const start = firstIndex(0, times.length, (index) => dayOf(index) >= first);
  return [start, firstIndex(start, times.length, (index) => dayOf(index) > last)] as const;
}
