// Topic `actions`: what decisions order, one form for each kind. A new kind is added to `Action`
// alone: what has to handle it then fails to compile (`effectOf` in campaign, `file` in delivery).
import { type Static, Type } from '@sinclair/typebox';
import { Data, Id, IdentitySchema, Instant, Nullable, provenance } from './parts';

/**
 * Marketing needs consent, caps, quiet hours and control groups; service (order, payment, safety)
 * skips them.
 */
export const MessageClass = Type.Union([Type.Literal('marketing'), Type.Literal('service')]);
export type MessageClass = Static<typeof MessageClass>;

/** One message to one customer, with all that its send needs. `id` is the idempotency key. */
const message = {
  v: Type.Literal(2),
  kind: Type.Literal('message'),
  id: Id,
  customer: Id,
  identities: Type.Array(IdentitySchema, { minItems: 1 }),
  campaign: Id,
  campaignVersion: Type.Integer({ minimum: 1 }),
  step: Id,
  class: MessageClass,
  /**
   * The consent that is checked once more at the send, `channel/purpose`; null for service
   * messages.
   */
  consent: Nullable(Type.String()),
  content: Type.Object({ subject: Type.String(), body: Type.String(), data: Data }),
  /** Not sent after this instant. */
  expiresAt: Nullable(Instant),
  ...provenance,
};

const EmailMessage = Type.Object({
  ...message,
  channel: Type.Literal('email'),
  to: Type.String({ description: 'e-mail address' }),
});

const WebhookMessage = Type.Object({
  ...message,
  channel: Type.Literal('webhook'),
  to: Type.String({ description: 'id of the configured webhook' }),
});

/** Shows what would be sent, and is not sent. */
const OutboxMessage = Type.Object({
  ...message,
  channel: Type.Literal('outbox'),
  to: Type.String({ description: 'where it would go' }),
});

export const Action = Type.Union([EmailMessage, WebhookMessage, OutboxMessage]);
export type Action = Static<typeof Action>;

/** Version 1 knew messages only. */
export const actionFromV1 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  v: 2,
  kind: 'message',
});
