// Topic `actions`: what decisions order, one form for each kind. A new kind is added to `Action`
// alone: what has to handle it then fails to compile (`effectOf` in campaign, `file` in delivery).
import { type Static, type TUnion, Type } from '@sinclair/typebox';
import { MESSAGE_CHANNELS, type MessageChannel } from '../channels';
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

/** What `to` names on each channel. A message of the outbox shows what would be sent. */
const RECEIVER: Record<MessageChannel, string> = {
  email: 'e-mail address',
  webhook: 'id of the configured webhook',
  outbox: 'where it would go',
};

const messageBy = <C extends MessageChannel>(channel: C) =>
  Type.Object({ ...message, channel: Type.Literal(channel), to: Type.String({ description: RECEIVER[channel] }) });

type FormsOf<L extends readonly MessageChannel[]> = {
  -readonly [K in keyof L]: ReturnType<typeof messageBy<L[K]>>;
};

export const Action = Type.Union(MESSAGE_CHANNELS.map(messageBy)) as unknown as TUnion<
  FormsOf<typeof MESSAGE_CHANNELS>
>;
export type Action = Static<typeof Action>;

/** Version 1 knew messages only. */
export const actionFromV1 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  v: 2,
  kind: 'message',
});
