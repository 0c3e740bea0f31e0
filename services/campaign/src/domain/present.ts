// What was last heard of a customer for whom a message waits: the end of the wait is decided by it.
// Kept only while something waits, one row a customer. Pure.
import type { Signal } from '@segue/contracts';
import type { Trigger } from './campaign';

export interface Present extends Pick<Signal, 'customer' | 'version' | 'number' | 'head' | 'standing' | 'bucketingId'> {
  /** Ids of orders that were cancelled while something waited, the newest last. */
  cancelled: readonly string[];
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

/** Maximum number of cancelled orders that are remembered; as many as messages can wait. */
const MAX_CANCELLED = 50;

type Heard = Pick<
  Signal,
  'customer' | 'version' | 'number' | 'head' | 'standing' | 'bucketingId' | 'kind' | 'subject' | 'because'
>;

export function presentIn(signal: Heard): Present {
  const { customer, version, number, head, standing, bucketingId } = signal;
  const order = cancelledBy(signal);
  return {
    customer,
    version,
    number,
    head,
    standing,
    ...(bucketingId !== undefined && { bucketingId }),
    cancelled: order === null ? [] : [order],
  };
}

/**
 * Joins two of one customer: the newer head, the cancelled orders of both. Numbers count per
 * customer; between customers that were merged or split the version decides.
 */
export function joined(a: Present | undefined, b: Present): Present {
  if (!a) return b;
  const isNewer = a.customer === b.customer ? b.number >= a.number : b.version >= a.version;
  const [older, newer] = isNewer ? [a, b] : [b, a];
  const cancelled = [...new Set([...older.cancelled, ...newer.cancelled])].slice(-MAX_CANCELLED);
  return { ...newer, cancelled };
}

export interface Standing {
  holds: boolean;
  /** What was looked at, for the record: names, never values of the customer. */
  detail: Record<string, unknown>;
}

/**
 * Whether what the trigger said is still so when a wait ends. A touchpoint has happened for good,
 * except that its order may be cancelled since.
 */
export function stillHolds(
  trigger: Trigger,
  cause: Pick<Signal, 'to' | 'because'>,
  { standing, cancelled }: Pick<Present, 'standing' | 'cancelled'>,
): Standing {
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
      const isCancelled = order !== null && cancelled.includes(order);
      return { holds: !isCancelled, detail: { trigger: 'touchpoint', event: trigger.event, isCancelled } };
    }
  }
}

function cancelledBy({ kind, subject, because }: Pick<Signal, 'kind' | 'subject' | 'because'>): string | null {
  return kind === 'touchpoint' && subject === 'Order Cancelled' ? orderIn(because) : null;
}

function orderIn(because: unknown): string | null {
  if (typeof because !== 'object' || because === null) return null;
  const { order_id: snake, orderId: camel, checkout_id: checkout } = because as Record<string, unknown>;
  const order = snake ?? camel ?? checkout;
  return typeof order === 'string' || typeof order === 'number' ? String(order).trim() : null;
}
