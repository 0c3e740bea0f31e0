// Who a webhook is about. Pure.
import { type Identity, kindOf, strongest } from '@segue/contracts';
import { emailOf } from '@segue/addresses';
import { identitiesOf } from '../../accept/domain/identities';
import type { SegmentEvent } from '../../accept/domain/segment-event';

/** The fields of an event that name the person. */
export type Named = Pick<SegmentEvent, 'userId' | 'context'>;

interface Names {
  userId?: string;
  /** The system's own id, in a namespace, such as `shopify`. */
  external?: { type: string; id: string };
  email?: string;
  phone?: string;
}

/**
 * Returns the names of a person; null for nobody. A phone counts only without an e-mail address:
 * families share one. What tills write for no address, such as `noemail@`, is none.
 */
export function personOf({ userId, external, email, phone }: Names): Named | null {
  const isAddress = emailOf(email ?? '') !== null;
  const ids = [
    ...(external !== undefined && external.id !== '' ? [external] : []),
    ...(email && (isAddress || !phone) ? [{ type: 'email', id: email }] : phone ? [{ type: 'phone', id: phone }] : []),
  ];
  if (!userId && ids.length === 0) return null;
  return { ...(userId && { userId }), ...(ids.length > 0 && { context: { externalIds: ids } }) };
}

/** Returns the identity that owns the touchpoints of a person; null where no name can be one. */
export function ownerOf(person: Named, country: string | undefined): Identity | null {
  try {
    return strongest(identitiesOf({ type: 'identify', ...person }, country));
  } catch {
    return null;
  }
}

/** Returns the fields that name an identity. */
export function namedBy(identity: Identity): Named {
  const kind = kindOf(identity);
  const id = identity.slice(kind.length + 1);
  return kind === 'userId' ? { userId: id } : { context: { externalIds: [{ type: kind, id }] } };
}
