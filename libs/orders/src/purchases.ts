// What the orders come to: purchases that count, in time order, and the money they moved. Pure.
import type { Order, Orders } from './orders';

export interface Purchase {
  orderId: string;
  /** When it was placed, UTC milliseconds. */
  at: number;
  currency: string;
  /** Minor units after discounts, before refunds. */
  gross: number;
  discount: number;
  /** In time order; together never more than `gross`. */
  refunds: readonly { at: number; amount: number }[];
}

/**
 * Orders that were placed and not cancelled, by time, then by order id. Refunds are taken in time order until the order's worth is used up: a
 * shop that reports a part and then the whole has given back the whole, not more.
 */
export function purchasesOf(orders: Orders): Purchase[] {
  const purchases: Purchase[] = [];
  for (const orderId of Object.keys(orders)) {
    const purchase = purchaseOf(orderId, orders[orderId] as Order);
    if (purchase) purchases.push(purchase);
  }
  return purchases.sort((a, b) => a.at - b.at || (a.orderId < b.orderId ? -1 : 1));
}

function purchaseOf(orderId: string, { placed, word, cancelled, refunds }: Order): Purchase | null {
  if (placed === undefined || !word || cancelled !== undefined) return null;
  const { currency, gross, discount = 0 } = word;
  return { orderId, at: placed, currency, gross, discount, refunds: refunds ? givenBack(refunds, word) : [] };
}

/** A part that was given back in another currency than the order's is left out: what it was worth is not guessed at. */
function givenBack(refunds: NonNullable<Order['refunds']>, word: NonNullable<Order['word']>): Purchase['refunds'] {
  let left = word.gross;
  return Object.entries(refunds)
    .filter(([, { currency }]) => currency === undefined || currency === word.currency)
    .sort(([idA, a], [idB, b]) => a.at - b.at || (idA < idB ? -1 : 1))
    .map(([, refund]) => {
      const amount = Math.min(left, refund.amount ?? left);
      left -= amount;
      return { at: refund.at, amount };
    });
}
