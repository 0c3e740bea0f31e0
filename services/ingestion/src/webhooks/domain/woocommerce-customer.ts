// Customers of WooCommerce: names and addresses. Pure.
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { type Fields, filled, firstOf, objectIn, textIn, timeIn } from './fields';
import { type Named, personOf } from './person';
import { type Reading, identified, ignored, taken } from './reading';

export function readCustomer(customer: Fields): Reading {
  const billing = objectIn(customer.billing);
  const id = textIn(customer.id);
  const person = personOf({
    userId: id === '0' ? '' : id,
    email: firstOf(customer.email, billing.email),
    phone: textIn(billing.phone),
  });
  if (person === null) return ignored('no_customer');
  const at = timeIn(firstOf(customer.date_modified_gmt, customer.date_created_gmt)) ?? null;
  return taken([identifyWith(id, person, { ...billing, ...filled(customer) }, at)]);
}

/** @param about what the identify is about, for its id. */
export function identifyWith(about: string, person: Named, fields: Fields, at: string | null): SegmentEvent {
  return identified(`woocommerce/customer/${about}`, {
    type: 'identify',
    ...person,
    traits: filled({
      email: textIn(fields.email),
      phone: textIn(fields.phone),
      firstName: textIn(fields.first_name),
      lastName: textIn(fields.last_name),
      company: textIn(fields.company),
      city: textIn(fields.city),
      country: textIn(fields.country),
    }),
    timestamp: at,
  });
}
