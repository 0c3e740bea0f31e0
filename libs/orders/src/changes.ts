// What became of an order between two states of it: placed, changed, refunded, cancelled. By its
// joined state, so that a repetition of what is known is no change, whatever source repeats it.
// Pure.
import type { Order, Refund } from './order';
import { givenBack, isCancelled } from './purchases';

export const ORDER_CHANGES = ['placed', 'changed', 'refunded', 'cancelled'] as const;
export type OrderChange = (typeof ORDER_CHANGES)[number];

/** An order as it is after a change. Amounts in minor units of `currency`, absent where unknown. */
export interface OrderFact {
  id: string;
  /** What it counts for: the revenue, else the total. */
  amount?: number;
  /** What was paid, with tax and shipping where they are known. */
  total?: number;
  currency?: string;
  /** For `refunded`: what was paid back, in a currency of its own. */
  refund?: { id: string; amount?: number; currency?: string };
}

export interface OrderNews {
  what: OrderChange;
  /** Distinguishes changes of one kind of one order; '' for what an order can be only once. */
  key: string;
  order: OrderFact;
}

/**
 * Returns what changed. `placed` is also returned for an order that counts again after a
 * cancellation: with the same key, by which it is known to be no second order.
 */
export function orderNews(id: string, before: Order = {}, after: Order = {}): OrderNews[] {
  const fact = factOf(id, after);
  const counts = isPurchase(after);
  const news: OrderNews[] = [];
  if (counts && !isPurchase(before)) news.push({ what: 'placed', key: '', order: fact });
  if (counts && isRevalued(before, after)) news.push({ what: 'changed', key: wordKey(after), order: fact });
  for (const [refundId, refund] of Object.entries(after.refunds ?? {})) {
    if (before.refunds && Object.hasOwn(before.refunds, refundId)) continue;
    news.push({
      what: 'refunded',
      key: refundId,
      order: { ...fact, refund: { id: refundId, ...paidBack(refundId, refund, after) } },
    });
  }
  if (isCancelled(after) && !isCancelled(before)) {
    // An order can be cancelled once each time that it was completed.
    const completed = after.completed ?? after.placed;
    news.push({ what: 'cancelled', key: completed === undefined ? '' : String(completed), order: fact });
  }
  return news;
}

const isPurchase = (order: Order): boolean => order.placed !== undefined && !!order.word && !isCancelled(order);

/** Only an order that was placed can change: before, its first amount is no other one. */
const isRevalued = ({ placed, word: was }: Order, { word: is }: Order): boolean =>
  placed !== undefined && !!was && !!is && (was.gross !== is.gross || was.currency !== is.currency);

const wordKey = ({ word }: Order): string => (word ? `${word.at} ${word.by}` : '');

function factOf(id: string, { word }: Order): OrderFact {
  if (!word) return { id };
  const { gross, total = gross, currency } = word;
  return { id, amount: gross, total, currency };
}

/** The amount as it was reported; else what it takes back from the order, where that is known. */
function paidBack(id: string, refund: Refund, { word, refunds = {} }: Order): { amount?: number; currency?: string } {
  const share = word && givenBack(refunds, word).find((one) => one.id === id)?.amount;
  const amount = refund.amount ?? share ?? refund.revenue;
  const currency = refund.currency ?? word?.currency;
  return { ...(amount !== undefined && { amount }), ...(currency !== undefined && { currency }) };
}
