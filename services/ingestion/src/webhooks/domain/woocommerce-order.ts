// An order of WooCommerce as one of its webhooks shows it: each shows the whole order. Pure.
import { decimalOf } from '@segue/orders';
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { type Fields, amountIn, currencyIn, filled, firstOf, listIn, objectIn, textIn, timeIn } from './fields';
import { productsOf } from './lines';
import { type Named, namedBy, ownerOf, personOf } from './person';
import { type Delivery, type Reading, identified, ignored } from './reading';
import { identifyWith } from './woocommerce-customer';

/** States without a decision of the buyer: what lies in the checkout or the editor. */
const DRAFTS: ReadonlySet<string> = new Set(['checkout-draft', 'auto-draft', 'draft', 'new']);
const GIVEN_UP: ReadonlySet<string> = new Set(['cancelled', 'trash', 'failed']);
/** States that an order reaches once its payment is in, or is settled on delivery. */
const SETTLED: ReadonlySet<string> = new Set(['completed', 'refunded']);

export function readWooOrder(order: Fields, isNew: boolean, { country, source }: Delivery): Reading {
  const status = statusOf(order);
  if (DRAFTS.has(status)) return ignored('topic');
  const person = buyerOf(order);
  if (person === null) return ignored('no_customer');
  const isCounted = counts(order, status, source.countUnpaid);
  const owner = ownerOf(person, country);
  const id = textIn(order.id);
  const about = { about: `woocommerce/${source.id}/order/${id}`, id, person, money: moneyOf(order) };
  const guest = textIn(order.customer_id) === '0' || textIn(order.customer_id) === '';
  const buyer = guest ? `order-${id}` : textIn(order.customer_id);
  return {
    events: [
      ...(isNew ? [identifyWith(buyer, person, objectIn(order.billing), placedAt(order))] : []),
      ...(isCounted ? [completed(about, order)] : []),
      ...(isNew && isCounted ? [] : [updated(about, order, status)]),
      ...(owner === null ? [] : listIn(order.refunds).map((refund) => refunded(about, order, refund, owner))),
      ...(GIVEN_UP.has(status) ? [cancelled(about, order, status)] : []),
    ],
    ignored: [],
  };
}

interface About {
  about: string;
  id: string;
  person: Named;
  money: Record<string, unknown>;
}

const statusOf = (order: Fields): string => textIn(order.status).toLowerCase().replace(/^wc-/, '');

/**
 * An order on hold waits for a transfer, and one on delivery is in progress before it is paid: both
 * count early only where the source says so. One that is still at its payment page never does.
 */
function counts(order: Fields, status: string, countUnpaid: boolean): boolean {
  if (timeIn(order.date_paid_gmt) !== undefined || SETTLED.has(status)) return true;
  if (GIVEN_UP.has(status) || status === 'pending') return false;
  return countUnpaid || (status !== 'on-hold' && textIn(order.payment_method) !== 'cod');
}

/**
 * The user id is that of the shop, as in its exports, and names the buyer alone: the billing
 * address may be somebody else's. 0 is a guest.
 */
function buyerOf(order: Fields): Named | null {
  const billing = objectIn(order.billing);
  const id = textIn(order.customer_id);
  if (id !== '' && id !== '0') return personOf({ userId: id });
  return personOf({
    email: textIn(billing.email),
    phone: firstOf(billing.phone, objectIn(order.shipping).phone),
  });
}

function moneyOf(order: Fields): Record<string, unknown> {
  const currency = currencyIn(order.currency);
  const amount = (name: string) => amountIn(order[name], currency, name);
  const lines = listIn(order.line_items);
  const subtotal = lines.reduce((sum, line) => sum + amountIn(line.total, currency, 'line_items.total'), 0);
  const codes = listIn(order.coupon_lines).map(({ code }) => textIn(code));
  return filled({
    total: decimalOf(amount('total'), currency),
    currency,
    subtotal: decimalOf(subtotal, currency),
    tax: decimalOf(amount('total_tax'), currency),
    taxes_included: order.prices_include_tax === true,
    shipping: decimalOf(amount('shipping_total'), currency),
    discount: decimalOf(amount('discount_total'), currency),
    coupon: codes.join(', ').slice(0, 200),
    ...productsOf(lines.map((line) => lineOf(line, currency))),
  });
}

function lineOf(line: Fields, currency: string) {
  const [full, left] = [line.subtotal, line.total].map((value) => amountIn(value, currency, 'line_items.total'));
  const discount = Math.max(0, (full as number) - (left as number));
  return {
    product_id: textIn(line.product_id),
    sku: textIn(line.sku),
    name: textIn(line.name),
    total: decimalOf(left as number, currency),
    discount: discount === 0 ? undefined : decimalOf(discount, currency),
    quantity: Number(line.quantity ?? 1),
  };
}

const changedAt = (order: Fields) => timeIn(firstOf(order.date_modified_gmt, order.date_created_gmt)) ?? null;

/**
 * The time of the payment, so that an order that failed first counts once it is paid. One that
 * counts without a payment does so anew by each change, since its payment may have failed before.
 */
const countedAt = (order: Fields) => {
  const isOpen = timeIn(order.date_paid_gmt) === undefined && !SETTLED.has(statusOf(order));
  return isOpen ? changedAt(order) : placedAt(order);
};

const placedAt = (order: Fields) => timeIn(firstOf(order.date_paid_gmt, order.date_created_gmt)) ?? null;

const completed = ({ about, id, person, money }: About, order: Fields): SegmentEvent =>
  identified(`${about}/completed`, {
    ...{ type: 'track', event: 'Order Completed', ...person },
    properties: { order_id: id, ...money },
    timestamp: countedAt(order),
  });

const updated = ({ about, id, person, money }: About, order: Fields, status: string): SegmentEvent =>
  identified(`${about}/updated`, {
    ...{ type: 'track', event: 'Order Updated', ...person },
    properties: { order_id: id, ...money, ...filled({ status, payment: textIn(order.payment_method) }) },
    timestamp: changedAt(order),
  });

const cancelled = ({ about, id, person }: About, order: Fields, status: string): SegmentEvent =>
  identified(`${about}/cancelled`, {
    ...{ type: 'track', event: 'Order Cancelled', ...person },
    properties: { order_id: id, reason: status },
    timestamp: changedAt(order),
  });

/**
 * WooCommerce gives refunds no time, so a refund has that of its first receipt: an event without a
 * time of its own.
 */
function refunded({ about, id }: About, order: Fields, refund: Fields, owner: string): SegmentEvent {
  const currency = currencyIn(order.currency);
  const amount = Math.abs(amountIn(refund.total, currency, 'refunds.total'));
  return identified(`${about}/refund/${textIn(refund.id)}`, {
    ...{ type: 'track', event: 'Order Refunded', ...namedBy(owner) },
    properties: {
      ...{ order_id: id, refund_id: textIn(refund.id), amount: decimalOf(amount, currency), currency },
      ...filled({ reason: textIn(refund.reason).slice(0, 200) }),
    },
  });
}
