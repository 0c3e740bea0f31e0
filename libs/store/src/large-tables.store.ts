// Tables by key, such as the orders of an identity by their ids, which may have thousands of
// entries. Few entries are stored in the row of their owner; many are stored as rows of their own,
// so that a change writes the entries that changed and not all. Tables of owners with many entries
// are kept in memory, by the revision that the owner's row names.
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { columns, textArray } from './columns';
import type { Queries } from './db';

export interface LargeTable<T> {
  readonly [key: string]: T;
}

/** A table as it was read: with a revision where its entries are rows of their own. */
export interface ReadTable<T> {
  entries: LargeTable<T>;
  revision?: string | undefined;
}

/** What the owner's row stores of a table, and what is to be written beside it. */
export interface StoredTable<T> extends ReadTable<T> {
  change: TableChange<T> | null;
}

export interface TableChange<T> {
  owner: string;
  revision: string;
  /** Entries that are rows already. */
  before: LargeTable<T>;
  after: LargeTable<T>;
  /** The keys that may differ, where they are known. */
  keys?: Iterable<string> | undefined;
}

/** Beyond this number of entries they become rows of their own, and stay so. */
export const MOST_INLINE = 50;
/** Maximum number of entries in memory, over all owners; an order takes some 300 bytes. */
const MOST_IN_MEMORY = 150_000;

const NO_ENTRIES = Object.freeze(Object.create(null)) as LargeTable<never>;

interface Entry {
  owner: string;
  key: string;
  body: string;
}

export class LargeTables<T> {
  /** The least recently used first. */
  private readonly memory = new Map<string, { revision: string; entries: LargeTable<T>; count: number }>();
  private count = 0;
  private readonly sql: { read: string; readSome: string; put: string; drop: string };

  /** @param table name of the SQL table, with the columns `owner`, `key` and `body`. */
  constructor(
    private readonly table: string,
    private readonly mostInMemory = MOST_IN_MEMORY,
  ) {
    this.sql = {
      read: `select owner, key, body from ${table} where owner = any($1::text[])`,
      readSome: `select owner, key, body from ${table} where owner = any($1::text[]) and key = any($2::text[])`,
      put: `insert into ${table} (owner, key, body) select * from unnest($1::text[], $2::text[], $3::text[])
        on conflict (owner, key) do update set body = excluded.body`,
      drop: `delete from ${table} using unnest($1::text[], $2::text[]) as old(owner, key)
        where ${table}.owner = old.owner and ${table}.key = old.key`,
    };
  }

  /**
   * Returns the tables of these owners. They must not be changed in place.
   * @param revisions by owner, from rows that are locked: from memory where it has them.
   */
  async locked(tx: Queries, revisions: ReadonlyMap<string, string>): Promise<Map<string, LargeTable<T>>> {
    const found = new Map<string, LargeTable<T>>();
    const missing: string[] = [];
    for (const [owner, revision] of revisions) {
      const entries = this.remembered(owner, revision);
      if (entries) found.set(owner, entries);
      else missing.push(owner);
    }
    for (const [owner, entries] of await this.read(tx, missing)) {
      found.set(owner, entries);
      this.remember(owner, revisions.get(owner) as string, entries);
    }
    return found;
  }

  /**
   * Returns the tables of these owners, without a lock: they may be newer than the owner's row.
   * @param keys only these entries; all if not given.
   */
  async read(
    queries: Queries,
    owners: readonly string[],
    keys?: readonly string[],
  ): Promise<Map<string, LargeTable<T>>> {
    if (owners.length === 0) return new Map();
    const rows = keys
      ? queries.query<Entry>(this.sql.readSome, [textArray(owners), textArray(keys)])
      : queries.query<Entry>(this.sql.read, [textArray(owners)], `read-${this.table}`);
    return tablesOf(owners, await rows);
  }

