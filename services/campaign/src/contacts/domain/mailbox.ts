// Where a message goes, and the consents and bounces of that address. Pure.
import { emailOf } from '@segue/addresses';
import { type ChannelKind, type Identity, type Signal, identityOf, kindOf } from '@segue/contracts';
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

type Route = Pick<Campaign, 'channel' | 'webhook'>;

/** Returns where a message of the campaign goes. */
export const destinationOf = (customer: Addressed, route: Route): Destination =>
  DESTINATIONS[route.channel](customer, route);

const DESTINATIONS: Record<ChannelKind, (customer: Addressed, route: Route) => Destination> = {
  email: mailAddressOf,
  webhook: ({ customer }, { webhook }) => ({ to: webhook ?? customer }),
};

/**
 * Returns the address in the trait, or the customer's e-mail identity where no trait holds a valid
 * one.
 */
function mailAddressOf(customer: Addressed): Destination {
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
export function mailboxOf(customer: Addressed, campaign: Route): Identity | null {
  if (campaign.channel !== 'email') return null;
  const { to } = destinationOf(customer, campaign);
  return to === null ? null : identityOf('email', to);
}

/** Whether any customer with this address has withdrawn the consent that the campaign needs. */
export function isWithdrawnByAddress(mailbox: Mailbox | undefined, campaign: Campaign): boolean {
  return mailbox !== undefined && isWithdrawnAt(mailbox.consents, consentOf(campaign));
}
