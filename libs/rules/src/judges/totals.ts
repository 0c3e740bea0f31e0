// Leaves about totals over a window: sums, means, shares, and counts in windows that let
// touchpoints in by themselves.
import { KEPT_HOURS, endOfHour, numberOf } from '../facts/series';
import type { Amounts } from '../facts/amounts';
import { leavesAt } from '../facts/windows';
import type { AverageLeaf, EventLeaf, Leaf, NeverLeaf, RatioLeaf, SumLeaf } from '../language/leaves';
import type { Within } from '../language/time';
import { seriesKey } from '../needs/keys';
import { inRange, rangeOf } from './values/ranges';
import type { LeafJudge } from './judge';
import { Span, type Total } from './values/span';
import { limitsOf } from './times';
import type { View } from './view';

/** Returns the value that one or two series give; null if it is unknown. */
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

/** Judges the total of the amounts within a window. */
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

/** Whether an hour is or will be in the window, or whether hours that were dropped might be. */
function isRough(view: View, key: string, within: Within): boolean {
  const zone = view.zoneOf(within);
  for (const { hours } of view.series(key)) {
    const latest = hours.at(-1);
    if (latest === undefined) continue;
    if (hours.length >= KEPT_HOURS || leavesAt(endOfHour(latest), within, zone) > view.context.now) return true;
  }
  return false;
}
