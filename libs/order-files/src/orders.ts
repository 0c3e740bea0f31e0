// Converts orders of a file to events of the Segment spec. Without ids in the file, an order's id
// is derived from its content and the number of equal orders before it (the CDNOW sample has 21 of
// them), so that a file sent twice gives the same orders. Pure.
import { atOnce, composed } from '@segue/contracts';
import { startOfDay } from '@segue/valuation';
import type { CustomerKind } from './columns';
import type { OrderRow } from './order-row';

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
    yield eventOf(row, timestamp, seen, options);
  }
}

/** Returns the rows by day; those of one day keep their order. */
export const inDayOrder = (rows: readonly OrderRow[]): OrderRow[] => atOnce(dayOrderInSteps(rows));

/** Returns the rows as `inDayOrder`, with pauses. */
export function* dayOrderInSteps(rows: readonly OrderRow[]): Generator<void, OrderRow[]> {
  const byDay = new Map<string, OrderRow[]>();
  for (const row of rows) {
    const others = byDay.get(row.day);
    if (others) others.push(row);
    else byDay.set(row.day, [row]);
    yield;
  }
  const sorted: OrderRow[] = [];
  for (const day of [...byDay.keys()].sort()) {
    for (const row of byDay.get(day) ?? []) sorted.push(row);
    yield;
  }
  return sorted;
}

function eventOf(
  row: OrderRow,
  timestamp: string,
  seen: Map<string, number>,
  { currency, prefix, kind = 'userId' }: EventOptions,
): OrderEvent {
  const { customer, total, quantity, currency: own, orderId, products } = row;
  const named = orderId !== undefined;
  const id = composed(named ? `${prefix}${orderId}` : idByContent(row, prefix, seen));
  return {
    type: 'track',
    event: 'Order Completed',
    ...(kind === 'userId' && { userId: composed(`${prefix}${customer}`) }),
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
  return { type, id: type === 'memberCard' ? composed(`${prefix}${customer}`) : customer };
}

/** Returns the identity of an order's customer, `kind:value`. */
export function identityIn({ customer }: OrderRow, { prefix, kind = 'userId' }: EventOptions): string {
  return composed(`${kind}:${kind === 'email' || kind === 'phone' ? '' : prefix}${customer}`);
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
