// The orders of one customer in columns, by their place in time order: hundreds of leaves read the
// same orders, and a customer may have ten thousand.
import { type Basket, type PlacedOrder, holdingOf } from '@segue/orders';
import type { JoinedOrders } from '../language/context';
import { ORDER_STATES } from '../language/order-filter';

export interface PlacedOrders {
  readonly list: readonly PlacedOrder[];
  readonly times: Float64Array;
  /** Minor units, 0 where it is not known. */
  readonly minor: Float64Array;
  /** In major units, as rules write amounts; NaN, which is in no range, where it is unknown. */
  readonly amounts: Float64Array;
  /** One bit for each state, see `bitOf`. */
  readonly states: Uint8Array;
  /** Number of minor units in one unit of the amounts in rules. */
  readonly unit: number;
}

export const bitOf = (state: PlacedOrder['state']): number => 1 << ORDER_STATES.indexOf(state);

/** By list of orders, which is of one currency. */
const columns = new WeakMap<JoinedOrders['placed'], PlacedOrders>();
const NONE = columnsOf({ placed: [], digits: 0 });

export function placedIn(orders: JoinedOrders | undefined): PlacedOrders {
  if (!orders) return NONE;
  let known = columns.get(orders.placed);
  if (!known) columns.set(orders.placed, (known = columnsOf(orders)));
  return known;
}

function columnsOf({ placed, digits }: JoinedOrders): PlacedOrders {
  const unit = 10 ** digits;
  const count = placed.length;
  const [times, minor, amounts] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const states = new Uint8Array(count);
  for (let place = 0; place < count; place++) {
    const { at, amount, state } = placed[place] as PlacedOrder;
    times[place] = at;
    minor[place] = amount ?? 0;
    amounts[place] = amount === null ? NaN : amount / unit;
    states[place] = bitOf(state);
  }
  return { list: placed, times, minor, amounts, states, unit };
}

/**
 * By product or category: the places of the orders that still have it, and of those that returned
 * it.
 */
export type Holdings = ReadonlyMap<string, { readonly kept: readonly number[]; readonly returned: readonly number[] }>;

export function holdingsIn({ list }: PlacedOrders, basketOf: (orderId: string) => Basket): Holdings {
  const holdings = new Map<string, { kept: number[]; returned: number[] }>();
  for (const [place, { id, state }] of list.entries()) {
    const basket = basketOf(id);
    for (const key in basket.bought?.pieces) {
      const holding = holdingOf(basket, key);
      if (holding === null) continue;
      let places = holdings.get(key);
      if (!places) holdings.set(key, (places = { kept: [], returned: [] }));
      // An order that was refunded as a whole has returned everything, whatever the refund names.
      places[state === 'refunded' ? 'returned' : holding].push(place);
    }
  }
  return holdings;
}
