// Leaves about orders, joined by their id: how many there are, what they come to, what the first
// and the last one are like. What an order is now it is until something happens, so that answers
// change by themselves only as orders enter and leave a window. Windows that end at no fixed day
// look at the orders within their reach alone, however many there are.
import { type PlacedOrder, categoryKey, holdingOf, productKey } from '@segue/orders';
import { canonical } from '../canonical';
import { inRange, rangeOf } from '../comparison';
import {
  ORDER_STATES,
  type OrderCountLeaf,
  type OrderEndLeaf,
  type OrderFilter,
  type OrderLeaf,
  type OrderSumLeaf,
  type Within,
} from '../language';
import type { Amounts } from '../series';
import type { View } from '../view';
import { FOREVER, entersAt, firstIndex, latestDecide, leavesAt, reachOf } from '../windows';
import { type LeafJudge, nextTurn } from './judge';
import { type Total, amountsJudge } from './totals';
import { countLimits, isWithin, latestJudge } from './touchpoints';

export function orderJudge(leaf: OrderLeaf): LeafJudge {
  switch (leaf.what) {
    case 'count':
      return countJudge(leaf);
    case 'sum':
    case 'average':
      return sumJudge(leaf);
    default:
      return endJudge(leaf);
  }
}

function countJudge(leaf: OrderCountLeaf): LeafJudge {
  const { where, within } = leaf;
  const limits = countLimits(leaf.times);
  const choose = chooserOf(where, within);
  if (!latestDecide(within)) return windowedCountJudge(leaf);
  const name = `times ${canonical({ where, reach: reachOf(within) })}`;
  const timesOf = (view: View) =>
    view.once(name, () =>
      choose(view)
        .map(({ at }) => at)
        .reverse(),
    );
  const judge = latestJudge(leaf, limits, within, timesOf);
  return {
    ...judge,
    value: (view, at) => {
      const { times, latest } = judge.value(view, at) as { times: number; latest: number | null };
      return { orders: times, latest };
    },
  };
}

/** For windows that orders enter by themselves. */
function windowedCountJudge(leaf: OrderCountLeaf): LeafJudge {
  const { least, most } = countLimits(leaf.times);
  const fits = (count: number | null) => count !== null && count >= least && (most === null || count <= most);
  const judge = amountsJudge(leaf, amountsChosen(leaf, 'all'), leaf.within, ([total]) => (total as Total).count, fits);
  return { ...judge, value: (view, at) => ({ orders: judge.value(view, at) }) };
}

function sumJudge(leaf: OrderSumLeaf): LeafJudge {
  const range = rangeOf(leaf);
  const figure = ([total]: readonly Total[], view: View): number | null => {
    const { sum, count } = total as Total;
    if (leaf.what === 'sum') return sum / unitOf(view);
    return count === 0 ? null : sum / (count * unitOf(view));
  };
  const fits = (value: number | null) => value !== null && inRange(range, value);
  return amountsJudge(leaf, amountsChosen(leaf, 'valued'), leaf.within, figure, fits);
}

function endJudge(leaf: OrderEndLeaf): LeafJudge {
  const { what, where, has, within, olderThan } = leaf;
  const isMeant = fitterOf(where);
  // What it is asked to be like adds to what is meant: a cancelled order stays one where it was asked for.
  const isLike = has && fitterOf({ ...(where?.states && { states: where.states }), ...has });
  const name = `${what} ${canonical({ where })}`;
  const endOf = (view: View): PlacedOrder | null =>
    view.once(name, () => {
      const placed = view.context.orders?.placed ?? [];
      const isFitting = (order: PlacedOrder) => isMeant(order, view);
      return (what === 'first' ? placed.find(isFitting) : placed.findLast(isFitting)) ?? null;
    });
  /** From when to when it holds. */
  const spanOf = (view: View): [number, number] => {
    const order = endOf(view);
    if (!order || (isLike && !isLike(order, view))) return [Infinity, -Infinity];
    const zone = view.zoneOf(within);
    const from = entersAt(order.at, within, zone);
    const aged = olderThan ? leavesAt(order.at, olderThan, view.zoneOf(olderThan)) : from;
    return [Math.max(from, aged), leavesAt(order.at, within, zone)];
  };
  return {
    leaf,
    holds: (view, at) => isWithin(spanOf(view), at),
    changesAfter: (view, at) => nextTurn(...spanOf(view), at),
    value: (view) => {
      const order = endOf(view);
      return order && { at: order.at, state: order.state, amount: amountIn(order, view) };
    },
  };
}

