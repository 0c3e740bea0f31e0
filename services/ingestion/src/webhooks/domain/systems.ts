// The systems whose webhooks are read. A new one is named here and nowhere else. Pure.
import { readCloudEvents, readStandard } from './own-events';
import type { Delivery, Reading } from './reading';
import { readShopify } from './shopify';
import { readStripe } from './stripe';
import { readWooCommerce } from './woocommerce';

export const WEBHOOK_SYSTEMS = ['shopify', 'woocommerce', 'stripe', 'standard', 'cloudevents'] as const;
export type WebhookSystem = (typeof WEBHOOK_SYSTEMS)[number];

/** Returns the touchpoints of a webhook. @throws {Invalid} for one that cannot be read. */
export const READERS: Readonly<Record<WebhookSystem, (delivery: Delivery) => Reading>> = {
  shopify: readShopify,
  woocommerce: readWooCommerce,
  stripe: readStripe,
  standard: readStandard,
  cloudevents: readCloudEvents,
};
