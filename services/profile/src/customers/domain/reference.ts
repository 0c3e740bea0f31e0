// References to customers, as callers write them. Pure.
import { addressValue } from '@segue/addresses';
import { type Identity, identityOf, kindOf, storedFormsOf } from '@segue/contracts';

/**
 * Returns the identity as it may be stored, its present spelling first: addresses and phone numbers
 * have one.
 */
export function storedIdentities(reference: Identity, country: string | undefined): readonly Identity[] {
  const kind = kindOf(reference);
  if (kind !== 'email' && kind !== 'phone') return storedFormsOf(reference);
  return [identityOf(kind, addressValue(kind, reference.slice(kind.length + 1), country))];
}
