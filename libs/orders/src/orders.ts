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
  /** The latest "Order Completed", where there is a later one than `placed`. */
  completed?: number;
  /** The last word on what it is worth, by event time, then by turn (`turnOf`). */
  word?: Word;
  /** The latest cancellation. The order counts again once it is completed after it. */
  cancelled?: number;
  /** By refund id. */
  refunds?: Record<string, Refund>;
}

export interface Word {
  at: number;
  by: string;
  currency: string;
  /** Minor units: what was told as revenue, else as total. */
  gross: number;
  discount?: number;
  /** What was paid, with tax and shipping, where `gross` is the revenue and differs. */
  total?: number;
}

export interface Refund {
  at: number;
  by: string;
  /**
   * Minor units that were paid back, with tax and shipping where they were. The whole order where
   * neither this nor `revenue` is known.
   */
  amount?: number;
  /** Minor units of revenue that were given back: as told, or the prices of the products named. */
  revenue?: number;
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
  return ORDER_EVENTS.has(event);
}

/**
 * Returns the id of the order that a touchpoint is about; undefined when it is about none.
 * @throws {Invalid} for an id that cannot be one.
 */
export function orderNamedIn(touchpoint: OrderEvent): string | undefined {
  return touchpoint.type === 'track' && isOrderEvent(touchpoint.event) ? orderIdOf(touchpoint) : undefined;
}

/** Returns one order joined over all that know of it; undefined when none does. */
export function orderIn(all: readonly Orders[], id: string): Order | undefined {
  const known = all.flatMap((orders) => own(orders, id) ?? []);
  const [only] = known;
  return known.length < 2 ? only : known.reduce((a, b) => joinOrder(a, b));
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
  const completed = latest(a.completed ?? a.placed, b.completed ?? b.placed);
  const cancelled = latest(a.cancelled, b.cancelled);
  const word = laterWord(a.word, b.word);
  const refunds = joinRefunds(a.refunds, b.refunds, onDropped);
  return {
    ...(placed !== undefined && { placed }),
    ...(completed !== placed && { completed }),
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

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
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

const ORDER_EVENTS: ReadonlySet<string> = new Set(Object.keys(READERS));

/** The field that says what an order is worth. */
const worthIn = ({ properties }: OrderEvent) => ['revenue', 'total', 'value'].find((name) => isSaid(properties[name]));

function wordOf(touchpoint: OrderEvent, brandCurrency: string): Word {
  const { properties, occurredAt } = touchpoint;
  const currency = currencyOf(properties, brandCurrency);
  // `revenue` leaves out tax and shipping, as Segment defines it; most tills know only `total`.
  const field = worthIn(touchpoint) ?? 'value';
  const gross = nonNegative(properties[field], currency, `properties.${field === 'value' ? 'total' : field}`);
  const discount = isSaid(properties.discount) ? nonNegative(properties.discount, currency, 'properties.discount') : 0;
  const total = field === 'revenue' && isSaid(properties.total) ? amountIn(properties, 'total', currency) : gross;
  return {
    at: occurredAt,
    by: turnOf(touchpoint),
    currency,
    gross,
    ...(discount > 0 && { discount }),
    ...(total > 0 && total !== gross && { total }),
  };
}

function refundOf(touchpoint: OrderEvent, brandCurrency: string): Refund {
  const { properties, occurredAt } = touchpoint;
  const refund = { at: occurredAt, by: turnOf(touchpoint) };
  const currency = currencyOf(properties, brandCurrency);
  const paid = ['amount', 'total'].find((name) => isSaid(properties[name]));
  const amount = paid === undefined ? undefined : amountIn(properties, paid, currency);
  const revenue = isSaid(properties.revenue)
    ? amountIn(properties, 'revenue', currency)
    : amount === undefined
      ? pricesOf(properties.products, currency)
      : undefined;
  if (amount === undefined && revenue === undefined) return refund;
  return {
    ...refund,
    ...(amount !== undefined && { amount }),
    ...(revenue !== undefined && { revenue }),
    ...(isSaid(properties.currency) && { currency }),
  };
}

/**
 * Returns what the products of a refund are worth together; undefined without products, or where
 * one of them says neither price nor total (`orderFault` refuses those).
 */
function pricesOf(products: unknown, currency: string): number | undefined {
  if (!Array.isArray(products) || products.length === 0) return undefined;
  let sum = 0;
  for (const [place, line] of products.entries()) {
    const worth = worthOfLine(line, currency, `properties.products.${place}`);
    if (worth === undefined) return undefined;
    sum += worth;
  }
  return sum;
}

/** Lines of a refund may be negative, as on a till's receipt: what counts is what is given back. */
function worthOfLine(line: unknown, currency: string, path: string): number | undefined {
  if (typeof line !== 'object' || line === null) return undefined;
  const { total, price, quantity, discount } = line as Record<string, unknown>;
  if (isSaid(total)) return Math.abs(minorUnits(total, currency, `${path}.total`));
  if (!isSaid(price)) return undefined;
  const count = isSaid(quantity) ? Math.abs(Number(quantity)) : 1;
  const reduced = isSaid(discount) ? Math.abs(minorUnits(discount, currency, `${path}.discount`)) : 0;
  const worth = Math.round(Math.abs(minorUnits(price, currency, `${path}.price`)) * count) - reduced;
  return Number.isFinite(worth) ? Math.max(0, worth) : undefined;
}

const amountIn = (properties: Record<string, unknown>, name: string, currency: string): number =>
  nonNegative(properties[name], currency, `properties.${name}`);

function nonNegative(amount: unknown, currency: string, path: string): number {
  const minor = minorUnits(amount, currency, path);
  if (minor < 0) throw new Invalid('amount', path, 'must not be negative');
  return minor;
}

function currencyOf(properties: Record<string, unknown>, brandCurrency: string): string {
  return isSaid(properties.currency) ? String(properties.currency).trim().toUpperCase() : brandCurrency;
}

/** The order id that an event names. @throws {Invalid} for one that cannot be one. */
export const namedOrder = (properties: Record<string, unknown>): string | undefined =>
  idIn(properties, ['order_id', 'orderId', 'checkout_id']);

/** An order event without an order id is an order of its own. */
function orderIdOf(touchpoint: OrderEvent): string {
  return namedOrder(touchpoint.properties) ?? `${touchpoint.source}/${touchpoint.id}`;
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
