// The latest state of a customer with a waiting enrolment, by which the end of the wait is decided.
// Kept only while an enrolment waits, one row a customer. Pure.
import type { Signal } from '@segue/contracts';
import { type OrderFact, isGiven } from '@segue/orders';
import { type Trigger, fitsSegments, segmentsOf } from '../../journeys/domain/trigger';

export interface CustomerState extends Pick<
  Signal,
  'customer' | 'version' | 'number' | 'head' | 'standing' | 'bucketingId'
> {
  /** The latest state of orders that were completed or cancelled during the wait, by their id. */
  orders: { readonly [id: string]: OrderState };
}

interface OrderState {
  /** Instant of the event, UTC milliseconds. */
  at: number;
  isCancelled: boolean;
}

/** Triggers that a cancellation of the order does not undo. */
const FINAL_EVENTS: readonly string[] = ['Order Cancelled', 'Order Refunded'];

/** Maximum number of orders kept, the latest ones; as many as decisions can wait. */
const MAX_ORDERS = 50;

type SignalFacts = Pick<
  Signal,
  | 'customer'
  | 'version'
  | 'number'
  | 'head'
  | 'standing'
  | 'bucketingId'
  | 'kind'
  | 'subject'
  | 'because'
  | 'occurredAt'
>;

export function stateIn(signal: SignalFacts): CustomerState {
  const { customer, version, number, head, standing, bucketingId } = signal;
  return {
    customer,
    version,
    number,
    head,
    standing,
    ...(bucketingId !== undefined && { bucketingId }),
    orders: orderStateIn(signal),
  };
}

/**
 * Parses a stored state. Older versions kept only the ids of cancelled orders, without a time:
 * these stay cancelled.
 */
export function storedState(body: string): CustomerState {
  const { cancelled = [], ...state } = JSON.parse(body) as CustomerState & { cancelled?: string[] };
  const orders = cancelled.map((id) => [id, { at: Number.MAX_SAFE_INTEGER, isCancelled: true }] as const);
  return { ...state, orders: { ...Object.fromEntries(orders), ...state.orders } };
}

/**
 * Joins two states of one customer: the newer head and the later state of each order. Numbers count
 * per customer; between customers that were merged or split the version decides.
 */
export function joined(a: CustomerState | undefined, b: CustomerState): CustomerState {
  if (!a) return b;
  const isNewer = a.customer === b.customer ? b.number >= a.number : b.version >= a.version;
  return { ...(isNewer ? b : a), orders: joinOrders(a.orders, b.orders) };
}

function joinOrders(a: CustomerState['orders'], b: CustomerState['orders']): CustomerState['orders'] {
  const orders = new Map(Object.entries(a));
  for (const [id, order] of Object.entries(b)) {
    const known = orders.get(id);
    if (!known || isLater(order, known)) orders.set(id, order);
  }
  const latest = [...orders].sort(([idA, one], [idB, other]) => other.at - one.at || (idA < idB ? -1 : 1));
  return Object.fromEntries(latest.slice(0, MAX_ORDERS));
}

/** At the same instant a cancellation counts as later, as where orders are joined (libs/orders). */
const isLater = (a: OrderState, b: OrderState): boolean => a.at > b.at || (a.at === b.at && a.isCancelled);

export interface TriggerCheck {
  holds: boolean;
  /** What was compared, for the record: names, never values of the customer. */
  detail: Record<string, unknown>;
}

/**
 * Checks whether a trigger still holds when a wait ends. A touchpoint always does, unless its order
 * was cancelled since and not completed again.
 */
export function stillHolds(
  trigger: Trigger,
  cause: Pick<Signal, 'to' | 'because'>,
  { standing, orders }: Pick<CustomerState, 'standing' | 'orders'>,
): TriggerCheck {
  switch (trigger.on) {
    case 'entered':
    case 'left': {
      const { on } = trigger;
      const isIn = segmentsOf(trigger).some((one) => standing.segments.includes(one));
      const named = 'segment' in trigger ? { segment: trigger.segment } : { segments: trigger.segments };
      const detail = { trigger: on, ...named, isIn, ...(trigger.except && { except: trigger.except }) };
      return { holds: fitsSegments(trigger, standing.segments), detail };
    }
    case 'tier': {
      const { scheme } = trigger;
      const now = standing.tiers[scheme] ?? null;
      return { holds: now === cause.to, detail: { trigger: 'tier', scheme, was: cause.to, now } };
    }
    case 'touchpoint': {
      const order = FINAL_EVENTS.includes(trigger.event) ? null : orderIn(cause.because);
      const isCancelled = order !== null && isCancelledIn(orders, order);
      return { holds: !isCancelled, detail: { trigger: 'touchpoint', event: trigger.event, isCancelled } };
    }
    case 'order': {
      const isFinal = trigger.is === 'refunded' || trigger.is === 'cancelled';
      const isCancelled = !isFinal && isCancelledIn(orders, (cause.because as OrderFact).id);
      return { holds: !isCancelled, detail: { trigger: 'order', is: trigger.is, isCancelled } };
    }
  }
}

const isCancelledIn = (orders: CustomerState['orders'], id: string): boolean =>
  Object.hasOwn(orders, id) && orders[id]?.isCancelled === true;

function orderStateIn({ kind, subject, because, occurredAt: at }: SignalFacts): CustomerState['orders'] {
  const isCancelled = subject === 'Order Cancelled';
  const order = kind === 'touchpoint' && (isCancelled || subject === 'Order Completed') ? orderIn(because) : null;
  return order === null ? {} : { [order]: { at, isCancelled } };
}

function orderIn(because: unknown): string | null {
  if (typeof because !== 'object' || because === null) return null;
  const { order_id: snake, orderId: camel, checkout_id: checkout } = because as Record<string, unknown>;
  const order = [snake, camel, checkout].find(isGiven);
  return typeof order === 'string' || typeof order === 'number' ? String(order).trim() : null;
}
