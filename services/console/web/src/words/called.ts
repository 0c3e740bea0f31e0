// The display name of a customer: name, else e-mail address, else id. Pure.
import type { TFunction } from 'i18next';
import type { Customer } from '../api/types';

interface Named {
  /** A name or an e-mail address; null where neither is known. */
  name: string | null;
  /** kind:value; null where it is not known. */
  identity: string | null;
  customer: string;
}

const NAMELESS = new Set(['anonymousId', 'deviceId']);
const SHORT = 8;

export function calledIn({ name, identity, customer }: Named, t: TFunction): string {
  if (name !== null && name !== '') return name;
  if (identity === null) return customer;
  const colon = identity.indexOf(':');
  const value = identity.slice(colon + 1);
  return NAMELESS.has(identity.slice(0, colon)) ? t('names.visitor', { id: value.slice(0, SHORT) }) : value;
}

type NamedCustomer = Pick<Customer, 'name' | 'identities' | 'customer'> & { traits: Record<string, unknown> };

export function calledOf({ name, traits, identities, customer }: NamedCustomer, t: TFunction): string {
  const email = typeof traits.email === 'string' && traits.email !== '' ? traits.email : null;
  return calledIn({ name: name ?? email, identity: identities[0] ?? null, customer }, t);
}

/**
 * Returns what distinguishes a customer from others of the same name: e-mail address or id, and
 * city.
 */
export function besideName(customer: NamedCustomer, t: TFunction): string {
  const { traits, identities } = customer;
  const called = calledOf(customer, t);
  const email = typeof traits.email === 'string' ? traits.email : '';
  const id = (identities[0] ?? '').replace(/^[^:]*:/, '');
  const city = typeof traits.city === 'string' ? traits.city : '';
  return [email === called ? '' : email || (id === called ? '' : id), city].filter(Boolean).join(' · ');
}

/** Returns the display name with what distinguishes it from others of the same name. */
export const pickedOf = (one: NamedCustomer, t: TFunction): string =>
  [calledOf(one, t), besideName(one, t)].filter(Boolean).join(' · ');
