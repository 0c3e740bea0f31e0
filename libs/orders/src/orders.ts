// A customer's orders, refunds and cancellations: a state joined by order id. Folding and joining
// are commutative, associative and idempotent: a refund may come before its order, from another
// identity, or twice, and the result is the same. Pure.
import { Invalid, type Touchpoint, turnOf } from '@segue/contracts';
import { MAX_ORDERS, countOf, isBefore as isIdBefore, lastOf, noteAdded, noteReplaced, sortedByHash } from './extent';
import { minorUnits } from './money';

export interface Order {
  /**
   * When the order was placed: the earliest "Order Completed". Absent while only updates, refunds
   * or a cancellation are known.
   */
  placed?: number;
  /** The last word on what it is worth, by event time, then by turn (`turnOf`). */
  word?: { at: number; by: string; currency: string; gross: number; discount?: number };
  /** The earliest cancellation: from then on it never was a purchase. */
  cancelled?: number;
  /** By refund id. */
  refunds?: Record<string, Refund>;
}

interface Refund {
  at: number;
  by: string;
  /** Minor units; absent for the whole order. */
  amount?: number;
  /** Where the event names one; else the order's. */
  currency?: string;
}

/** By order id. Plain JSON. */
export type Orders = { readonly [orderId: string]: Order };

export const NO_ORDERS: Orders = Object.freeze(Object.create(null) as Orders);

/** Maximum number of refunds of one order. Beyond it, the earliest are kept. */
export const MAX_REFUNDS = 100;

/** Options of a fold; none of them changes the result. */
export interface Folding {
  /** Called with the number of items dropped at a bound, for a counter. */
  onDropped?: (what: 'orders' | 'refunds', count: number) => void;
  /**
   * Results of earlier folds of the same batch. They are changed in place, because copying
   * thousands of orders for each touchpoint takes seconds: an earlier result must not be read
   * again.
   */
  drafts?: WeakSet<Orders>;
}

export type OrderEvent = Pick<
  Touchpoint,
  'type' | 'event' | 'properties' | 'occurredAt' | 'recordedAt' | 'place' | 'source' | 'id'
>;

/**
 * The orders after this touchpoint; the same object when it is not about an order.
 * @param currency of the brand, taken where the event names none.
 * @throws {Invalid} with the path of an amount, currency or id that cannot be read.
 */
export function foldOrder(orders: Orders, touchpoint: OrderEvent, currency: string, folding: Folding = {}): Orders {
  const read = touchpoint.type === 'track' ? READERS[touchpoint.event] : undefined;
  if (!read) return orders;
  const id = orderIdOf(touchpoint);
  const said = read(touchpoint, currency);
  if (Object.keys(said).length === 0) return orders;
  const known = own(orders, id);
  const order = joinOrder(known ?? {}, said, folding.onDropped);
  return known ? withOrder(orders, id, order, folding) : withNewOrder(orders, id, order, folding);
}

function withOrder(orders: Orders, id: string, order: Order, { drafts }: Folding): Record<string, Order> {
  const next = drafts?.has(orders) ? (orders as Record<string, Order>) : copyOf(orders);
  drafts?.add(next);
  next[id] = order;
  return next;
}

/**
 * At the bound, the orders whose ids have the smallest hashes are kept. An order joins several
 * events that may come late; only its id never changes. An id that is among the smallest of all is
 * among the smallest of any subset, so the order of arrival does not matter.
 */
function withNewOrder(orders: Orders, id: string, order: Order, folding: Folding): Orders {
  if (countOf(orders) < MAX_ORDERS) {
    const next = withOrder(orders, id, order, folding);
    noteAdded(next, orders);
    return next;
  }
  folding.onDropped?.('orders', 1);
  const last = lastOf(orders);
  if (isIdBefore(last, id)) return orders;
  const next = withOrder(orders, id, order, folding);
  delete next[last];
  noteReplaced(next, orders, id);
  return next;
}

/**
 * Returns a copy for adding orders. Without a prototype an object is a plain table to V8; a spread
 * would give every order id a hidden class of its own, at four times the cost.
 */
const copyOf = (orders: Orders): Record<string, Order> =>
  Object.assign(Object.create(null) as Record<string, Order>, orders);

export function isOrderEvent(event: string): boolean {
  return Object.hasOwn(READERS, event);
}

function bounded(orders: Record<string, Order>): Orders {
  const ids = Object.keys(orders);
  if (ids.length <= MAX_ORDERS) return orders;
  for (const id of sortedByHash(ids).slice(MAX_ORDERS)) delete orders[id];
  return orders;
}

/** Joins all orders with a single copy; returns the same object when only one holds orders. */
export function joinOrders(all: readonly Orders[]): Orders {
  const filled = all.filter((orders) => Object.keys(orders).length > 0);
  const [most = NO_ORDERS, ...others] = filled.sort((a, b) => Object.keys(b).length - Object.keys(a).length);
  if (others.length === 0) return most;
  const joined = copyOf(most);
  for (const orders of others) {
    for (const id of Object.keys(orders)) joined[id] = joinOrder(own(joined, id) ?? {}, orders[id] as Order);
  }
  return bounded(joined);
}

function joinOrder(a: Order, b: Order, onDropped?: Folding['onDropped']): Order {
  const placed = earliest(a.placed, b.placed);
  const cancelled = earliest(a.cancelled, b.cancelled);
  const word = laterWord(a.word, b.word);
  const refunds = joinRefunds(a.refunds, b.refunds, onDropped);
  return {
    ...(placed !== undefined && { placed }),
    ...(word && { word }),
    ...(cancelled !== undefined && { cancelled }),
    ...(refunds && { refunds }),
  };
}

