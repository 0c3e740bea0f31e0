// What can be connected, and how each answers the questions of a new source. Pure.
import type { Source } from '../../api/types';

export const SENDERS = ['shop', 'website', 'server', 'file'] as const;
export type Sender = (typeof SENDERS)[number];

export const SYSTEMS = {
  shop: ['shopify', 'woocommerce', 'stripe'],
  website: ['browser'],
  server: ['sdk', 'standard', 'cloudevents'],
  file: ['csv'],
} as const satisfies Record<Sender, readonly string[]>;
export type System = (typeof SYSTEMS)[Sender][number];

const WEBHOOKS = ['shopify', 'woocommerce', 'stripe', 'standard', 'cloudevents'] as const;
export type Webhook = (typeof WEBHOOKS)[number];

export const isWebhook = (system: System): system is Webhook => (WEBHOOKS as readonly string[]).includes(system);

/** Systems whose orders may come before they are paid. */
export const asksForPayment = (system: System): boolean => system === 'shopify' || system === 'woocommerce';

/** Systems that show a secret of their own, which is pasted here. */
export const showsItsSecret = (webhook: Source['webhook']): boolean => webhook === 'shopify' || webhook === 'stripe';

/** Webhooks that are signed, and so have secrets instead of write keys. */
export const isSigned = ({ webhook }: Pick<Source, 'webhook'>): boolean =>
  webhook !== null && webhook !== 'cloudevents';

/** Whether a source cannot take anything yet. */
export const lacksSecret = (source: Pick<Source, 'webhook' | 'signingKeys'>): boolean =>
  isSigned(source) && source.signingKeys.length === 0;

/** The kind of a source, as a key of its words. */
export const kindOf = ({ webhook, kind }: Pick<Source, 'webhook' | 'kind'>) => webhook ?? kind;

/** The body that creates a source. */
export function bodyOf(system: Exclude<System, 'csv'>, name: string, countUnpaid: boolean) {
  if (!isWebhook(system)) return { name, kind: system === 'browser' ? ('public' as const) : ('server' as const) };
  return { name, kind: 'server' as const, webhook: system, ...(asksForPayment(system) && { countUnpaid }) };
}
