// The versions of customers that a batch changes. Pure.
import type { Identity } from '@segue/contracts';
import type { IdentityRow } from '../../identities/domain/identity';

/**
 * Returns the versions of changed customers: one more than the largest among the customer itself
 * and those whose identities it received.
 */
export function nextVersions(
  rows: ReadonlyMap<Identity, IdentityRow>,
  changed: ReadonlySet<Identity>,
  moved: ReadonlyMap<Identity, string>,
  before: ReadonlyMap<string, number>,
): Map<string, number> {
  const next = new Map<string, number>();
  const atLeast = (customer: string, version: number) =>
    next.set(customer, Math.max(next.get(customer) ?? 0, (before.get(customer) ?? 0) + 1, version + 1));
  for (const identity of changed) {
    const { customer } = rows.get(identity) as IdentityRow;
    const from = moved.get(identity);
    atLeast(customer, from === undefined ? 0 : (before.get(from) ?? 0));
  }
  const alive = new Set([...rows.values()].map((row) => row.customer));
  for (const from of moved.values()) if (alive.has(from)) atLeast(from, 0);
  return next;
}
