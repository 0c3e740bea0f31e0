// Customers of Shopify: names, addresses and consents. Pure.
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { consentEvent } from './consents';
import { type Fields, filled, firstOf, objectIn, textIn, timeIn } from './fields';
import { type Named, personOf } from './person';
import { type Reading, identified, ignored, taken } from './reading';

export function readCustomer(customer: Fields): Reading {
  const person = shopifyPerson(customer, textIn(customer.email), textIn(customer.phone));
  if (person === null) return ignored('no_customer');
  const id = textIn(customer.id);
  const at = timeIn(firstOf(customer.updated_at, customer.created_at)) ?? null;
  return taken([identifyOf(id, person, customer, at), ...consentsOf(id, person, customer, false)]);
}

/** Shopify's ids are unique over all shops. */
export const shopifyPerson = (customer: Fields, email: string, phone: string): Named | null =>
  personOf({ external: { type: 'shopify', id: textIn(customer.id) }, email, phone });

export function identifyOf(about: string, person: Named, customer: Fields, at: string | null): SegmentEvent {
  const address = objectIn(customer.default_address);
  return identified(`shopify/customer/${about}`, {
    type: 'identify',
    ...person,
    traits: filled({
      email: textIn(customer.email),
      phone: firstOf(customer.phone, address.phone),
      firstName: firstOf(customer.first_name, address.first_name),
      lastName: firstOf(customer.last_name, address.last_name),
      company: firstOf(customer.company, address.company),
      city: textIn(address.city),
      country: firstOf(address.country_code, address.country),
    }),
    timestamp: at,
  });
}

/**
 * Returns the consents that a customer has given or taken back; one who was never asked
 * (`not_subscribed`) has done neither.
 * @param accepts whether the box of the checkout was ticked.
 */
export function consentsOf(
  about: string,
  person: Named,
  customer: Fields,
  accepts: boolean,
  at?: string,
): SegmentEvent[] {
  const key = `shopify/customer/${about}`;
  const changedAt = timeIn(customer.updated_at);
  const email = wordOf(customer.email_marketing_consent, changedAt);
  const sms = wordOf(customer.sms_marketing_consent, changedAt);
  const isOpen = email === null && !isUnconfirmed(customer.email_marketing_consent);
  const older =
    isOpen && customer.accepts_marketing === true
      ? [{ isGranted: true, at: timeIn(customer.accepts_marketing_updated_at) }]
      : [];
  const ticked = accepts && isOpen && older.length === 0 ? [{ isGranted: true, at }] : [];
  return [
    ...[...(email === null ? [] : [email]), ...older, ...ticked].map((word) =>
      consentEvent(key, person, { channel: 'email', ...word }),
    ),
    ...(sms === null ? [] : [consentEvent(key, person, { channel: 'sms', ...sms })]),
  ];
}

/** Whether a tick does not count: it waits for an answer by mail, or the address is gone. */
const isUnconfirmed = (consent: unknown): boolean =>
  ['pending', 'redacted', 'invalid'].includes(textIn(objectIn(consent).state).toLowerCase());

/**
 * A withdrawal without a time has that of the customer's last change, so that a second one is not
 * taken for the first. A consent without one does not: every change would give it anew.
 */
function wordOf(
  consent: unknown,
  changedAt: string | undefined,
): { isGranted: boolean; at: string | undefined } | null {
  const { state, consent_updated_at: at } = objectIn(consent);
  const word = textIn(state).toLowerCase();
  if (word !== 'subscribed' && word !== 'unsubscribed') return null;
  const isGranted = word === 'subscribed';
  return { isGranted, at: timeIn(at) ?? (isGranted ? undefined : changedAt) };
}