  /**
   * Returns what the owner's row stores. An unchanged table must be the same object as before.
   * @param keys the keys that may differ from before, where they are known: with them a change
   * costs nothing for the other entries.
   */
  stored(
    owner: string,
    after: LargeTable<T>,
    before: ReadTable<T> | undefined,
    keys?: Iterable<string>,
  ): StoredTable<T> {
    const revision = before?.revision;
    if (revision !== undefined && before?.entries === after) return { entries: NO_ENTRIES, revision, change: null };
    if (revision === undefined && !isLarge(after)) return { entries: after, change: null };
    const next = randomBytes(9).toString('base64url');
    const rows = revision === undefined ? NO_ENTRIES : (before as ReadTable<T>).entries;
    const differing = revision === undefined ? undefined : keys;
    return {
      entries: NO_ENTRIES,
      revision: next,
      change: { owner, revision: next, before: rows, after, keys: differing },
    };
  }

  /** Writes the entries that differ, in the transaction that writes the owners' rows. */
  async save(tx: Queries, changes: readonly TableChange<T>[]): Promise<void> {
    if (changes.length === 0) return;
    const put: Entry[] = [];
    const dropped: Omit<Entry, 'body'>[] = [];
    for (const { owner, before, after, keys = keysOf(before, after) } of changes) {
      for (const key of keys) {
        if (!Object.hasOwn(after, key)) dropped.push({ owner, key });
        else if (after[key] !== before[key]) put.push({ owner, key, body: JSON.stringify(after[key]) });
      }
    }
    await Promise.all([
      dropped.length > 0 && tx.query(this.sql.drop, keyColumns(dropped), `drop-${this.table}`),
      put.length > 0 && tx.query(this.sql.put, entryColumns(put), `put-${this.table}`),
    ]);
    // Should the transaction fail, no row will ever name the revision.
    for (const { owner, revision, after } of changes) this.remember(owner, revision, after);
  }

  private remembered(owner: string, revision: string): LargeTable<T> | undefined {
    const known = this.memory.get(owner);
    if (known?.revision !== revision) return undefined;
    this.memory.delete(owner);
    this.memory.set(owner, known);
    return known.entries;
  }

  private remember(owner: string, revision: string, entries: LargeTable<T>): void {
    this.count -= this.memory.get(owner)?.count ?? 0;
    this.memory.delete(owner);
    const count = Object.keys(entries).length;
    this.memory.set(owner, { revision, entries, count });
    this.count += count;
    for (const [oldest, { count: size }] of this.memory) {
      if (this.count <= this.mostInMemory) return;
      this.memory.delete(oldest);
      this.count -= size;
    }
  }
}

/** Number of rows that are parsed between two turns of the event loop, some milliseconds. */
const ROWS_AT_ONCE = 2_000;

/** Without a prototype: an object with thousands of keys is a plain table to V8 then. */
async function tablesOf<T>(owners: readonly string[], rows: readonly Entry[]): Promise<Map<string, LargeTable<T>>> {
  const tables = new Map(owners.map((owner) => [owner, Object.create(null) as Record<string, T>]));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    if (rows.length > ROWS_AT_ONCE) await turn();
    for (const { owner, key, body } of rows.slice(from, from + ROWS_AT_ONCE))
      (tables.get(owner) as Record<string, T>)[key] = JSON.parse(body) as T;
  }
  return tables;
}

function keysOf(before: LargeTable<unknown>, after: LargeTable<unknown>): Set<string> {
  return new Set([...Object.keys(before), ...Object.keys(after)]);
}

function isLarge(entries: LargeTable<unknown>): boolean {
  let count = 0;
  for (const key in entries) if (Object.hasOwn(entries, key) && ++count > MOST_INLINE) return true;
  return false;
}

const keyColumns = (rows: readonly Omit<Entry, 'body'>[]) =>
  columns(
    rows,
    (row) => row.owner,
    (row) => row.key,
  );

const entryColumns = (rows: readonly Entry[]) =>
  columns(
    rows,
    (row) => row.owner,
    (row) => row.key,
    (row) => row.body,
  );
