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
 * would give every order id a hidden class of its own, at four times the cost, and `Object.assign`
 * takes twice as long as a loop.
 */
export function copyOf<T>(table: Table<T>): Record<string, T> {
  const copy = Object.create(null) as Record<string, T>;
  for (const id in table) if (Object.hasOwn(table, id)) copy[id] = table[id] as T;
  return copy;
}

/** What a table was copied from, and the ids whose entries differ since. */
export interface Origin {
  from: Table<unknown>;
  ids: Set<string>;
}

const origins = new WeakMap<object, Origin>();

export const originOf = (table: Table<unknown>): Origin | undefined => origins.get(table);

/** Returns the ids whose entries differ from `before`; undefined where that is not known. */
export function differingIds<T>(after: Table<T>, before: Table<T> | undefined): ReadonlySet<string> | undefined {
  const origin = originOf(after);
  return origin !== undefined && origin.from === before ? origin.ids : undefined;
}

/** Forgets what a table was copied from, so that this can be freed. */
export const forgetOrigin = (table: Table<unknown>): void => void origins.delete(table);

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
  origins.get(next)?.ids.add(last);
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
  // Of the tables before this one only the last is needed.
  const origin = origins.get(table);
  if (origin) forgetOrigin(origin.from);
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
  const isDraft = drafts?.has(table) === true;
  const next = isDraft ? (table as Record<string, T>) : copyOf(table);
  if (isDraft) origins.get(next)?.ids.add(id);
  else origins.set(next, { from: table, ids: new Set([id]) });
  drafts?.add(next);
  next[id] = entry;
  return next;
}
