// Which orders fit a filter. Answers are places in the list of orders by time.
import { categoryKey, productKey } from '@segue/orders';
import { bitOf } from '../facts/placed-orders';
import { firstIndex, reachOf } from '../facts/windows';
import { canonical } from '../language/canonical';
import { ORDER_STATES, type OrderFilter } from '../language/order-filter';
import type { Within } from '../language/time';
import { inRange, rangeOf } from './values/ranges';
import type { View } from './view';

/**
 * Chooses the places of the orders that fit, ascending, as far back as the window can ever reach
 * from now on.
 */
export function chooserOf(where: OrderFilter | undefined, within: Within | undefined) {
  const isMeant = testerOf(where);
  const reach = reachOf(within);
  return (view: View): number[] => {
    const { times } = view.placed();
    const oldest = view.context.now - reach;
    const start = firstIndex(0, times.length, (place) => (times[place] as number) >= oldest);
    const fits = isMeant(view);
    const places: number[] = [];
    for (let place = start; place < times.length; place++) if (fits(place)) places.push(place);
    return places;
  };
}

/** Whether the order at a place fits a filter. */
type Test = (place: number) => boolean;

const COUNTED = ORDER_STATES.filter((state) => state !== 'cancelled');

export function testerOf({ states, amount, products, categories, returned }: OrderFilter = {}): (view: View) => Test {
  const wanted = (states ?? COUNTED).reduce((bits, state) => bits | bitOf(state), 0);
  const range = amount && rangeOf(amount);
  const lists = [products?.map(productKey), categories?.map(categoryKey)].filter((keys) => keys !== undefined);
  const holders = lists.map((keys) => holderOf(keys, returned));
  return (view) => {
    const { states: known, amounts } = view.placed();
    const isMeant: Test = range
      ? (place) => ((known[place] as number) & wanted) !== 0 && inRange(range, amounts[place] as number)
      : (place) => ((known[place] as number) & wanted) !== 0;
    if (holders.length === 0) return isMeant;
    const held = holders.map((holder) => holder(view));
    return (place) => isMeant(place) && held.every((places) => places.has(place));
  };
}

/**
 * Returns the places of the orders that hold one of these, and still have or have returned it where
 * the filter asks for that.
 */
function holderOf(keys: readonly string[], returned: boolean | undefined): (view: View) => ReadonlySet<number> {
  const name = `holding ${canonical({ keys, returned })}`;
  return (view) =>
    view.once(name, () => {
      const places = new Set<number>();
      for (const key of keys) {
        const holding = view.holdings().get(key);
        if (returned !== true) for (const place of holding?.kept ?? []) places.add(place);
        if (returned !== false) for (const place of holding?.returned ?? []) places.add(place);
      }
      return places;
    });
}
