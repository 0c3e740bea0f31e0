// Webhooks of Shopify, by topic. Pure.
import { Invalid } from '@segue/contracts';
import { assertKind, objectIn, textIn } from './fields';
import { type Delivery, type Reading, ignored } from './reading';
import { readCustomer } from './shopify-customer';
import { readOrder } from './shopify-order';
import { readRefund } from './shopify-refund';

/** Topics of privacy law, which every app must subscribe to; acted on by people. */
const PRIVACY: ReadonlySet<string> = new Set(['customers/data_request', 'customers/redact', 'shop/redact']);

/** Topics whose payload is the whole order as it is then. */
const ORDERS: ReadonlySet<string> = new Set([
  ...['orders/create', 'orders/updated', 'orders/paid', 'orders/cancelled', 'orders/fulfilled'],
  'orders/partially_fulfilled',
]);

/** @throws {Invalid} for an amount that cannot be read, or a payload that is not of its topic. */
export function readShopify(delivery: Delivery): Reading {
  const topic = textIn(delivery.headers['x-shopify-topic']).toLowerCase();
  if (PRIVACY.has(topic)) return ignored('privacy_request');
  const payload = objectIn(delivery.body);
  const isOrder = ORDERS.has(topic);
  if (!isOrder && !['refunds/create', 'customers/create', 'customers/update'].includes(topic)) return ignored('topic');
  if (textIn(payload.id) === '') throw new Invalid('shape', 'id', `a webhook of ${topic} has the id of its object`);
  assertKind(payload, isOrder ? 'order' : topic === 'refunds/create' ? 'refund' : 'customer');
  if (isOrder) return readOrder(payload, topic, delivery);
  return topic === 'refunds/create' ? readRefund(payload) : readCustomer(payload);
}
