// References to customers, as callers write them. Pure.
import { addressValue } from '@segue/addresses';
import { type Identity, identityOf, kindOf } from '@segue/contracts';

/** Returns the identity in its stored spelling: addresses and phone numbers have one. */
export function storedIdentity(reference: Identity, country: string | undefined): Identity {
  const kind = kindOf(reference);
  if (kind !== 'email' && kind !== 'phone') return reference;
  return identityOf(kind, addressValue(kind, reference.slice(kind.length + 1), country));
}
