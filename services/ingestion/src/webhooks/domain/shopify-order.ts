// An order of Shopify as one of its webhooks shows it. Each shows the whole order with the time of
// its last change, so that the events which follow do not depend on which webhook comes first.
// Pure.
import { decimalOf } from '@segue/orders';
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { type Fields, amountIn, currencyIn, filled, firstOf, listIn, objectIn, textIn, timeIn } from './fields';
import { productsOf } from './lines';
import { type Named, ownerOf, personOf } from './person';
import { type Delivery, type Reading, identified, ignored } from './reading';
import { consentsOf, identifyOf, shopifyPerson } from './shopify-customer';
import { lineOf, soldIn, worthOf } from './shopify-lines';
import { paidBack, shopAmount } from './shopify-money';
import { isSettled, refundEvent } from './shopify-refund';

export function readOrder(order: Fields, topic: string, { source, country }: Delivery): Reading {
  if (order.test === true) return ignored('test_order');
  const person = buyerOf(order);
  if (person === null) return ignored('no_customer');
  const known = orderOf(order);
  const isNew = topic === 'orders/create';
  const counted = isCounted(order, source.countUnpaid);
  const owner = ownerOf(person, country);
  const refunds = listIn(order.refunds);
  const settled = refunds.filter(isSettled);
  return {
    events: [
      ...(isNew ? aboutBuyer(order, person) : []),
      ...(counted ? [completed(known, person, order)] : []),
      ...(isNew && counted ? [] : [updated(known, person, order)]),
      ...(owner === null ? [] : settled.map((refund) => refundEvent(refund, known.orderId, owner))),
      ...cancelled(known, person, order),
    ],
    ignored: refunds.length > settled.length ? ['refund_pending'] : [],
    ...(owner !== null && { order: { object: known.id, orderId: known.orderId, owner } }),
  };
}

interface Known {
  /** Shopify's id of the order. */
  id: string;
  /** Its name (`#1001`), as in Shopify's exports, so that an import finds the same order. */
  orderId: string;
  money: Record<string, unknown>;
}

/** Payments that are made. A captured part, or a part paid back, belongs to a sale. */
const PAID: ReadonlySet<string> = new Set(['paid', 'partially_paid', 'partially_refunded', 'refunded']);
/** Payments that are promised; given up later they are `GIVEN_UP`, and may be made all the same. */
const PROMISED = 'authorized';
const GIVEN_UP: ReadonlySet<string> = new Set(['voided', 'expired']);

function isCounted({ financial_status: state }: Fields, countUnpaid: boolean): boolean {
  const plain = stateOf(state);
  return PAID.has(plain) || plain === PROMISED || (countUnpaid && !GIVEN_UP.has(plain));
}

const stateOf = (state: unknown): string => textIn(state).toLowerCase();

function buyerOf(order: Fields): Named | null {
  const customer = objectIn(order.customer);
  const [billing, shipping] = [objectIn(order.billing_address), objectIn(order.shipping_address)];
  return textIn(customer.id) === ''
    ? personOf({
        email: firstOf(order.email, order.contact_email),
        phone: firstOf(order.phone, billing.phone, shipping.phone),
      })
    : shopifyPerson(
        customer,
        firstOf(customer.email, order.email),
        firstOf(customer.phone, order.phone, billing.phone, shipping.phone),
      );
}

function orderOf(order: Fields): Known {
  const id = textIn(order.id);
  return { id, orderId: firstOf(order.name, id), money: moneyOf(order) };
}

/**
 * Returns the money in the shop's currency. `total` is what the order comes to with tax and
 * shipping, after edits; what was paid back stays in it, since refunds are events of their own.
 * `revenue` stands beside it where gift cards were bought: they count once something is paid with
 * them.
 */
function moneyOf(order: Fields): Record<string, unknown> {
  const shop = objectIn(objectIn(order.total_price_set).shop_money);
  const currency = currencyIn(order.currency) || currencyIn(shop.currency_code);
  const amount = (name: string) => amountIn(shopAmount(order, name), currency, name);
  const total = totalOf(order, amount, currency);
  const lines = soldIn(order);
  const cards = lines.filter(({ gift_card: isCard }) => isCard === true);
  const ofCards = cards.reduce((sum, line) => sum + worthOf(line, currency), 0);
  const shipping = amountIn(objectIn(objectIn(order.total_shipping_price_set).shop_money).amount, currency, 'shipping');
  const codes = listIn(order.discount_codes).map(({ code }) => textIn(code));
  return filled({
    total: decimalOf(total, currency),
    ...(ofCards > 0 && { revenue: decimalOf(Math.max(0, total - ofCards), currency) }),
    currency,
    subtotal: decimalOf(amount('subtotal_price'), currency),
    tax: decimalOf(amount('total_tax'), currency),
    taxes_included: order.taxes_included === true,
    shipping: shipping === 0 ? undefined : decimalOf(shipping, currency),
    discount: decimalOf(amount('total_discounts'), currency),
    coupon: codes.join(', ').slice(0, 200),
    ...shownMoney(order, currency),
    ...productsOf(lines.map((line) => lineOf(line, currency))),
  });
}

