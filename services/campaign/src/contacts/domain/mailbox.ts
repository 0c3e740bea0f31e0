// Where a message goes, and the consents and bounces of that address. Pure.
import { emailOf } from '@segue/addresses';
import { type Identity, type Signal, identityOf, kindOf } from '@segue/contracts';
import { type IdentityConsents, isWithdrawnAt } from '@segue/parts';
import { type Campaign, consentOf } from '../../journeys/domain/campaign';

export interface Mailbox {
  /** Of all identities with this address. */
  consents: readonly IdentityConsents[];
  /** Set where its server refuses it for good; `at` is UTC milliseconds. */
  bounced: { at: number; reason: string } | null;
}

export type Mailboxes = ReadonlyMap<Identity, Mailbox>;

/** The part of a customer from which addresses follow. */
export type Addressed = Pick<Signal, 'head' | 'identities' | 'customer'>;

export type Destination = { to: string } | { to: null; reason: 'no-address' | 'bad-address' };

const EMAIL = 'email:';

/**
 * Returns where a message of the campaign goes: for e-mail the trait, or the customer's e-mail
 * identity where no trait holds a valid address.
 */
export function destinationOf(
  customer: Addressed,
  { channel, webhook }: Pick<Campaign, 'channel' | 'webhook'>,
): Destination {
  if (channel === 'webhook') return { to: webhook ?? customer.customer };
  const { email } = customer.head.traits;
  const trait = typeof email === 'string' && email.trim() !== '' ? email : null;
  const own = customer.identities.filter((identity) => kindOf(identity) === 'email');
  const named = [...own].sort().map((identity) => identity.slice(EMAIL.length));
  for (const text of trait === null ? named : [trait, ...named]) {
    const to = emailOf(text);
    if (to !== null) return { to };
  }
  return { to: null, reason: trait === null && named.length === 0 ? 'no-address' : 'bad-address' };
}

/** Returns the e-mail address for marketing as an identity; null where there is none. */
export function mailboxOf(customer: Addressed, campaign: Pick<Campaign, 'channel' | 'webhook'>): Identity | null {
  if (campaign.channel !== 'email') return null;
  const { to } = destinationOf(customer, campaign);
  return to === null ? null : identityOf('email', to);
}

/** Whether any customer with this address has withdrawn the consent that the campaign needs. */
export function isWithdrawnByAddress(mailbox: Mailbox | undefined, campaign: Campaign): boolean {
  return mailbox !== undefined && isWithdrawnAt(mailbox.consents, consentOf(campaign));
}
