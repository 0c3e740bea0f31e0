// A purchase as ingestion would have published it, for tests that go past ingestion's door:
// straight to the log, so that it may say what the door refuses.
import { randomUUID } from 'node:crypto';
import type { Touchpoint } from '@segue/contracts';

/**
 * @param total anything: one that is no amount makes the touchpoint a dead letter of the profile.
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
