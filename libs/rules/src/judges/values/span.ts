// Sums and counts of the amounts within a window.
import { dayNumber, dayNumberAt } from '@segue/valuation';
import type { Amounts } from '../../facts/amounts';
import { FOREVER, entersAt, firstIndex, leavesAt } from '../../facts/windows';
import type { Within } from '../../language/time';

export interface Total {
  sum: number;
  count: number;
}

/**
 * The amounts within a window at an instant: a range of the full list, since amounts enter and
 * leave a window in order. The ends of the range are found by binary search, because placing one
 * instant in a calendar costs more than adding hundreds of amounts.
 */
export class Span {
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
