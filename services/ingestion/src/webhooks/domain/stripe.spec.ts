import { CREATED, charge, refunded, stripeEvent } from '../../../testing/stripe';
import { delivery, inLines, ordersOf, touchpointsOf, worthOf } from '../../../testing/webhooks';
import { readStripe } from './stripe';

const read = (event: unknown) => readStripe(delivery(event, {}));
const touched = (event: unknown) => touchpointsOf(read(event));
const CLEO = 'userId:cus_NffrFeUfNV2Hib';

it('a charge is an order, and each part that is paid back a refund', () => {
  const events = [
    stripeEvent('charge.succeeded', charge()),
    refunded(3000, 0, CREATED + 60),
    refunded(10999, 3000, CREATED + 90),
  ];
  const all = events.flatMap(touched);
  expect(inLines(all)).toEqual([
    ...[`Order Completed ${CLEO} 109.99`, `Order Refunded ${CLEO} 30.00`, `Order Refunded ${CLEO} 79.99`],
  ]);
  expect(worthOf(ordersOf(all))).toMatchObject([{ orderId: charge().id, gross: 10999, back: [3000, 7999] }]);
});

it('a payment is counted once, however many topics report it', () => {
  for (const type of ['payment_intent.succeeded', 'invoice.paid', 'refund.created', 'charge.refund.updated'])
    expect(read(stripeEvent(type, { object: 'payment_intent', id: 'pi_1' })).ignored).toEqual(['counted_elsewhere']);
  expect(read(stripeEvent('charge.succeeded', charge({ captured: false }))).ignored).toEqual(['counted_elsewhere']);
  const captured = charge({ amount_captured: 5000 });
  expect(inLines(touched(stripeEvent('charge.captured', captured)))).toEqual([`Order Completed ${CLEO} 50.00`]);
});

it('a checkout says who buys, and whether she may be written to', () => {
  const session = {
    ...{ id: 'cs_1', object: 'checkout.session', customer: null, created: CREATED, payment_status: 'paid' },
    ...{ amount_total: 10999, currency: 'eur', consent: { promotions: 'opt_in' } },
    customer_details: { email: 'Cleo@example.com', phone: '+33612345678', name: 'Cleo', address: { country: 'FR' } },
  };
  expect(inLines(touched(stripeEvent('checkout.session.completed', session)))).toEqual([
    ...['identify email:cleo@example.com', 'Consent Granted email:cleo@example.com email'],
  ]);
  const out = { ...session, consent: { promotions: 'opt_out' } };
  expect(touched(stripeEvent('checkout.session.completed', out)).map(({ event }) => event)).toEqual(['identify']);
  const details = { id: 'cus_1', object: 'customer', email: 'c@example.com', name: 'Cleo', address: null };
  expect(inLines(touched(stripeEvent('customer.created', details)))).toEqual(['identify userId:cus_1']);
});

it.each([
  ['jpy', 500, '500'],
  ['kwd', 1500, '1.500'],
  ['isk', 150000, 1500],
  ['ugx', 500000, 5000],
])('amounts in %s have the digits of Stripe', (currency, amount, total) => {
  const [order] = touched(stripeEvent('charge.succeeded', charge({ currency, amount, amount_captured: amount })));
  expect(Number(order?.properties.total)).toBe(Number(total));
});

it('leaves out tests, payments of nobody and other topics, and refuses what is no event', () => {
  expect(read(stripeEvent('charge.succeeded', charge(), { livemode: false })).ignored).toEqual(['test_order']);
  const nobody = charge({ customer: null, billing_details: null });
  expect(read(stripeEvent('charge.succeeded', nobody)).ignored).toEqual(['no_customer']);
  expect(read(stripeEvent('payout.paid', { object: 'payout' })).ignored).toEqual(['topic']);
  expect(() => read({ type: 'charge.succeeded' })).toThrow(/no event of Stripe/);
  expect(() => read(stripeEvent('charge.succeeded', charge({ amount_captured: 1.5 })))).toThrow(/minor units/);
  expect(() => read(stripeEvent('charge.succeeded', charge({ currency: 'gold' })))).toThrow(/ISO 4217/);
});
