// A sale entered in the console: its touchpoint and its stages. Pure.
import type { CustomerStanding } from '@segue/contracts';
import { digitsOf } from '@segue/orders';

export interface Sale {
  customer: string;
  /** In minor units. */
  amount: number;
}

/**
 * Returns the body for `/v1/track`. @param identity the customer's strongest one, so that the
 * touchpoint is certainly assigned to the customer.
 */
export function saleTouchpoint(identity: string, id: string, amount: number, currency: string): object {
  const colon = identity.indexOf(':');
  const [kind, value] = [identity.slice(0, colon), identity.slice(colon + 1)];
  const named = kind === 'userId' || kind === 'anonymousId';
  return {
    messageId: id,
    event: 'Order Completed',
    properties: { order_id: id, total: decimal(amount, currency), currency },
    ...(named && { [kind]: value }),
    context: { channel: 'console', simulated: true, ...(!named && { externalIds: [{ type: kind, id: value }] }) },
  };
}

/** Returns minor units as decimal text, without rounding: 2510 USD is 25.10, 25 JPY is 25. */
export function decimal(amount: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export const valueTierOf = (standing: CustomerStanding | null): string | null =>
  standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier ?? null;
