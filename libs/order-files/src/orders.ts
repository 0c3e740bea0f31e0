// Converts orders of a file to events of the Segment spec. Without ids in the file, an order's id
// is derived from its content and the number of equal orders before it (the CDNOW sample has 21 of
// them), so that a file sent twice gives the same orders. Pure.
import { composed } from '@segue/contracts';
import { startOfDay } from '@segue/valuation';
import type { CustomerKind } from './fields/columns';
import type { OrderRow } from './lines/order-row';
import { inDayOrder } from './day-order';

export interface TrackEvent {
  type: 'track';
  event: string;
  userId: string;
  messageId: string;
  timestamp: string;
  properties: Record<string, unknown>;
  context?: Record<string, unknown>;
}

/** An event of an order; without a user id if `context.externalIds` names the customer. */
export type OrderEvent = Omit<TrackEvent, 'userId'> & { userId?: string };

export interface EventOptions {
  /** IANA zone of the brand, in which days begin. */
  zone: string;
  currency: string;
  /**
   * Put before customers and order ids, to distinguish them from those of other files. Not put
   * before e-mails and phones, which are the same in all files.
   */
  prefix: string;
  /** Kind of the customers' identities; absent: user ids. */
  kind?: CustomerKind;
}

/**
 * Returns the events of orders of user ids, in time order. An order happens at the start of its
 * day.
 */
export function orderEvents(rows: readonly OrderRow[], options: Omit<EventOptions, 'kind'>): TrackEvent[] {
  const { zone, currency, prefix } = options;
  return [...eachOrderEvent(inDayOrder(rows), { zone, currency, prefix })] as TrackEvent[];
}

/**
 * Yields the events one by one, of rows in day order: an event is several times the size of its
 * row.
 */
export function* eachOrderEvent(rows: Iterable<OrderRow>, options: EventOptions): Generator<OrderEvent> {
  for (const { order, refund } of eachOrder(rows, options)) {
    if (order) yield order;
    if (refund) yield refund;
  }
}

/** The events of one row. A refund without its order has no `order`. */
export interface RowEvents {
  /** Id of the order, or of the refund. */
  id: string;
  order: OrderEvent | null;
  refund: OrderEvent | null;
}

/** Yields the events row by row, of rows in day order. */
export function* eachOrder(rows: Iterable<OrderRow>, options: EventOptions): Generator<RowEvents> {
  let day = '';
  let timestamp = '';
  const seen = new Map<string, number>();
  for (const row of rows) {
    if (row.day !== day) {
      day = row.day;
      timestamp = new Date(startOfDay(day, options.zone)).toISOString();
      // Equal orders have the same day.
      seen.clear();
    }
    yield eventsOf(row, timestamp, seen, options);
  }
}

function eventsOf(
  row: OrderRow,
  timestamp: string,
  seen: Map<string, number>,
  { currency, prefix, kind: kindOfFile = 'userId' }: EventOptions,
): RowEvents {
  const { customer, total, quantity, currency: own, orderId, products, kind = kindOfFile } = row;
  const named = orderId !== undefined;
  const id = composed(named ? `${prefix}${orderId}` : idByContent(row, prefix, seen));
  const whose = {
    type: 'track' as const,
    timestamp,
    ...(kind === 'userId'
      ? { userId: composed(`${prefix}${customer}`) }
      : { context: { externalIds: [externalId(kind, customer, prefix)] } }),
  };
  const amounts = { currency: own ?? currency, ...(products && { products }) };
  const refunded = row.isReturn ? total : row.refunded;
  return {
    id,
    order: row.isReturn
      ? null
      : {
          ...whose,
          event: 'Order Completed',
          messageId: named ? `order/${id}` : id,
          properties: { order_id: id, total, ...amounts, ...(quantity !== null && { quantity }) },
        },
    // The id follows from the order, so that a file sent twice pays back once.
    refund:
      refunded === undefined
        ? null
        : {
            ...whose,
            event: 'Order Refunded',
            messageId: `refund/${id}`,
            properties: { order_id: id, refund_id: id, amount: refunded, currency: own ?? currency },
          },
  };
}

function externalId(type: Exclude<CustomerKind, 'userId'>, customer: string, prefix: string) {
  return { type, id: type === 'memberCard' ? composed(`${prefix}${customer}`) : customer };
}

/** Returns the identity of an order's customer, `kind:value`. */
export function identityIn(row: OrderRow, { prefix, kind: kindOfFile = 'userId' }: EventOptions): string {
  const { customer, kind = kindOfFile } = row;
  return composed(`${kind}:${kind === 'email' || kind === 'phone' ? '' : prefix}${customer}`);
}

function idByContent(row: OrderRow, prefix: string, seen: Map<string, number>): string {
  const { customer, day, total, quantity, currency } = row;
  const content = `${prefix}${customer}/${day}/${total}/${quantity ?? ''}${currency === undefined ? '' : `/${currency}`}`;
  const occurrence = (seen.get(content) ?? 0) + 1;
  seen.set(content, occurrence);
  return `${content}/${occurrence}`;
}
