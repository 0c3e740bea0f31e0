// The number of a customer's orders that the sums of money leave out, since no rate of exchange is
// known for them. Pure.
import { type Brand, joinAll, moneyOf, purchasesIn } from '@segue/parts';
import type { IdentityRow } from '../../identities/domain/identity';
import type { KnownProfiles } from './state';

/**
 * Returns the numbers of these customers. Orders are looked at only where they changed or some were
 * left out before, so that other touchpoints of a customer with many orders cost no more.
 */
export function unvaluedIn(
  customers: readonly string[],
  members: ReadonlyMap<string, readonly IdentityRow[]>,
  known: KnownProfiles,
  brand: Brand,
): Map<string, number> {
  return new Map(
    customers.map((customer) => {
      const rows = members.get(customer) ?? [];
      const isOpen = known.unvalued.has(customer) || rows.some((row) => hasOtherOrders(row, known));
      return [customer, isOpen ? unvaluedOf(rows, brand) : 0];
    }),
  );
}

function unvaluedOf(rows: readonly IdentityRow[], brand: Brand): number {
  const { orders } = joinAll(rows.map((row) => row.part));
  return moneyOf(purchasesIn(orders, brand), brand.currency).unvalued ?? 0;
}

function hasOtherOrders({ identity, customer, part }: IdentityRow, known: KnownProfiles): boolean {
  const before = known.identities.get(identity);
  return before?.customer !== customer || before.part.orders !== part.orders;
}
