// What customers do, and what a system answers about them.
import { randomUUID } from 'node:crypto';
import type { LifeEvent } from '../../e2e/src/lives';

export interface Decision {
  id: string;
  campaign: string;
  outcome: string;
  reason: string;
  occurredAt: string;
  decidedAt: string;
  cause: { id: string; kind: string; subject: string };
}
export interface Transition {
  kind: string;
  subject: string;
  to: string | null;
  occurredAt: string;
}
export interface Delivery {
  status: string;
  reason: string | null;
  campaign: string;
}

export const track = (event: string, userId: string, properties: object = {}, at = Date.now()): LifeEvent => ({
  type: 'track',
  event,
  userId,
  messageId: randomUUID(),
  timestamp: new Date(at).toISOString(),
  properties: { ...properties },
});
export const order = (userId: string, total: string, at = Date.now()) =>
  track('Order Completed', userId, { order_id: randomUUID(), total }, at);
export const consented = (userId: string, at = Date.now()) =>
  track('Consent Granted', userId, { channel: 'webhook' }, at);
export const withdrawn = (userId: string) => track('Consent Withdrawn', userId, { channel: 'webhook' });
