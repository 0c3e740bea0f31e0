// A sale entered in the console: its touchpoint and its stages. Pure.
import type { CustomerStanding } from '@segue/contracts';
import { decimalOf } from '@segue/orders';

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
    properties: { order_id: id, total: decimalOf(amount, currency), currency },
    ...(named && { [kind]: value }),
    context: { channel: 'console', simulated: true, ...(!named && { externalIds: [{ type: kind, id: value }] }) },
  };
}

export const valueTierOf = (standing: CustomerStanding | null): string | null =>
  standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier ?? null;
