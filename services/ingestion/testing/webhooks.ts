// Readings of webhooks, as far as tests look: what touchpoints they become, and what orders those
// come to.
import { NO_ORDERS, type Orders, foldOrder, purchasesOf } from '@segue/orders';
import { atOnce, type Touchpoint } from '@segue/contracts';
import { judgeBatch } from '../src/accept/domain/accept';
import type { Delivery, Reading } from '../src/webhooks/domain/reading';
import { READERS, type WebhookSystem } from '../src/webhooks/domain/systems';
import { reception } from './judging';

export const delivery = (body: unknown, headers: Delivery['headers'], over: object = {}): Delivery => ({
  headers,
  body,
  source: { id: 'src_1', countUnpaid: false, ...over },
  country: 'AT',
});

/** What the door makes of a reading. @throws {Error} for an event that it refuses. */
export function touchpointsOf({ events }: Reading, receivedAt?: number): Touchpoint[] {
  const at = receivedAt === undefined ? {} : { now: receivedAt };
  const judged = atOnce(judgeBatch({ batch: events }, reception({ ...at, country: 'AT' })));
  if (judged.rejected.length > 0) throw new Error(JSON.stringify(judged.rejected));
  return judged.accepted.map(({ touchpoint }) => touchpoint);
}

export const readAs = (system: WebhookSystem, one: Delivery): Touchpoint[] => touchpointsOf(READERS[system](one));

/** Touchpoints in lines such as `Order Completed email:ana@example.com 77.90`. */
export const inLines = (touchpoints: readonly Touchpoint[]): string[] =>
  touchpoints.map(({ event, identity, properties }) =>
    [event, identity, properties.amount ?? properties.total ?? properties.channel].filter(Boolean).join(' '),
  );

/**
 * The orders after touchpoints that may repeat: the first copy of an id counts, and the same id
 * with another content is a fault.
 */
export function ordersOf(touchpoints: readonly Touchpoint[]): Orders {
  const digests = new Map<string, string>();
  let orders = NO_ORDERS;
  for (const one of touchpoints) {
    const key = `${one.identity} ${one.id}`;
    const known = digests.get(key);
    if (known !== undefined && known !== one.digest) throw new Error(`${key} has two contents`);
    if (known === undefined) orders = foldOrder(orders, one, 'EUR');
    digests.set(key, one.digest);
  }
  return orders;
}

/** What the orders come to, in minor units. */
export const worthOf = (orders: Orders) =>
  purchasesOf(orders).map(({ orderId, at, gross, currency, refunds }) => ({
    ...{ orderId, at, gross, currency },
    back: refunds.map(({ amount }) => amount),
  }));
