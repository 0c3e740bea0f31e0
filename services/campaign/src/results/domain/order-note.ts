// What the results of campaigns keep of the signal of an order. Pure.
import { type Signal, customerIdOf } from '@segue/contracts';
import type { OrderChange, OrderFact } from '@segue/orders';

export interface OrderNote {
  /** Ids under which a decision about the customer may be stored. */
  customers: readonly string[];
  order: string;
  what: Exclude<OrderChange, 'refunded'>;
  /** Of the event, UTC milliseconds. */
  at: number;
  /** Minor units of the brand's currency; null where it is not known or in another currency. */
  amount: number | null;
}

/** Returns the changes of orders among signals. */
export function orderNotesIn(signals: readonly Signal[]): OrderNote[] {
  return signals.flatMap((signal) => noteOf(signal) ?? []);
}

function noteOf({ kind, subject, because, identities, customer, occurredAt, head }: Signal): OrderNote | null {
  if (kind !== 'order' || (subject !== 'placed' && subject !== 'changed' && subject !== 'cancelled')) return null;
  const { id, amount, currency = head.money.currency } = because as OrderFact;
  return {
    customers: [...new Set([customer, ...identities.map(customerIdOf)])],
    order: id,
    what: subject,
    at: occurredAt,
    amount: amount !== undefined && currency === head.money.currency ? Math.round(amount) : null,
  };
}
