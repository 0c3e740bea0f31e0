// Orders of a file as events of the Segment spec. Where the file has no ids, an order's id is its
// content and how many equal orders came before it (the CDNOW sample has 21 of them): the same file
// sent twice is the same orders. Pure.
import { startOfDay } from '@segue/valuation';
import type { CustomerKind } from './columns';
import { atOnce } from './steps';

export interface OrderRow {
  customer: string;
  /** YYYY-MM-DD */
  day: string;
  /** As written: the amount is never made a double on the way. */
  total: string;
  quantity: number | null;
  /** Where the file says it; else the brand's. */
  currency?: string;
  /** Where the file says it; else the order's content names it. */
  orderId?: string;
  products?: Product[];
  /** Its line in the file, for corrections. */
  line?: number;
}

/** One line of an order, in the words of the Segment spec; `total` is the line's, as written. */
export interface Product {
  product_id?: string;
  name?: string;
  quantity?: number;
  total?: string;
}

export interface TrackEvent {
  type: 'track';
  event: string;
  userId: string;
  messageId: string;
  timestamp: string;
  properties: Record<string, unknown>;
  context?: Record<string, unknown>;
}

/** Without a user id where `context.externalIds` names the customer. */
export type OrderEvent = Omit<TrackEvent, 'userId'> & { userId?: string };

/** Whether the first line of a text is a purchase of the CDNOW sample. */
export const isCdnow = (text: string): boolean => /^\s*\d+ +\d+ +\d{8} +\d+ +[\d.]+\s/.test(text);

/**
 * The CDNOW sample: master id, sample id, YYYYMMDD, number of CDs, dollars. @throws {Error} naming
 * the line.
 */
export function readCdnow(text: string): OrderRow[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, index }) => {
      const [, sample, date, quantity, dollars] = line.trim().split(/\s+/);
      if (!sample || !date || !dollars || !/^\d{8}$/.test(date)) throw new Error(`line ${index + 1} is no purchase`);
      const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      return { customer: sample, day, total: dollars, quantity: Number(quantity) };
    });
}

export interface EventOptions {
  /** IANA zone of the brand: a day begins there. */
  zone: string;
  currency: string;
  /**
   * Distinguishes this file's customers and orders from those of others. E-mails and phones are the
   * same in all files.
   */
  prefix: string;
  /** What customers are named by; absent: user ids. */
  kind?: CustomerKind;
}

/** Orders of user ids, in time order. Dates are days: an order counts at the start of its day. */
export function orderEvents(rows: readonly OrderRow[], options: Omit<EventOptions, 'kind'>): TrackEvent[] {
  const { zone, currency, prefix } = options;
  return [...eachOrderEvent(inDayOrder(rows), { zone, currency, prefix })] as TrackEvent[];
}

/** The same one by one, of rows in day order: an event is several times the size of its row. */
export function* eachOrderEvent(rows: Iterable<OrderRow>, options: EventOptions): Generator<OrderEvent> {
  let day = '';
  let timestamp = '';
  const seen = new Map<string, number>();
  for (const row of rows) {
    if (row.day !== day) {
      day = row.day;
      timestamp = new Date(startOfDay(day, options.zone)).toISOString();
      // Equal orders are of the same day.
      seen.clear();
    }
    yield eventOf(row, timestamp, seen, options);
  }
}

/** Returns rows by day; those of one day stay in their order. */
export const inDayOrder = (rows: readonly OrderRow[]): OrderRow[] => atOnce(dayOrderInSteps(rows));

/** The same, with pauses between rows. */
export function* dayOrderInSteps(rows: readonly OrderRow[]): Generator<void, OrderRow[]> {
  const byDay = new Map<string, OrderRow[]>();
  for (const row of rows) {
    const others = byDay.get(row.day);
    if (others) others.push(row);
    else byDay.set(row.day, [row]);
    yield;
  }
  return [...byDay.keys()].sort().flatMap((day) => byDay.get(day) ?? []);
}

function eventOf(
  row: OrderRow,
  timestamp: string,
  seen: Map<string, number>,
  { currency, prefix, kind = 'userId' }: EventOptions,
): OrderEvent {
  const { customer, total, quantity, currency: own, orderId, products } = row;
  const named = orderId !== undefined;
  const id = named ? `${prefix}${orderId}` : idByContent(row, prefix, seen);
  return {
    type: 'track',
    event: 'Order Completed',
    ...(kind === 'userId' && { userId: `${prefix}${customer}` }),
    messageId: named ? `order/${id}` : id,
    timestamp,
    properties: {
      order_id: id,
      total,
      currency: own ?? currency,
      ...(quantity !== null && { quantity }),
      ...(products && { products }),
    },
    ...(kind !== 'userId' && { context: { externalIds: [externalId(kind, customer, prefix)] } }),
  };
}

function externalId(type: Exclude<CustomerKind, 'userId'>, customer: string, prefix: string) {
  return { type, id: type === 'memberCard' ? `${prefix}${customer}` : customer };
}

/** `kind:value`, under which the server keeps the customer of an order. */
export function identityIn({ customer }: OrderRow, { prefix, kind = 'userId' }: EventOptions): string {
  return `${kind}:${kind === 'email' || kind === 'phone' ? '' : prefix}${customer}`;
}

function idByContent(row: OrderRow, prefix: string, seen: Map<string, number>): string {
  const { customer, day, total, quantity, currency } = row;
  const content = `${prefix}${customer}/${day}/${total}/${quantity ?? ''}${currency === undefined ? '' : `/${currency}`}`;
  const occurrence = (seen.get(content) ?? 0) + 1;
  seen.set(content, occurrence);
  return `${content}/${occurrence}`;
}

export function inTimeOrder<E extends { timestamp: string }>(events: readonly E[]): E[] {
  return [...events].sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}
