// The orders of identities, and the products of these that rules want: stored in the facts while
// they are few, else as rows of their own.
import { type Basket, type Order, NO_BASKETS, differingIds, settled } from '@segue/orders';
import { type LargeTable, LargeTables, type Queries, type TableChange } from '@segue/store';
import type { Facts } from './domain/facts';
import type { FactsRow } from './domain/known-standings';

/** Facts as they are written, with what is to be written beside them. */
export interface StoredFacts {
  facts: Facts;
  orders: TableChange<Order> | null;
  baskets: TableChange<Basket> | null;
}

type FactsByIdentity = ReadonlyMap<string, FactsRow>;

export class FactTables {
  private readonly orders = new LargeTables<Order>('facts_order');
  private readonly baskets = new LargeTables<Basket>('facts_basket');

  /** Completes facts that are locked. */
  locked(tx: Queries, rows: FactsByIdentity): Promise<FactsByIdentity> {
    return completed(rows, {
      orders: (revisions) => this.orders.locked(tx, revisions),
      baskets: (revisions) => this.baskets.locked(tx, revisions),
    });
  }

  /** Completes facts that are not locked. */
  read(queries: Queries, rows: FactsByIdentity): Promise<FactsByIdentity> {
    return completed(rows, {
      orders: (revisions) => this.orders.read(queries, [...revisions.keys()]),
      baskets: (revisions) => this.baskets.read(queries, [...revisions.keys()]),
    });
  }

  stored({ identity, facts }: FactsRow, before: Facts | undefined): StoredFacts {
    const { part, rules } = facts;
    const orders = this.orders.stored(
      identity,
      part.orders,
      before && { entries: before.part.orders, revision: before.part.orderRows },
      differingIds(part.orders, before?.part.orders),
    );
    const baskets = this.baskets.stored(
      identity,
      rules.baskets ?? NO_BASKETS,
      before && { entries: before.rules.baskets ?? NO_BASKETS, revision: before.rules.basketRows },
      differingIds(rules.baskets ?? NO_BASKETS, before?.rules.baskets),
    );
    const written = {
      ...facts,
      ...(orders.revision !== undefined && { part: { ...part, orders: orders.entries, orderRows: orders.revision } }),
      ...(baskets.revision !== undefined && {
        rules: { ...rules, baskets: baskets.entries, basketRows: baskets.revision },
      }),
    };
    return { facts: written, orders: orders.change, baskets: baskets.change };
  }

  async save(tx: Queries, stored: readonly StoredFacts[]): Promise<void> {
    const orders = stored.flatMap((one) => one.orders ?? []);
    const baskets = stored.flatMap((one) => one.baskets ?? []);
    await Promise.all([this.orders.save(tx, orders), this.baskets.save(tx, baskets)]);
    for (const { after } of orders) settled(after);
    for (const { after } of baskets) settled(after);
  }
}

type Revisions = ReadonlyMap<string, string>;

interface Reading {
  orders: (revisions: Revisions) => Promise<Map<string, LargeTable<Order>>>;
  baskets: (revisions: Revisions) => Promise<Map<string, LargeTable<Basket>>>;
}

async function completed(rows: FactsByIdentity, reading: Reading): Promise<FactsByIdentity> {
  const orderRows = revisionsIn(rows, ({ part }) => part.orderRows);
  const basketRows = revisionsIn(rows, ({ rules }) => rules.basketRows);
  if (orderRows.size + basketRows.size === 0) return rows;
  const [orders, baskets] = await Promise.all([reading.orders(orderRows), reading.baskets(basketRows)]);
  const all = new Map(rows);
  for (const identity of new Set([...orderRows.keys(), ...basketRows.keys()])) {
    const row = rows.get(identity) as FactsRow;
    const { part, rules } = row.facts;
    const facts = {
      ...row.facts,
      part: { ...part, orders: settled(orders.get(identity) ?? part.orders) },
      rules: baskets.has(identity) ? { ...rules, baskets: settled(baskets.get(identity) ?? NO_BASKETS) } : rules,
    };
    all.set(identity, { ...row, facts });
  }
  return all;
}

function revisionsIn(rows: FactsByIdentity, revisionOf: (facts: Facts) => string | undefined): Map<string, string> {
  const revisions = new Map<string, string>();
  for (const [identity, { facts }] of rows) {
    const revision = revisionOf(facts);
    if (revision !== undefined) revisions.set(identity, revision);
  }
  return revisions;
}
