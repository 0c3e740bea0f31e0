// The identities of an event. Pure.
import {
  IDENTITY_KINDS,
  Invalid,
  type Identity,
  type IdentityKind,
  MAX_IDENTITY_LENGTH,
  composed,
  hasLostDigits,
  identityOf,
  isNoOne,
} from '@segue/contracts';
import { addressValue, emailOf } from '@segue/addresses';
import type { SegmentEvent } from './segment-event';

const KINDS: ReadonlySet<string> = new Set(IDENTITY_KINDS);

/**
 * Returns the identities in the order of the event, without duplicates.
 * @param remarks receives a remark on each identity that is left out.
 * @throws {Invalid} when the event names no identity or an id is too long.
 */
export function identitiesOf(event: SegmentEvent, country?: string, remarks: Invalid[] = []): Identity[] {
  const named = [
    identity('userId', event.userId, 'userId'),
    ...(event.context?.externalIds ?? []).map(({ type, id }, place) =>
      external(type, id, `context.externalIds.${place}.id`, country, remarks),
    ),
    identity('anonymousId', event.anonymousId, 'anonymousId'),
    event.type === 'alias' ? previous(event) : null,
  ];
  const found = [...new Set(named.filter((each) => each !== null))];
  if (found.length === 0) throw noIdentity(event);
  return found;
}

type Given = string | number | null | undefined;

/** Returns an id as text in its one spelling: composed, without surrounding spaces. */
const textOf = (given: Given): string => composed(String(given ?? '').trim());

/**
 * @throws {Invalid} for numbers beyond 2^53 in scientific form, whose digits are lost, so that two
 * customers would become one.
 */
function assertDigits(given: Given, path: string): void {
  const isLost = typeof given === 'number' ? !Number.isSafeInteger(given) : hasLostDigits(given ?? '');
  if (isLost) throw new Invalid('id', path, 'send the id as text, or as a whole number with all its digits');
}

function identity(kind: IdentityKind, given: Given, path: string, country?: string): Identity | null {
  assertDigits(given, path);
  const value = normal(kind, textOf(given), country);
  if (isNoOne(value)) return null;
  const made = identityOf(kind, value);
  if (made.length > MAX_IDENTITY_LENGTH) throw new Invalid('length', path, 'this id is too long');
  return made;
}

/** Returns the identity of an external id. Ids of unknown kinds keep their kind in the value. */
function external(
  type: string,
  id: Given,
  path: string,
  country: string | undefined,
  remarks: Invalid[],
): Identity | null {
  if (type === 'email' && isNoMailbox(id)) {
    remarks.push(new Invalid('left_out', path, 'is not an e-mail address; the rest of the event was accepted'));
    return null;
  }
  if (KINDS.has(type)) return identity(type as IdentityKind, id, path, country);
  return identity('externalId', id, path) && identity('externalId', `${type}/${textOf(id)}`, path);
}

/**
 * Returns whether an e-mail is a placeholder. Tills write `noemail@` or `none given` for customers
 * without an address, which would join all of them.
 */
const isNoMailbox = (id: Given): boolean => !isNoOne(String(id ?? '')) && emailOf(String(id)) === null;

/**
 * Returns the previous identity of an alias. The Segment spec leaves open whether that is an
 * anonymous id or an older user id. It is read as an anonymous id, whatever it looks like. So an
 * alias links a visitor to the user, and never joins two known customers.
 */
function previous({ previousId, userId }: SegmentEvent): Identity | null {
  // The browser SDK sends its user id in both fields.
  if (textOf(previousId) === textOf(userId)) return null;
  return identity('anonymousId', previousId, 'previousId');
}

/** Returns the value in normal form, so that a mailbox or phone has one spelling. */
function normal(kind: IdentityKind, value: string, country: string | undefined): string {
  return kind === 'email' || kind === 'phone' ? addressValue(kind, value, country) : value;
}

function noIdentity(event: SegmentEvent): Invalid {
  const blocked = [event.userId, event.anonymousId].some((id) => id !== null && id !== undefined && id !== '');
  if (blocked) return new Invalid('blocked_id', 'userId', 'this value stands for no one');
  return new Invalid('no_identity', 'userId', 'name at least a userId, an anonymousId or one of context.externalIds');
}
