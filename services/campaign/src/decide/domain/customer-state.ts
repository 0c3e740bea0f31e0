// What was last heard of a customer for whom a message waits: the end of the wait is decided by it.
// Kept only while something waits, one row a customer. Pure.
import type { Signal } from '@segue/contracts';
import { type OrderFact, isSaid } from '@segue/orders';
import type { Trigger } from '../../journeys/domain/campaign';

export interface CustomerState extends Pick<
  Signal,
  'customer' | 'version' | 'number' | 'head' | 'standing' | 'bucketingId'
> {
  /**
   * The last word on orders that were completed or cancelled while something waited, by their id.
   */
  orders: { readonly [id: string]: OrderState };
}

interface OrderState {
  /** UTC milliseconds, of the event. */
  at: number;
  isCancelled: boolean;
}

/**
 * Events after which a head differs in what a decision reads. Campaigns that may put a message off
 * listen to them; comings and goings of segments and tiers, merges and splits are always heard.
 */
export const CHANGES_ANSWERS: readonly string[] = [
  'identify',
  'Consent Granted',
  'Consent Withdrawn',
  'Withdrawals Voided',
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
];

/** Events of which a cancellation takes nothing back. */
const TAKEN_BACK: readonly string[] = ['Order Cancelled', 'Order Refunded'];

/** Maximum number of orders that are remembered, the latest; as many as messages can wait. */
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
 * Parses what is stored. Older versions kept the ids of cancelled orders alone, without a time:
 * these stay cancelled.
 */
export function storedState(body: string): CustomerState {
  const { cancelled = [], ...present } = JSON.parse(body) as CustomerState & { cancelled?: string[] };
  const words = cancelled.map((id) => [id, { at: Number.MAX_SAFE_INTEGER, isCancelled: true }] as const);
  return { ...present, orders: { ...Object.fromEntries(words), ...present.orders } };
}

/**
 * Joins two of one customer: the newer head, the later word on each order. Numbers count per
 * customer; between customers that were merged or split the version decides.
 */
export function joined(a: CustomerState | undefined, b: CustomerState): CustomerState {
  if (!a) return b;
  const isNewer = a.customer === b.customer ? b.number >= a.number : b.version >= a.version;
  return { ...(isNewer ? b : a), orders: joinOrders(a.orders, b.orders) };
}

function joinOrders(a: CustomerState['orders'], b: CustomerState['orders']): CustomerState['orders'] {
  const words = new Map(Object.entries(a));
  for (const [id, word] of Object.entries(b)) {
    const known = words.get(id);
    if (!known || isLater(word, known)) words.set(id, word);
  }
  const latest = [...words].sort(([idA, one], [idB, other]) => other.at - one.at || (idA < idB ? -1 : 1));
  return Object.fromEntries(latest.slice(0, MAX_ORDERS));
}

/** Of one instant the cancellation, as where orders are joined. */
const isLater = (a: OrderState, b: OrderState): boolean => a.at > b.at || (a.at === b.at && a.isCancelled);

export interface TriggerCheck {
  holds: boolean;
  /** What was looked at, for the record: names, never values of the customer. */
  detail: Record<string, unknown>;
}

/**
 * Whether what the trigger said is still so when a wait ends. A touchpoint has happened for good,
 * except that its order may be cancelled since (and not completed again).
 */
export function stillHolds(
  trigger: Trigger,
  cause: Pick<Signal, 'to' | 'because'>,
  { standing, orders }: Pick<CustomerState, 'standing' | 'orders'>,
): TriggerCheck {
  switch (trigger.on) {
    case 'entered':
    case 'left': {
      const isIn = standing.segments.includes(trigger.segment);
      const { on, segment } = trigger;
      return { holds: isIn === (on === 'entered'), detail: { trigger: on, segment, isIn } };
    }
    case 'tier': {
      const { scheme } = trigger;
      const now = standing.tiers[scheme] ?? null;
      return { holds: now === cause.to, detail: { trigger: 'tier', scheme, was: cause.to, now } };
    }
    case 'touchpoint': {
      const order = TAKEN_BACK.includes(trigger.event) ? null : orderIn(cause.because);
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
  const order = [snake, camel, checkout].find(isSaid);
  return typeof order === 'string' || typeof order === 'number' ? String(order).trim() : null;
}
