// What the orders come to: purchases that count, in time order, and the money they moved. Pure.
import type { Order, Orders, Refund, Word } from './order';
import { forgetOrigin, isSettled, originOf, own } from './table';

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
  /** Whether a part was given back in another currency, which `refunds` leaves out. */
  isRefundUnvalued?: true;
}

/**
 * Orders that were placed and not cancelled since they were last completed, by time, then by order
 * id. Refunds are taken in time order until the order's worth is used up: a shop that reports a
 * part and then the whole has given back the whole, not more.
 */
export function purchasesOf(orders: Orders): readonly Purchase[] {
  const known = remembered.get(orders);
  if (known) return known;
  const purchases = purchasesSince(orders) ?? inOrder(purchasesAmong(Object.keys(orders), orders));
  if (isSettled(orders)) {
    remembered.set(orders, purchases);
    forgetOrigin(orders);
  }
  return purchases;
}

/** Purchases of tables that do not change any more. */
const remembered = new WeakMap<Orders, readonly Purchase[]>();

/** Returns the purchases by those of the table before, if there is one: few differ. Else null. */
function purchasesSince(orders: Orders): readonly Purchase[] | null {
  const origin = originOf(orders);
  if (!origin || !isSettled(origin.from)) return null;
  const before = purchasesOf(origin.from as Orders);
  const same = before.filter(({ orderId }) => !origin.ids.has(orderId));
  return inOrder([...same, ...purchasesAmong([...origin.ids], orders)]);
}

function purchasesAmong(ids: readonly string[], orders: Orders): Purchase[] {
  const purchases: Purchase[] = [];
  for (const orderId of ids) {
    const order = own(orders, orderId);
    const purchase = order && purchaseOf(orderId, order);
    if (purchase) purchases.push(purchase);
  }
  return purchases;
}

const inOrder = (purchases: Purchase[]): readonly Purchase[] =>
  purchases.sort((a, b) => a.at - b.at || (a.orderId < b.orderId ? -1 : 1));

const purchaseOf = (orderId: string, order: Order): Purchase | null =>
  isCancelled(order) ? null : soldIn(orderId, order);

/** Returns an order that was placed, also one that was cancelled; null for any other. */
export function soldIn(orderId: string, { placed, word, refunds }: Order): Purchase | null {
  if (placed === undefined || !word) return null;
  const { currency, gross, discount = 0 } = word;
  const given = refunds ? givenBack(refunds, word).map(({ at, amount }) => ({ at, amount })) : [];
  const isRefundUnvalued = Object.values(refunds ?? {}).some((refund) => !isIn(word, refund));
  return {
    ...{ orderId, at: placed, currency, gross, discount, refunds: given },
    ...(isRefundUnvalued && { isRefundUnvalued }),
  };
}

const isIn = (word: Word, { currency }: Refund): boolean => currency === undefined || currency === word.currency;

/** Whether an order was cancelled and not completed since. */
export function isCancelled({ placed, completed = placed, cancelled }: Order): boolean {
  return cancelled !== undefined && (completed === undefined || cancelled >= completed);
}

/**
 * A part that was given back in another currency than the order's is left out: what it was worth is
 * not guessed at.
 */
export function givenBack(
  refunds: NonNullable<Order['refunds']>,
  word: Word,
): readonly { id: string; at: number; amount: number }[] {
  let left = word.gross;
  return Object.entries(refunds)
    .filter(([, refund]) => isIn(word, refund))
    .sort(([idA, a], [idB, b]) => a.at - b.at || (idA < idB ? -1 : 1))
    .map(([id, refund]) => {
      const amount = Math.min(left, amountOf(refund, word) ?? left);
      left -= amount;
      return { id, at: refund.at, amount };
    });
}

/**
 * Returns what a refund takes back from the order's gross; undefined for all of it. Where the order
 * counts by its revenue, a refund of what was paid takes back the same share of the revenue.
 */
function amountOf({ amount, revenue }: Refund, { gross, total }: Word): number | undefined {
  if (amount === undefined || (total !== undefined && revenue !== undefined)) return revenue;
  return total === undefined ? amount : Math.round((amount * gross) / total);
}
