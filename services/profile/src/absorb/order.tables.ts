// The orders of identities: stored in the part while they are few, else as rows of their own.
import { type Order, type Orders, differingIds, settled } from '@segue/orders';
import type { Part } from '@segue/parts';
import { LargeTables, type Queries, type TableChange } from '@segue/store';
import type { IdentityRow } from '../identities/domain/identity';

/** A part as it is written, with what is to be written of its orders beside it. */
export interface StoredPart {
  part: Part;
  change: TableChange<Order> | null;
}

export class OrderTables {
  private readonly tables = new LargeTables<Order>('identity_order');

  /** Adds the orders to rows whose customers are locked. */
  async locked(tx: Queries, rows: readonly IdentityRow[]): Promise<IdentityRow[]> {
    const revisions = new Map(
      rows.flatMap(({ identity, part }) => (part.orderRows ? [[identity, part.orderRows]] : [])),
    );
    return revisions.size === 0 ? [...rows] : withOrders(rows, await this.tables.locked(tx, revisions));
  }

  /** Adds the orders to rows that are not locked. */
  async read(queries: Queries, rows: readonly IdentityRow[]): Promise<IdentityRow[]> {
    const owners = rows.filter(({ part }) => part.orderRows).map(({ identity }) => identity);
    return owners.length === 0 ? [...rows] : withOrders(rows, await this.tables.read(queries, owners));
  }

  stored({ identity, part }: IdentityRow, before: Part | undefined): StoredPart {
    const {
      entries: orders,
      revision,
      change,
    } = this.tables.stored(
      identity,
      part.orders,
      before && { entries: before.orders, revision: before.orderRows },
      differingIds(part.orders, before?.orders),
    );
    return { part: revision === undefined ? part : { ...part, orders, orderRows: revision }, change };
  }

  async save(tx: Queries, parts: readonly StoredPart[]): Promise<void> {
    const changes = parts.flatMap(({ change }) => change ?? []);
    await this.tables.save(tx, changes);
    for (const { after } of changes) settled(after);
  }
}

function withOrders(rows: readonly IdentityRow[], tables: ReadonlyMap<string, Orders>): IdentityRow[] {
  return rows.map((row) => {
    const orders = tables.get(row.identity);
    return orders ? { ...row, part: { ...row.part, orders: settled(orders) } } : row;
  });
}
