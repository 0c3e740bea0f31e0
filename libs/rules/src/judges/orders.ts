// Leaves about orders, joined by their id: how many there are, what they come to, what the first
// and the last one are like. Orders stay as they are until something happens, so answers change
// only as orders enter and leave a window. Sliding windows read only the orders within their reach.
import type { PlacedOrder } from '@segue/orders';
import type { Amounts } from '../facts/amounts';
import { entersAt, latestDecide, leavesAt, reachOf } from '../facts/windows';
import { canonical } from '../language/canonical';
import type { OrderCountLeaf, OrderEndLeaf, OrderLeaf, OrderSumLeaf } from '../language/order-leaves';
import { inRange, rangeOf } from './values/ranges';
import { type LeafJudge, isWithin, nextTurn } from './judge';
import { chooserOf, testerOf } from './order-filters';
import type { Total } from './values/span';
import { countLimits, latestJudge } from './times';
import { amountsJudge } from './totals';
import type { View } from './view';

export function orderJudge(leaf: OrderLeaf): LeafJudge {
  switch (leaf.what) {
    case 'count':
      return latestDecide(leaf.within) ? countJudge(leaf) : enteringCountJudge(leaf);
    case 'sum':
    case 'average':
      return sumJudge(leaf);
    default:
      return endJudge(leaf);
  }
}

function countJudge(leaf: OrderCountLeaf): LeafJudge {
  const { where, within, times } = leaf;
  const choose = chooserOf(where, within);
  const name = `times ${canonical({ where, reach: reachOf(within) })}`;
  const latestFirst = (view: View) =>
    view.once(name, () => {
      const placed = view.placed();
      return choose(view)
        .reverse()
        .map((place) => placed.times[place] as number);
    });
  const judge = latestJudge(leaf, countLimits(times), within, latestFirst);
  return {
    ...judge,
    value: (view, at) => {
      const { times: orders, latest } = judge.value(view, at) as { times: number; latest: number | null };
      return { orders, latest };
    },
  };
}

/** For windows that orders enter by themselves. */
function enteringCountJudge(leaf: OrderCountLeaf): LeafJudge {
  const { least, most } = countLimits(leaf.times);
  const fits = (count: number | null) => count !== null && count >= least && (most === null || count <= most);
  const judge = amountsJudge(leaf, amountsOf(leaf, 'all'), leaf.within, ([total]) => (total as Total).count, fits);
  return { ...judge, value: (view, at) => ({ orders: judge.value(view, at) }) };
}

function sumJudge(leaf: OrderSumLeaf): LeafJudge {
  const range = rangeOf(leaf);
  const figure = ([total]: readonly Total[], view: View): number | null => {
    const { sum, count } = total as Total;
    const { unit } = view.placed();
    if (leaf.what === 'sum') return sum / unit;
    return count === 0 ? null : sum / (count * unit);
  };
  const fits = (value: number | null) => value !== null && inRange(range, value);
  return amountsJudge(leaf, amountsOf(leaf, 'valued'), leaf.within, figure, fits);
}

function endJudge(leaf: OrderEndLeaf): LeafJudge {
  const { what, where, has, within, olderThan } = leaf;
  const isMeant = testerOf(where);
  // `has` adds to `where`: the states that `where` names stay allowed.
  const isLike = has && testerOf({ ...(where?.states && { states: where.states }), ...has });
  const name = `${what} ${canonical({ where })}`;
  /** The place of the order; undefined if there is none. */
  const endOf = (view: View): number | undefined =>
    view.once(name, () => {
      const { length } = view.placed().list;
      const fits = isMeant(view);
      for (let step = 0; step < length; step++) {
        const place = what === 'first' ? step : length - 1 - step;
        if (fits(place)) return place;
      }
      return undefined;
    });
  /** From when to when it holds. */
  const spanOf = (view: View): [number, number] => {
    const place = endOf(view);
    if (place === undefined || (isLike && !isLike(view)(place))) return [Infinity, -Infinity];
    const at = view.placed().times[place] as number;
    const zone = view.zoneOf(within);
    const from = entersAt(at, within, zone);
    const aged = olderThan ? leavesAt(at, olderThan, view.zoneOf(olderThan)) : from;
    return [Math.max(from, aged), leavesAt(at, within, zone)];
  };
  return {
    leaf,
    holds: (view, at) => isWithin(spanOf(view), at),
    changesAfter: (view, at) => nextTurn(...spanOf(view), at),
    value: (view) => {
      const place = endOf(view);
      if (place === undefined) return null;
      const { list, unit } = view.placed();
      const { at, state, amount } = list[place] as PlacedOrder;
      return { at, state, amount: amount === null ? null : amount / unit };
    },
  };
}

/** The orders that the leaf selects, with running totals: of those with an amount, or of all. */
function amountsOf({ where, within }: OrderCountLeaf | OrderSumLeaf, which: 'all' | 'valued') {
  const choose = chooserOf(where, within);
  const name = `${which} ${canonical({ where, reach: reachOf(within) })}`;
  return (view: View): Amounts => view.once(name, () => totalled(choose(view), which, view));
}

function totalled(places: readonly number[], which: 'all' | 'valued', view: View): Amounts {
  const placed = view.placed();
  const times = new Float64Array(places.length);
  const [sums, counts] = [new Float64Array(places.length + 1), new Float64Array(places.length + 1)];
  let [count, sum] = [0, 0];
  for (const place of places) {
    if (which === 'valued' && Number.isNaN(placed.amounts[place])) continue;
    times[count++] = placed.times[place] as number;
    sums[count] = sum += placed.minor[place] as number;
    counts[count] = count;
  }
  return { times: times.subarray(0, count), totals: [{ sums, counts, rest: [0, 0] }] };
}
