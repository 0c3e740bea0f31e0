// Where the secret of a webhook comes from, and its form. Pure.
import { standardKey } from './signatures';
import type { WebhookSystem } from './systems';

/**
 * `ours`: Segue makes the secret and the system is given it. `theirs`: the system shows its own.
 * `key`: the system sends a write key instead.
 */
export const SECRET_OF: Readonly<Record<WebhookSystem, 'ours' | 'theirs' | 'key'>> = {
  shopify: 'theirs',
  woocommerce: 'ours',
  stripe: 'theirs',
  standard: 'ours',
  cloudevents: 'key',
};

/** Systems whose shops number orders and users each by itself, so that two would be mixed up. */
export const NUMBERED: ReadonlySet<WebhookSystem> = new Set(['shopify', 'woocommerce']);

/** Bytes of a secret by Standard Webhooks. */
const STANDARD_BYTES = { least: 24, most: 64 } as const;

/** Returns what is wrong with a secret that somebody sent; null for a good one. */
export function secretFault(system: WebhookSystem | null, secret: string | undefined): string | null {
  if (system === null) return secret === undefined ? null : 'only a webhook takes a secret';
  if (SECRET_OF[system] === 'key') return 'CloudEvents are sent with a write key and have no secret';
  if (secret === undefined) return SECRET_OF[system] === 'theirs' ? `is the one that ${system} shows` : null;
  if (system === 'stripe' && !secret.startsWith('whsec_')) return 'a secret of Stripe begins with whsec_';
  if (system !== 'standard') return null;
  const { length } = standardKey(secret);
  const fits = length >= STANDARD_BYTES.least && length <= STANDARD_BYTES.most;
  return fits ? null : `must be ${STANDARD_BYTES.least} to ${STANDARD_BYTES.most} bytes in base64, after whsec_`;
}
