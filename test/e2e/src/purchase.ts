// A purchase as ingestion publishes it, for tests that publish to the log themselves, also values
// that ingestion refuses.
import { randomUUID } from 'node:crypto';
import type { Touchpoint } from '@segue/contracts';

/**
 * Returns a purchase. @param total if it is not an amount, the touchpoint becomes a dead letter of
 * profile.
 */
export function purchase(person: string, total = '10.00'): Touchpoint {
  const identity = `userId:${person}`;
  const now = Date.now();
  return {
    v: 1,
    identity,
    source: 'test',
    id: randomUUID(),
    type: 'track',
    event: 'Order Completed',
    ids: [identity],
    properties: { order_id: randomUUID(), total, currency: 'USD' },
    context: {},
    digest: 'test',
    occurredAt: now,
    recordedAt: now,
    origin: 'live',
    cause: null,
  };
}