function joinRefunds(a: Order['refunds'], b: Order['refunds'], onDropped?: Folding['onDropped']): Order['refunds'] {
  if (!a || !b) return a ?? b;
  const joined = { ...a };
  for (const [id, refund] of Object.entries(b)) {
    const known = own(joined, id);
    // The first word on a refund stands: the shop's repetition of it is the same refund.
    joined[id] = !known || isBefore(refund, known) ? refund : known;
  }
  const ids = Object.keys(joined);
  if (ids.length <= MAX_REFUNDS) return joined;
  onDropped?.('refunds', ids.length - MAX_REFUNDS);
  return Object.fromEntries(earliestOf(joined, ids).map((id) => [id, joined[id] as Refund]));
}

/**
 * Returns the ids of the earliest refunds. An entry is only ever replaced by an earlier one, so the
 * earliest of all do not depend on the order of arrival.
 */
function earliestOf(refunds: Record<string, Refund>, ids: string[]): string[] {
  const inTime = ids.sort((a, b) => {
    const [one, other] = [refunds[a] as Refund, refunds[b] as Refund];
    return isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : a < b ? -1 : 1;
  });
  return inTime.slice(0, MAX_REFUNDS);
}

/** Order ids come from outside: `constructor` must not find what objects inherit. */
const own = <T>(record: { readonly [id: string]: T }, id: string) =>
  Object.hasOwn(record, id) ? record[id] : undefined;

const laterWord = (a: Order['word'], b: Order['word']) => (!a || !b ? (a ?? b) : isBefore(a, b) ? b : a);

const isBefore = (a: { at: number; by: string }, b: { at: number; by: string }) =>
  a.at < b.at || (a.at === b.at && a.by < b.by);

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

/** Whether a value is given: shops send every field, with null or '' for what they do not know. */
export const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');

type Reader = (touchpoint: OrderEvent, currency: string) => Order;

// Segment's e-commerce events.
const READERS: Record<string, Reader> = {
  'Order Completed': (touchpoint, currency) => ({ placed: touchpoint.occurredAt, word: wordOf(touchpoint, currency) }),
  // An update of the address or the status alone says nothing about money.
  'Order Updated': (touchpoint, currency) => (worthIn(touchpoint) ? { word: wordOf(touchpoint, currency) } : {}),
  'Order Cancelled': (touchpoint) => ({ cancelled: touchpoint.occurredAt }),
  'Order Refunded': (touchpoint, currency) => ({
    refunds: { [refundIdOf(touchpoint)]: refundOf(touchpoint, currency) },
  }),
};
Object.setPrototypeOf(READERS, null);

/** The field that says what an order is worth. */
const worthIn = ({ properties }: OrderEvent) => ['revenue', 'total', 'value'].find((name) => isSaid(properties[name]));

function wordOf(touchpoint: OrderEvent, brandCurrency: string): NonNullable<Order['word']> {
  const { properties, occurredAt } = touchpoint;
  const currency = currencyOf(properties, brandCurrency);
  // `revenue` leaves out tax and shipping, as Segment defines it; most tills know only `total`.
  const field = worthIn(touchpoint) ?? 'value';
  const gross = nonNegative(properties[field], currency, `properties.${field === 'value' ? 'total' : field}`);
  const discount = isSaid(properties.discount) ? nonNegative(properties.discount, currency, 'properties.discount') : 0;
  return { at: occurredAt, by: turnOf(touchpoint), currency, gross, ...(discount > 0 && { discount }) };
}

function refundOf(touchpoint: OrderEvent, brandCurrency: string): Refund {
  const { properties, occurredAt } = touchpoint;
  const refund = { at: occurredAt, by: turnOf(touchpoint) };
  const field = ['amount', 'total', 'revenue'].find((name) => isSaid(properties[name]));
  if (!field) return refund;
  const currency = currencyOf(properties, brandCurrency);
  const amount = nonNegative(properties[field], currency, `properties.${field}`);
  return isSaid(properties.currency) ? { ...refund, amount, currency } : { ...refund, amount };
}

function nonNegative(amount: unknown, currency: string, path: string): number {
  const minor = minorUnits(amount, currency, path);
  if (minor < 0) throw new Invalid('amount', path, 'must not be negative');
  return minor;
}

function currencyOf(properties: Record<string, unknown>, brandCurrency: string): string {
  return isSaid(properties.currency) ? String(properties.currency).trim().toUpperCase() : brandCurrency;
}

/** An order event without an order id is an order of its own. */
function orderIdOf(touchpoint: OrderEvent): string {
  return idIn(touchpoint.properties, ['order_id', 'orderId', 'checkout_id']) ?? `${touchpoint.source}/${touchpoint.id}`;
}

function refundIdOf(touchpoint: OrderEvent): string {
  return idIn(touchpoint.properties, ['refund_id', 'refundId']) ?? `${touchpoint.source}/${touchpoint.id}`;
}

function idIn(properties: Record<string, unknown>, names: string[]): string | undefined {
  for (const name of names) {
    const value = properties[name];
    if (!isSaid(value)) continue;
    const isText = typeof value === 'string' || typeof value === 'number';
    const id = String(value).trim();
    if (!isText || id === '__proto__' || id.length > 256) {
      throw new Invalid('id', `properties.${name}`, 'must be a string of at most 256 characters, or a number');
    }
    return id;
  }
  return undefined;
}