/**
 * The smaller of the total and of what is left now with what was paid back: lines that an edit took
 * out before they were paid are in the first alone, goodwill refunds can be in the second alone.
 */
function totalOf(order: Fields, amount: (name: string) => number, currency: string): number {
  const total = amount('total_price');
  if (textIn(order.current_total_price) === '') return total;
  const back = listIn(order.refunds)
    .map((refund) => paidBack(refund, currency))
    .reduce((sum, one) => sum + (one.currency === currency ? one.amount : 0), 0);
  return Math.min(total, amount('current_total_price') + back);
}

/** What the buyer was shown, where that is another currency. */
function shownMoney(order: Fields, currency: string): Record<string, unknown> {
  const shown = objectIn(objectIn(order.total_price_set).presentment_money);
  const code = currencyIn(shown.currency_code);
  return code === '' || code === currency ? {} : { presentment: { currency: code, total: textIn(shown.amount) } };
}

const placedAt = (order: Fields) => timeIn(firstOf(order.processed_at, order.created_at)) ?? null;

/**
 * The time of a promise to pay: a millisecond before that of a payment. So a promise that was given
 * up, at this time too, is cancelled, and an order that is paid after it counts, whichever webhook
 * comes first.
 */
function promisedAt(order: Fields): string | null {
  const at = placedAt(order);
  return at === null ? null : new Date(Date.parse(at) - 1).toISOString();
}

const countedAt = (order: Fields) => (PAID.has(stateOf(order.financial_status)) ? placedAt(order) : promisedAt(order));
const changedAt = (order: Fields) => timeIn(firstOf(order.updated_at, order.created_at)) ?? null;

const completed = ({ id, orderId, money }: Known, person: Named, order: Fields): SegmentEvent =>
  identified(`shopify/order/${id}/completed`, {
    ...{ type: 'track', event: 'Order Completed', ...person },
    properties: { order_id: orderId, ...money },
    timestamp: countedAt(order),
  });

/** Of an order that does not count yet, this keeps the amount until it does. */
const updated = ({ id, orderId, money }: Known, person: Named, order: Fields): SegmentEvent =>
  identified(`shopify/order/${id}/updated`, {
    ...{ type: 'track', event: 'Order Updated', ...person },
    properties: {
      ...{ order_id: orderId, ...money },
      ...filled({ status: textIn(order.financial_status), fulfillment: textIn(order.fulfillment_status) }),
    },
    timestamp: changedAt(order),
  });

/** An order is cancelled, or what was promised for it was given up. */
function cancelled({ id, orderId }: Known, person: Named, order: Fields): SegmentEvent[] {
  const isGivenUp = GIVEN_UP.has(stateOf(order.financial_status));
  const at = timeIn(order.cancelled_at) ?? (isGivenUp ? promisedAt(order) : null);
  if (at === null) return [];
  return [
    identified(`shopify/order/${id}/cancelled`, {
      ...{ type: 'track', event: 'Order Cancelled', ...person },
      properties: { order_id: orderId, ...filled({ reason: textIn(order.cancel_reason) }) },
      timestamp: at,
    }),
  ];
}

/** What a new order says of its buyer. A box that was left empty takes no consent back. */
function aboutBuyer(order: Fields, person: Named): SegmentEvent[] {
  const customer = objectIn(order.customer);
  const address = { ...objectIn(order.billing_address) };
  const about = firstOf(customer.id, `order-${textIn(order.id)}`);
  const isGuest = textIn(customer.id) === '';
  const traits = isGuest ? { ...address, email: order.email, phone: firstOf(order.phone, address.phone) } : customer;
  return [
    identifyOf(about, person, { default_address: address, ...traits }, placedAt(order)),
    ...consentsOf(about, person, customer, order.buyer_accepts_marketing === true, placedAt(order) ?? undefined),
  ];
}
