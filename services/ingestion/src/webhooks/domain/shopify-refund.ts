// Refunds of Shopify, as a webhook of their own and within their order: the same event. Pure.
import type { Identity } from '@segue/contracts';
import { decimalOf } from '@segue/orders';
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { type Fields, amountIn, firstOf, listIn, objectIn, textIn, timeIn } from './fields';
import { productsOf } from './lines';
import { namedBy } from './person';
import { type Reading, identified, ignored } from './reading';
import { paidBack, shopAmount } from './shopify-money';

/** A refund that has its own webhook names its order, not the buyer. */
export function readRefund(refund: Fields): Reading {
  const order = textIn(refund.order_id);
  if (!isSettled(refund)) return ignored('refund_pending');
  return {
    ...{ events: [], ignored: [] },
    refund: { order, eventFor: (orderId, owner) => refundEvent(refund, orderId, owner) },
  };
}

/**
 * Whether what is paid back has arrived, or nothing is. While money is on its way, or after a first
 * try that failed, the refund waits for the order's next update, so that its amount never changes.
 */
export function isSettled(refund: Fields): boolean {
  const states = listIn(refund.transactions)
    .filter(({ kind }) => kind === 'refund')
    .map(({ status }) => status);
  return states.length === 0 || (states.includes('success') && !states.includes('pending'));
}

/**
 * Returns the event of a refund. It is made of the refund alone, so that both ways give the same.
 * `revenue` leaves out gift cards that were given back, which were no revenue.
 */
export function refundEvent(refund: Fields, orderId: string, owner: Identity): SegmentEvent {
  const { amount, currency } = paidBack(refund);
  const lines = listIn(refund.refund_line_items);
  const money = currency === '' ? { amount: '0' } : moneyOf(lines, amount, currency);
  return identified(`shopify/refund/${textIn(refund.id)}`, {
    type: 'track',
    event: 'Order Refunded',
    ...namedBy(owner),
    properties: {
      ...{ order_id: orderId, refund_id: textIn(refund.id) },
      ...money,
      ...(textIn(refund.note) !== '' && { reason: textIn(refund.note).slice(0, 200) }),
      ...productsOf(lines.map(lineOf)),
    },
    timestamp: timeIn(firstOf(refund.processed_at, refund.created_at)) ?? null,
  });
}

function moneyOf(lines: readonly Fields[], amount: number, currency: string): Record<string, string> {
  const cards = lines
    .filter(({ line_item: line }) => objectIn(line).gift_card === true)
    .reduce((sum, line) => sum + amountIn(shopAmount(line, 'subtotal'), currency, 'refund_line_items.subtotal'), 0);
  return {
    amount: decimalOf(amount, currency),
    revenue: decimalOf(Math.max(0, amount - cards), currency),
    currency,
  };
}

function lineOf(refunded: Fields) {
  const line = objectIn(refunded.line_item);
  return {
    product_id: textIn(line.product_id),
    sku: textIn(line.sku),
    name: firstOf(line.name, line.title),
    total: textIn(shopAmount(refunded, 'subtotal')),
    quantity: Number(refunded.quantity ?? 1),
    restock: textIn(refunded.restock_type) !== '' && refunded.restock_type !== 'no_restock',
  };
}
