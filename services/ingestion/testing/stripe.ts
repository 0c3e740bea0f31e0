// Events of Stripe in the shape of its public documentation; people are invented.
type Fields = Record<string, unknown>;

export const CREATED = Date.parse('2026-03-01T10:00:00Z') / 1000;

export const stripeEvent = (type: string, object: Fields, over: Fields = {}): Fields => ({
  ...{ id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy', object: 'event', api_version: '2025-03-31.basil', created: CREATED },
  ...{ data: { object }, livemode: true, pending_webhooks: 1, request: { id: null, idempotency_key: null }, type },
  ...over,
});

export const charge = (over: Fields = {}): Fields => ({
  ...{ id: 'ch_3MmlLrLkdIwHu7ix0snN0B15', object: 'charge', amount: 10999, amount_captured: 10999 },
  ...{ amount_refunded: 0, captured: true, created: CREATED, currency: 'eur', customer: 'cus_NffrFeUfNV2Hib' },
  billing_details: { address: { city: 'Lyon', country: 'FR' }, email: 'cleo@example.com', name: 'Cleo', phone: null },
  ...{ description: 'Order 12', livemode: true, paid: true, payment_intent: 'pi_3MmlLr', receipt_email: null },
  ...{ refunded: false, status: 'succeeded', metadata: {} },
  ...over,
});

/** What `charge.refunded` reports once `all` was paid back, of which `before` was known. */
export const refunded = (all: number, before: number, created: number): Fields =>
  stripeEvent('charge.refunded', charge({ amount_refunded: all, refunded: all === 10999 }), {
    created,
    data: { object: charge({ amount_refunded: all }), previous_attributes: { amount_refunded: before } },
  });
