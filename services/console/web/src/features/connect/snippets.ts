// Snippets to copy, by the kind of a source. Pure.

/** Stands for a key that is shown no more. */
export const KEY = 'WRITE_KEY';

export const byBrowser = (origin: string, key: string): string =>
  `import { AnalyticsBrowser } from '@segment/analytics-next';
const analytics = AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${origin}' });
analytics.page();`;

export const byCloudEvent = (address: string, key: string): string => `curl -u ${key}: ${address} \\
  -H 'content-type: application/cloudevents+json' -d '{
  "specversion": "1.0", "id": "1", "source": "/till/3", "type": "store.visited",
  "data": { "userId": "u42", "event": "Store Visited" } }'`;

export const byStandardWebhook = (address: string): string => `import { Webhook } from 'standardwebhooks';
const body = JSON.stringify({ type: 'track', userId: 'u42', event: 'Store Visited' });
const id = crypto.randomUUID(), now = new Date();
await fetch('${address}', { method: 'POST', body, headers: {
  'webhook-id': id, 'webhook-timestamp': String(Math.floor(now / 1000)),
  'webhook-signature': new Webhook(process.env.SECRET).sign(id, now, body) } });`;

/** Whether an address reaches the machine itself alone. */
export const isLocal = (address: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\])/.test(address);
