// Orders as rules read them: each one that was placed, with its state and what is left of its
// amount. Pure.
import type { Order, Orders, Refund, Word } from './order';
import { type Purchase, givenBack, isCancelled, soldIn } from './purchases';
import { type Rates, valued } from './rates';

/**
 * What became of an order: `completed` with nothing given back, `partlyRefunded`, `refunded` as a
 * whole, `cancelled` and not completed since.
 */
type OrderState = 'completed' | 'partlyRefunded' | 'refunded' | 'cancelled';

export interface PlacedOrder {
  readonly id: string;
  /** When it was placed, UTC milliseconds. */
  readonly at: number;
  readonly state: OrderState;
  /**
   * Minor units of the brand's currency after discounts, less what was given back, whenever that
   * was. Null for an order in another currency whose day has no rate.
   */
  readonly amount: number | null;
}

/**
 * Returns all orders that were placed, cancelled ones included, by time, then by order id. Amounts
 * are in `currency`, by the rate of the day on which each order was placed.
 * @param dayOf the day (`YYYY-MM-DD`) of an instant in the brand's zone.
 */
export function placedOrders(
  orders: Orders,
  currency: string,
  rates: Rates,
  dayOf: (at: number) => string,
): PlacedOrder[] {
  const sold: Purchase[] = [];
  for (const id of Object.keys(orders)) {
    const one = soldIn(id, orders[id] as Order);
    if (one) sold.push(one);
  }
  const placed = valued(sold, currency, rates, dayOf).map((purchase): PlacedOrder => {
    const { orderId, at } = purchase;
    const amount = purchase.currency === currency ? leftOf(purchase) : null;
    return { id: orderId, at, state: stateOf(orders[orderId] as Order), amount };
  });
  return placed.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function leftOf({ gross, refunds }: Purchase): number {
  let left = gross;
  for (const { amount } of refunds) left -= amount;
  return left;
}

function stateOf(order: Order): OrderState {
  if (isCancelled(order)) return 'cancelled';
  return order.refunds && order.word ? refundedState(order.refunds, order.word) : 'completed';
}

/** A refund in another currency than the order's gave something back, though not known how much. */
function refundedState(refunds: Record<string, Refund>, word: Word): OrderState {
  const known = givenBack(refunds, word);
  const back = known.reduce((sum, { amount }) => sum + amount, 0);
  if (known.length > 0 && back >= word.gross) return 'refunded';
  return back > 0 || known.length < Object.keys(refunds).length ? 'partlyRefunded' : 'completed';
}
