// The amounts of several series in time order, from which the totals of any window are read.
import { type Series, eachAmount } from './series';

/**
 * The amounts and hours of several series in time order, with running totals of each, so that the
 * total of any range is one subtraction.
 */
export interface Amounts {
  /** The instant at which each amount counts, ascending. */
  readonly times: Float64Array;
  /** One entry per series: `sums[n]` and `counts[n]` are those of the first n amounts. */
  readonly totals: readonly {
    readonly sums: Float64Array;
    readonly counts: Float64Array;
    readonly rest: readonly [sum: number, count: number];
  }[];
}

/**
 * Merges series in time order.
 * @param each the parts of one series, by identity.
 */
export function amountsIn(each: readonly (readonly Series[])[]): Amounts {
  const all = each.flatMap((parts, of) => parts.flatMap((series) => entriesOf(series, of)));
  all.sort((a, b) => a.at - b.at);
  const totals = each.map((parts) => ({
    sums: new Float64Array(all.length + 1),
    counts: new Float64Array(all.length + 1),
    rest: restOf(parts),
  }));
  all.forEach(({ of, sum, count }, index) => {
    totals.forEach(({ sums, counts }, which) => {
      sums[index + 1] = (sums[index] as number) + (which === of ? sum : 0);
      counts[index + 1] = (counts[index] as number) + (which === of ? count : 0);
    });
  });
  return { times: Float64Array.from(all, ({ at }) => at), totals };
}

interface Entry {
  readonly at: number;
  readonly of: number;
  readonly sum: number;
  readonly count: number;
}

function entriesOf(series: Series, of: number): Entry[] {
  const entries: Entry[] = [];
  eachAmount(series, (at, sum, count) => entries.push({ at, of, sum, count }));
  return entries;
}

function restOf(parts: readonly Series[]): [sum: number, count: number] {
  return parts.reduce(([sum, count], { rest }) => [sum + rest[0], count + rest[1]], [0, 0]);
}
