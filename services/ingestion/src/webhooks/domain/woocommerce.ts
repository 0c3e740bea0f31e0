// Webhooks of WooCommerce, by topic. Pure.
import { Invalid } from '@segue/contracts';
import { assertKind, objectIn, textIn } from './fields';
import { type Delivery, type Reading, ignored } from './reading';
import { readCustomer } from './woocommerce-customer';
import { readWooOrder } from './woocommerce-order';

/** @throws {Invalid} for an amount that cannot be read, or a payload that is not of its topic. */
export function readWooCommerce(delivery: Delivery): Reading {
  const topic = textIn(delivery.headers['x-wc-webhook-topic']).toLowerCase();
  const [resource, what] = topic.split('.');
  if (!['created', 'updated', 'restored'].includes(what ?? '')) return ignored('topic');
  if (resource !== 'order' && resource !== 'customer') return ignored('topic');
  const payload = objectIn(delivery.body);
  if (textIn(payload.id) === '') throw new Invalid('shape', 'id', `a webhook of ${topic} has the id of its object`);
  assertKind(payload, resource);
  return resource === 'order' ? readWooOrder(payload, what === 'created', delivery) : readCustomer(payload);
}

/**
 * When a webhook is saved, WooCommerce sends `webhook_id=…` as a form, without topic and signature,
 * to see whether somebody answers.
 */
export const isPing = (headers: Delivery['headers'], raw: Buffer): boolean =>
  headers['x-wc-webhook-signature'] === undefined &&
  headers['x-wc-webhook-topic'] === undefined &&
  raw.length < 64 &&
  /^webhook_id=\d+$/.test(raw.toString('latin1').trim());
