// What scoring has to publish for the campaigns that run. Pure.
import type { OrderChange } from '@segue/orders';
import type { Campaign } from './campaign';
import { segmentOf } from './trigger';

/**
 * Events after which a decision at the end of a wait may differ. Campaigns that can defer a message
 * subscribe to them; changes of segments and tiers, merges and splits are always published.
 */
export const STATE_CHANGES: readonly string[] = [
  'identify',
  'Consent Granted',
  'Consent Withdrawn',
  'Withdrawals Voided',
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
];

/** The results of a campaign with a control group count these. */
const MEASURED: readonly OrderChange[] = ['placed', 'changed', 'cancelled'];

/** Returns the events to which running campaigns subscribe, sorted. */
export function subscribedEvents(campaigns: readonly Campaign[]): string[] {
  const events = campaigns
    .filter(({ state }) => state === 'running')
    .flatMap(({ class: sort, trigger }) => [
      ...(trigger.on === 'touchpoint' ? [trigger.event] : []),
      ...(sort === 'marketing' ? STATE_CHANGES : []),
    ]);
  return [...new Set(events)].sort();
}

/** Returns the changes of orders to which running campaigns subscribe, sorted. */
export function subscribedOrders(campaigns: readonly Campaign[]): OrderChange[] {
  const orders = campaigns
    .filter(({ state }) => state === 'running')
    .flatMap(({ trigger, control }) => [
      ...(trigger.on === 'order' ? [trigger.is] : []),
      ...(control > 0 ? MEASURED : []),
    ]);
  return [...new Set(orders)].sort();
}

/** Returns the segments that a campaign names; none once it has ended. */
export function namedSegments({ state, trigger }: Pick<Campaign, 'state' | 'trigger'>): string[] {
  const segment = segmentOf(trigger);
  return state === 'ended' || segment === null ? [] : [segment];
}
