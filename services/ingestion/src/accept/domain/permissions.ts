// Checks whether a source may send an event: signed user ids, and events reserved for Segue or for
// server sources. Pure.
import { Invalid, type Touchpoint, isKnownPerson } from '@segue/contracts';
import { isOrderEvent } from '@segue/orders';
import { VOID_EVENT } from '@segue/parts';
import type { ReceivedFrom } from './judged';
import type { SegmentEvent } from './segment-event';
import { isSigned } from './signature';

/**
 * Returns whether the source's own server signed the user id (`context.signature`). The id is
 * compared without surrounding spaces, so that a signature of ` u42` is not one of `u42`; as it was
 * sent or composed, since the server signs what it sends.
 * @throws {Invalid} for a signature that no valid key made.
 */
export function isVouchedFor(
  { context, userId: sent }: SegmentEvent,
  ids: readonly string[],
  { signingKeys }: ReceivedFrom,
): boolean {
  const { signature } = (context ?? {}) as { signature?: unknown };
  if (signature === undefined || signature === null || signature === '') return false;
  const path = 'context.signature';
  const userId = ids.find((id) => id.startsWith(USER_ID))?.slice(USER_ID.length);
  if (userId === undefined) throw new Invalid('signature', path, 'a signature needs a userId');
  const forms = new Set([userId, String(sent).trim()]);
  const isOwn = (signed: string) => [...forms].some((form) => isSigned(form, signed, signingKeys));
  if (typeof signature === 'string' && isOwn(signature)) return true;
  throw new Invalid('signature', path, 'must be the hex HMAC-SHA256 of the userId by a signing key of this source');
}

const USER_ID = 'userId:';

/**
 * Returns the context without the signature, a credential that readers of a timeline must not see.
 */
export function withoutSignature(context: SegmentEvent['context']): Record<string, unknown> {
  if (!context) return {};
  if (!('signature' in context)) return context as Record<string, unknown>;
  const { signature: _, ...rest } = context as Record<string, unknown>;
  return rest;
}

/** Events that only Segue writes, about messages that it sent and withdrawals that were voided. */
const OURS: ReadonlySet<string> = new Set([
  ...['Message Sent', 'Message Failed', 'Message Held Back', 'Message Indeterminate'],
  VOID_EVENT,
]);

export function assertNotOurs({ type, event }: Touchpoint): void {
  if (type === 'track' && OURS.has(event)) {
    throw new Invalid('not_allowed', 'event', 'this event is reserved for Segue itself');
  }
}

/**
 * @throws {Invalid} for events that a public source may not send. Its key can be read in any
 * browser, so it may send neither money nor links of identities, signed or not (the signature
 * covers the userId only).
 */
export function assertMay(isPublic: boolean, { type, event, ids }: Touchpoint): void {
  if (!isPublic) return;
  if (type === 'track' && isOrderEvent(event)) {
    throw new Invalid('not_allowed', 'event', 'orders and refunds are accepted from server sources only');
  }
  if (type === 'track' && event.startsWith('Message ')) {
    throw new Invalid('not_allowed', 'event', 'outcomes of messages are accepted from server sources only');
  }
  if (ids.filter(isKnownPerson).length > 1) {
    throw new Invalid('not_allowed', 'userId', 'a public source cannot say that two known customers are one');
  }
}
