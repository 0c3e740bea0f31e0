// Addresses as identities: the same mailbox or phone has one identity, whatever the field that
// named it. Pure.
import { type Head, type Identity, identityOf, kindOf } from '@segue/contracts';
import { emailOf } from './email';
import { phoneOf } from './phone';

type AddressKind = 'email' | 'phone';

/**
 * Returns the value of an e-mail or phone identity in its normal form. What is no address of its
 * kind keeps a spelling without the most common differences, since it still names a person.
 */
export function addressValue(kind: AddressKind, value: string, country: string | undefined): string {
  if (kind === 'email') return emailOf(value) ?? value.trim().toLowerCase();
  return phoneOf(value, country) ?? value.normalize('NFKC').replace(/[\s().-]/g, '');
}

/**
 * Returns where a customer can be reached, as identities, sorted: the e-mail and phone traits that
 * hold, then the identities that are addresses themselves.
 */
export function addressesOf(
  traits: Head['traits'],
  identities: readonly Identity[],
  country: string | undefined,
): Identity[] {
  const own = identities.filter((identity) => ['email', 'phone'].includes(kindOf(identity)));
  const said = (['email', 'phone'] as const).flatMap((kind) => {
    const value = textOf(traits[kind]);
    const normal = value === null ? null : kind === 'email' ? emailOf(value) : phoneOf(value, country);
    return normal === null ? [] : [identityOf(kind, normal)];
  });
  return [...new Set([...said, ...own])].sort();
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}
