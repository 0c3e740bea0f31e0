// New secrets: keys that sign user ids, and secrets of webhooks.
import { randomBytes } from 'node:crypto';
import type { WebhookSystem } from '../webhooks/domain/systems';

const BYTES = 32;

/** Standard Webhooks write secrets in base64 after `whsec_`; others take any text. */
export const newSecret = (system: WebhookSystem | null): string =>
  system === 'standard' ? `whsec_${randomBytes(BYTES).toString('base64')}` : randomBytes(BYTES).toString('base64url');
