// Leaves about totals over a window: sums, means, shares, and counts in windows that let touchpoints in by themselves.
import { inRange, rangeOf } from '../comparison';
import type { AverageLeaf, EventLeaf, Leaf, NeverLeaf, RatioLeaf, SumLeaf, Within } from '../language';
import { seriesKey } from '../needs';
import { KEPT_HOURS, eachAmount, endOfHour, numberOf } from '../series';
import type { View } from '../view';
import { entersAt, leavesAt } from '../windows';
import type { LeafJudge } from './judge';
import { limitsOf } from './touchpoints';

interface Total {
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
  const valueAt = (view: View, at: number) => figure(movementsOf(view, keys, within, at).totals);
  return {
    leaf,
    holds: (view, at) => fits(valueAt(view, at)),
    changesAfter: (view, at) => {
      const { totals, moves } = movementsOf(view, keys, within, at);
      const now = fits(figure(totals));
      return firstAfter(totals, moves, () => fits(figure(totals)) !== now);
    },
    isRough: (view) => within !== undefined && keys.some((key) => isRough(view, key, within)),
    value: valueAt,
  };
}

/** Whether an hour is in the window or comes into it, or whether hours had to be left out that may be. */
function isRough(view: View, key: string, within: Within): boolean {
  const zone = view.zoneOf(within);
  for (const { hours } of view.series(key)) {
    const latest = hours.at(-1);
    if (latest === undefined) continue;
    if (hours.length >= KEPT_HOURS || leavesAt(endOfHour(latest), within, zone) > view.context.now) return true;
  }
  return false;
}

/** An amount that enters (+) or leaves (−) the window of one of the series. */
interface Move {
  readonly at: number;
  readonly of: number;
  readonly sum: number;
  readonly count: number;
}

/** The totals at an instant, and what will change them. */
function movementsOf(
  view: View,
  keys: readonly string[],
  within: Within | undefined,
  now: number,
): { totals: Total[]; moves: Move[] } {
  const zone = view.zoneOf(within);
  const totals = keys.map(() => ({ sum: 0, count: 0 }));
  const moves: Move[] = [];
  keys.forEach((key, of) => {
    const total = totals[of] as Total;
    for (const series of view.series(key)) {
      if (!within) add(total, ...series.rest);
      eachAmount(series, (at, sum, count) => {
        const [enters, leaves] = [entersAt(at, within, zone), leavesAt(at, within, zone)];
        if (enters <= now && now < leaves) add(total, sum, count);
        if (enters > now && enters < leaves && enters < Infinity) moves.push({ at: enters, of, sum, count });
        if (leaves > now && leaves < Infinity) moves.push({ at: leaves, of, sum: -sum, count: -count });
      });
    }
  });
  return { totals, moves };
}

function add(total: Total, sum: number, count: number): void {
  total.sum += sum;
  total.count += count;
}

/** Makes the moves in time order until, after all of one instant, the test holds: that instant, null if it never does. */
function firstAfter(totals: readonly Total[], moves: Move[], test: () => boolean): number | null {
  moves.sort((a, b) => a.at - b.at);
  for (let index = 0; index < moves.length; index++) {
    const { at, of, sum, count } = moves[index] as Move;
    add(totals[of] as Total, sum, count);
    if (moves[index + 1]?.at !== at && test()) return at;
  }
  return null;
}
