// Webhooks come in any order and more than once. What an order comes to depends on neither.
import { Invalid } from '@segue/contracts';
import fc from 'fast-check';
import { order, refund } from '../../../testing/shopify';
import { CREATED, charge, refunded, stripeEvent } from '../../../testing/stripe';
import { delivery, ordersOf, touchpointsOf, worthOf } from '../../../testing/webhooks';
import { wooOrder } from '../../../testing/woocommerce';
import type { Delivery } from './reading';
import { readShopify } from './shopify';
import { READERS, type WebhookSystem } from './systems';

const ANA = 'email:ana.holm@example.com';
const at = (second: number) => new Date(Date.parse('2026-03-01T10:00:01Z') + second * 1000).toISOString();
const topic = (name: string, body: unknown) => delivery(body, { 'x-shopify-topic': name });

const back = (id: number, amount: string) =>
  refund({
    ...{ id, refund_line_items: [], processed_at: at(id), created_at: at(id) },
    transactions: [{ kind: 'refund', status: 'success', amount, currency: 'EUR' }],
  });

/** An order in Shopify: pending, paid, edited, paid back in parts, perhaps cancelled. */
function shopifyLife(parts: readonly number[], isCancelled: boolean, added: number): Delivery[] {
  const total = (77.9 + added).toFixed(2);
  const edited = { total_price: total, total_price_set: null, current_total_price: total };
  const refunds = parts.map((cents, place) => back(100 + place, (cents / 100).toFixed(2)));
  const states = refunds.map((_, place) =>
    order({
      ...edited,
      refunds: refunds.slice(0, place + 1),
      updated_at: at(100 + place),
      financial_status: 'refunded',
    }),
  );
  const last = { ...edited, refunds, cancelled_at: at(300), updated_at: at(300) };
  return [
    topic('orders/create', order({ financial_status: 'pending' })),
    topic('orders/paid', order({ updated_at: at(10) })),
    topic('orders/updated', order({ updated_at: at(10) })),
    topic('orders/updated', order({ ...edited, updated_at: at(20) })),
    ...states.map((state) => topic('orders/updated', state)),
    ...refunds.map((one) => topic('refunds/create', one)),
    ...(isCancelled ? [topic('orders/cancelled', order(last))] : []),
  ];
}

function wooLife(parts: readonly number[], isCancelled: boolean): Delivery[] {
  const refunds = parts.map((cents, place) => ({ id: 700 + place, reason: '', total: `-${(cents / 100).toFixed(2)}` }));
  const woo = (name: string, over: object) => delivery(wooOrder({ ...over }), { 'x-wc-webhook-topic': name });
  return [
    woo('order.created', { status: 'pending', date_paid_gmt: null, date_modified_gmt: at(0).slice(0, 19) }),
    woo('order.updated', { date_modified_gmt: at(20).slice(0, 19) }),
    ...refunds.map((_, place) =>
      woo('order.updated', { refunds: refunds.slice(0, place + 1), date_modified_gmt: at(30 + place).slice(0, 19) }),
    ),
    ...(isCancelled
      ? [woo('order.updated', { status: 'cancelled', refunds, date_modified_gmt: at(300).slice(0, 19) })]
      : []),
  ];
}

function stripeLife(parts: readonly number[]): Delivery[] {
  const sums = parts.map((_, place) => parts.slice(0, place + 1).reduce((sum, part) => sum + part, 0));
  const events = sums.map((sum, place) => refunded(sum, sums[place - 1] ?? 0, CREATED + 60 + place));
  return [stripeEvent('charge.succeeded', charge()), ...events].map((event) => delivery(event, {}));
}

/** Each webhook is received at a time of its own, as it comes. */
const end = (system: WebhookSystem, deliveries: readonly Delivery[]) =>
  worthOf(
    ordersOf(
      deliveries.flatMap((one, place) => {
        const reading = READERS[system](one);
        const looked = reading.refund && { ...reading, events: [reading.refund.eventFor('#1001', ANA)] };
        return touchpointsOf(looked ?? reading, Date.parse('2026-03-02T10:00:00Z') + place);
      }),
    ),
  ).map(({ back: amounts, ...order }) => ({ ...order, back: [...amounts].sort((a, b) => a - b) }));

const parts = fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 3 });

/** All of them in any order, each at least once. */
const anyWay = (life: readonly Delivery[]) =>
  fc
    .array(fc.constantFrom(...life), { maxLength: 5 })
    .chain((again) => fc.shuffledSubarray([...life, ...again], { minLength: life.length + again.length }));

const lives: [WebhookSystem, fc.Arbitrary<Delivery[]>][] = [
  ['shopify', fc.tuple(parts, fc.boolean(), fc.integer({ min: 0, max: 50 })).map((one) => shopifyLife(...one))],
  ['woocommerce', fc.tuple(parts, fc.boolean()).map((one) => wooLife(...one))],
  ['stripe', parts.map(stripeLife)],
];

it.each(lives)('%s: any order and repetition ends alike', (system, anyLife) => {
  fc.assert(
    fc.property(
      anyLife.chain((life) => fc.tuple(fc.constant(life), anyWay(life))),
      ([life, shuffled]) => expect(end(system, shuffled)).toEqual(end(system, life)),
    ),
    { numRuns: 60 },
  );
});

it('ends with what was paid and paid back', () => {
  expect(end('shopify', shopifyLife([1000, 500], false, 20))).toMatchObject([{ gross: 9790, back: [500, 1000] }]);
  expect(end('woocommerce', wooLife([1000, 500], false))).toMatchObject([{ gross: 4961, back: [500, 1000] }]);
  expect(end('stripe', stripeLife([1000, 500]))).toMatchObject([{ gross: 10999, back: [500, 1000] }]);
  expect(end('shopify', shopifyLife([], true, 0))).toEqual([]);
});

const strange = fc.oneof(
  fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
  fc.constant('1e400'),
);

it('never throws anything but a fault with its path', () => {
  const lines = { ...(order().line_items as object[])[0] };
  const anyKey = fc.constantFrom(...Object.keys(order()), ...Object.keys(refund()), ...Object.keys(lines));
  fc.assert(
    fc.property(fc.dictionary(anyKey, strange, { maxKeys: 3 }), (changes) => {
      const changed = { ...order({ refunds: [{ ...refund(), ...changes }] }), ...changes, id: 1, test: false };
      const body = { ...changed, line_items: [{ ...lines, ...changes }] };
      try {
        readShopify(topic('orders/updated', body));
        readShopify(topic('refunds/create', { ...refund(), ...changes, id: 1 })).refund?.eventFor('#1', ANA);
      } catch (error) {
        expect(error).toBeInstanceOf(Invalid);
      }
    }),
    { numRuns: 300 },
  );
});
