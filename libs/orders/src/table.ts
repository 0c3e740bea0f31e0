// Plain tables by order id, each with the same bound: what is kept of an order is kept in all of
// them. Adding to one is a copy, or a change in place where the caller allows it.
import { MAX_ORDERS, countOf, isBefore as isIdBefore, lastOf, noteAdded, noteReplaced, sortedByHash } from './extent';

/** By order id. Plain JSON. */
export type Table<T> = { readonly [orderId: string]: T };

/** Options of a fold; none of them changes the result. */
export interface Folding {
  /** Called with the number of items dropped at a bound, for a counter. */
  onDropped?: (what: 'orders' | 'refunds', count: number) => void;
  /**
   * Results of earlier folds of the same batch. They are changed in place, because copying
   * thousands of orders for each touchpoint takes seconds: an earlier result must not be read
   * again.
   */
  drafts?: WeakSet<object>;
}

/** Order ids come from outside: `constructor` must not find what objects inherit. */
export const own = <T>(table: Table<T>, id: string): T | undefined =>
  Object.hasOwn(table, id) ? table[id] : undefined;

/**
 * Returns a copy for adding orders. Without a prototype an object is a plain table to V8; a spread
 * would give every order id a hidden class of its own, at four times the cost.
 */
export const copyOf = <T>(table: Table<T>): Record<string, T> =>
  Object.assign(Object.create(null) as Record<string, T>, table);

/**
 * Returns the table with this entry in place of what it had of the order. At the bound, the orders
 * whose ids have the smallest hashes are kept. An order joins several events that may come late;
 * only its id never changes. An id that is among the smallest of all is among the smallest of any
 * subset, so the order of arrival does not matter.
 */
export function withEntry<T>(table: Table<T>, id: string, entry: T, folding: Folding): Table<T> {
  if (own(table, id) !== undefined) return written(table, id, entry, folding);
  if (countOf(table) < MAX_ORDERS) {
    const next = written(table, id, entry, folding);
    noteAdded(next, table);
    return next;
  }
  folding.onDropped?.('orders', 1);
  const last = lastOf(table);
  if (isIdBefore(last, id)) return table;
  const next = written(table, id, entry, folding);
  delete next[last];
  noteReplaced(next, table, id);
  return next;
}

const settledTables = new WeakSet<object>();

/**
 * Marks a table as one that no fold changes in place any more, so that what it comes to may be
 * remembered beside it. Returns the table.
 */
export function settled<T>(table: Table<T>): Table<T> {
  settledTables.add(table);
  return table;
}

export const isSettled = (table: Table<unknown>): boolean => settledTables.has(table);

/** Cuts a table down to its bound, in place. */
export function bounded<T>(table: Record<string, T>): Table<T> {
  const ids = Object.keys(table);
  if (ids.length <= MAX_ORDERS) return table;
  for (const id of sortedByHash(ids).slice(MAX_ORDERS)) delete table[id];
  return table;
}

function written<T>(table: Table<T>, id: string, entry: T, { drafts }: Folding): Record<string, T> {
  const next = drafts?.has(table) ? (table as Record<string, T>) : copyOf(table);
  drafts?.add(next);
  next[id] = entry;
  return next;
}