/** Orders in time order, with running totals of those that have an amount, or of all of them. */
function amountsChosen({ where, within }: OrderCountLeaf | OrderSumLeaf, which: 'all' | 'valued') {
  const choose = chooserOf(where, within);
  const name = `${which} ${canonical({ where, reach: reachOf(within) })}`;
  return (view: View): Amounts => view.once(name, () => totalled(choose(view), which));
}

/** In plain loops: a customer may have ten thousand orders. */
function totalled(orders: readonly PlacedOrder[], which: 'all' | 'valued'): Amounts {
  const times = new Float64Array(orders.length);
  const [sums, counts] = [new Float64Array(orders.length + 1), new Float64Array(orders.length + 1)];
  let [count, sum] = [0, 0];
  for (const { at, amount } of orders) {
    if (which === 'valued' && amount === null) continue;
    times[count++] = at;
    sums[count] = sum += amount ?? 0;
    counts[count] = count;
  }
  return { times: times.subarray(0, count), totals: [{ sums, counts, rest: [0, 0] }] };
}

/** Chooses the orders that fit, by time, as far back as the window can ever reach from now on. */
function chooserOf(where: OrderFilter | undefined, within: Within | undefined) {
  const isMeant = fitterOf(where);
  const reach = reachOf(within);
  return (view: View): PlacedOrder[] => {
    const placed = view.context.orders?.placed ?? [];
    const start =
      reach === FOREVER
        ? 0
        : firstIndex(0, placed.length, (index) => (placed[index] as PlacedOrder).at >= view.context.now - reach);
    const chosen: PlacedOrder[] = [];
    for (let index = start; index < placed.length; index++) {
      const order = placed[index] as PlacedOrder;
      if (isMeant(order, view)) chosen.push(order);
    }
    return chosen;
  };
}

type Fitter = (order: PlacedOrder, view: View) => boolean;

function fitterOf({ states, amount, products, categories, returned }: OrderFilter = {}): Fitter {
  const wanted = new Set<string>(states ?? ORDER_STATES.filter((state) => state !== 'cancelled'));
  const range = amount && rangeOf(amount);
  const holdsProduct = holderOf(products?.map(productKey), returned);
  const holdsCategory = holderOf(categories?.map(categoryKey), returned);
  return (order, view) => {
    if (!wanted.has(order.state)) return false;
    if (range) {
      const value = amountIn(order, view);
      if (value === null || !inRange(range, value)) return false;
    }
    return holdsProduct(order, view) && holdsCategory(order, view);
  };
}

/** Whether an order holds one of these, and has it still or not where that is asked. */
function holderOf(keys: readonly string[] | undefined, returned: boolean | undefined): Fitter {
  if (!keys) return () => true;
  const wanted = new Set(keys);
  return (order, view) => {
    const basket = view.basket(order.id);
    for (const key in basket.bought?.pieces) {
      if (!wanted.has(key)) continue;
      const holding = holdingOf(basket, key);
      // Of an order that was refunded as a whole nothing is left, whatever the refund names.
      const isReturned = holding === 'returned' || order.state === 'refunded';
      if (holding !== null && (returned === undefined || isReturned === returned)) return true;
    }
    return false;
  };
}

const unitOf = ({ context: { orders } }: View): number => 10 ** (orders?.digits ?? 0);

/** As one writes it, so that it compares with what a rule says. */
function amountIn({ amount }: PlacedOrder, view: View): number | null {
  return amount === null ? null : amount / unitOf(view);
}
