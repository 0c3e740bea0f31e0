// Webhooks of Stripe. A payment is announced by several topics; orders come from `charge.succeeded`
// and `charge.captured`, refunds from `charge.refunded`, buyers from checkout sessions. Pure.
import { Invalid } from '@segue/contracts';
import { decimalOf, digitsOf } from '@segue/orders';
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { consentEvent } from './consents';
import { type Fields, currencyIn, filled, firstOf, objectIn, textIn, timeIn } from './fields';
import { type Named, personOf } from './person';
import { type Delivery, type Reading, identified, ignored, taken } from './reading';

/** Topics about payments that a charge reports too. */
const BESIDE_A_CHARGE =
  /^(payment_intent\.|invoice\.(paid|payment_succeeded)$|checkout\.session\.async|refund\.|charge\.refund\.|charge\.(pending|updated)$)/;

/** @throws {Invalid} for what is no event of Stripe. */
export function readStripe({ body }: Delivery): Reading {
  const event = objectIn(body);
  const type = textIn(event.type);
  const object = objectIn(objectIn(event.data).object);
  if (type === '' || textIn(object.object) === '') throw new Invalid('shape', 'data.object', 'is no event of Stripe');
  if (BESIDE_A_CHARGE.test(type)) return ignored('counted_elsewhere');
  const read = READERS[type];
  if (read === undefined) return ignored('topic');
  return event.livemode === false ? ignored('test_order') : read(object, event);
}

type Reader = (object: Fields, event: Fields) => Reading;

const READERS: Record<string, Reader> = {
  'charge.succeeded': readCharge,
  'charge.captured': readCharge,
  'charge.refunded': readRefund,
  'checkout.session.completed': readSession,
  'customer.created': readCustomer,
  'customer.updated': readCustomer,
};
Object.setPrototypeOf(READERS, null);

function buyerOf({ customer, billing_details: details, receipt_email: receipt }: Fields): Named | null {
  const { email, phone } = objectIn(details);
  return personOf({ userId: idIn(customer), email: firstOf(email, receipt), phone: textIn(phone) });
}

/** An object that a webhook names by its id, or holds as a whole. */
const idIn = (value: unknown): string => firstOf(objectIn(value).id, value);

/** An authorisation that was not captured yet is no order. */
function readCharge(charge: Fields): Reading {
  if (charge.paid === false || charge.captured === false) return ignored('counted_elsewhere');
  const person = buyerOf(charge);
  if (person === null) return ignored('no_customer');
  const currency = currencyOf(charge);
  const captured = minorIn(charge.amount_captured ?? charge.amount, currency);
  return taken([
    identified(`stripe/charge/${textIn(charge.id)}`, {
      ...{ type: 'track', event: 'Order Completed', ...person },
      properties: filled({
        order_id: textIn(charge.id),
        total: decimalOf(captured, currency),
        currency,
        description: textIn(charge.description).slice(0, 200),
      }),
      timestamp: timeIn(charge.created) ?? null,
    }),
  ]);
}

/**
 * The charge says what was paid back in all, and the event what it was before: the difference is
 * this refund. Its id follows from the sum, so that any order of arrival gives the same refunds.
 */
function readRefund(charge: Fields, event: Fields): Reading {
  const person = buyerOf(charge);
  if (person === null) return ignored('no_customer');
  const currency = currencyOf(charge);
  const before = objectIn(objectIn(event.data).previous_attributes).amount_refunded;
  const [all, known] = [charge.amount_refunded, before ?? 0].map((amount) => minorIn(amount, currency));
  const amount = (all as number) - (known as number);
  if (amount <= 0) return ignored('counted_elsewhere');
  const id = textIn(charge.id);
  return taken([
    identified(`stripe/refund/${id}`, {
      ...{ type: 'track', event: 'Order Refunded', ...person },
      properties: { order_id: id, refund_id: `${id}/${all}`, amount: decimalOf(amount, currency), currency },
      timestamp: timeIn(event.created) ?? null,
    }),
  ]);
}

/**
 * The buyer and the consent of a checkout; its payment is a charge of its own. A box that was left
 * empty (`opt_out`) takes no earlier consent back.
 */
function readSession(session: Fields): Reading {
  const details = objectIn(session.customer_details);
  const person = personOf({
    userId: idIn(session.customer),
    email: textIn(details.email),
    phone: textIn(details.phone),
  });
  if (person === null) return ignored('no_customer');
  const at = timeIn(session.created);
  const about = `stripe/session/${textIn(session.id)}`;
  const hasConsented = objectIn(session.consent).promotions === 'opt_in';
  return taken([
    identifyOf(about, person, details, at),
    ...(hasConsented ? [consentEvent(about, person, { channel: 'email', isGranted: true, at })] : []),
  ]);
}

function readCustomer(customer: Fields, event: Fields): Reading {
  const id = textIn(customer.id);
  const person = personOf({ userId: id, email: textIn(customer.email), phone: textIn(customer.phone) });
  if (person === null) return ignored('no_customer');
  return taken([identifyOf(`stripe/customer/${id}`, person, customer, timeIn(event.created))]);
}

function identifyOf(about: string, person: Named, fields: Fields, at: string | undefined): SegmentEvent {
  const { city, country } = objectIn(fields.address);
  const [email, phone, name] = [fields.email, fields.phone, fields.name].map(textIn);
  return identified(about, {
    ...{ type: 'identify', ...person },
    traits: filled({ email, phone, name, city: textIn(city), country: textIn(country) }),
    timestamp: at ?? null,
  });
}

function currencyOf(object: Fields): string {
  const currency = currencyIn(object.currency);
  if (currency === '') throw new Invalid('currency', 'data.object.currency', 'must be an ISO 4217 code');
  return currency;
}

/** Currencies whose amounts Stripe gives without digits, and those with three; others have two. */
const WITHOUT_DIGITS: ReadonlySet<string> = new Set([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
]);
const WITH_THREE: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Returns an amount of Stripe in the minor units of ISO 4217. */
function minorIn(amount: unknown, currency: string): number {
  const given = Number(amount);
  if (!Number.isSafeInteger(given) || given < 0)
    throw new Invalid('amount', 'data.object.amount', 'must be a whole number of minor units');
  const own = WITHOUT_DIGITS.has(currency) ? 0 : WITH_THREE.has(currency) ? 3 : 2;
  return Math.round(given * 10 ** (digitsOf(currency) - own));
}
