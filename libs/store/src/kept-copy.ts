// A service's own copy of a compacted topic, so that it need not ask the service that writes it.
import { columns } from './columns';
import type { Queries } from './db';

/** A column of the copy, and its value in a message. */
export interface KeptColumn<T> {
  name: string;
  type: 'text' | 'bigint' | 'boolean' | 'text[]';
  of: (message: T) => unknown;
}

export interface KeptCopyOptions<T> {
  /** Of the service's schema; a migration makes it, with these columns and `key` as primary key. */
  table: string;
  /** The record's key: one row each. */
  key: KeptColumn<T>;
  /** Compared in this order: a message that is older than the row changes nothing. */
  versions: readonly KeptColumn<T>[];
  /** Whether a message of the same version replaces the row. */
  replacesEqual?: boolean;
  columns: readonly KeptColumn<T>[];
}

/** Keeps the newest message of every key, whatever the order in which messages come or repeat. */
export class KeptCopy<T> {
  private readonly statement: string;
  private readonly all: readonly KeptColumn<T>[];

  constructor(private readonly options: KeptCopyOptions<T>) {
    this.all = [options.key, ...options.versions, ...options.columns];
    this.statement = statementOf(options, this.all);
  }

  /** Resolves with the keys whose rows changed. */
  async save(queries: Queries, messages: readonly T[]): Promise<Set<string>> {
    const newest = this.newestOf(messages);
    if (newest.length === 0) return new Set();
    const values = this.all.map(({ type, of }) => (message: T) => {
      const value = of(message);
      return type === 'text[]' ? JSON.stringify(value) : value;
    });
    const rows = await queries.query<{ key: string }>(
      this.statement,
      columns(newest, ...values),
      `keep-${this.options.table}`,
    );
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * A statement may write a row once: of the messages of one key the newest is kept, of equal ones
   * the later.
   */
  private newestOf(messages: readonly T[]): T[] {
    const byKey = new Map<unknown, T>();
    for (const message of messages) {
      const key = this.options.key.of(message);
      const other = byKey.get(key);
      if (other === undefined || !this.isOlder(message, other)) byKey.set(key, message);
    }
    return [...byKey.values()];
  }

  private isOlder(message: T, than: T): boolean {
    for (const { of } of this.options.versions) {
      const [own, other] = [Number(of(message)), Number(of(than))];
      if (own !== other) return own < other;
    }
    return false;
  }
}

function statementOf<T>(
  { table, key, versions, replacesEqual, columns: kept }: KeptCopyOptions<T>,
  all: readonly KeptColumn<T>[],
) {
  const names = all.map(({ name }) => name).join(', ');
  // Arrays of arrays cannot be unnested by row: an array comes as the text of a JSON list.
  const given = all.map(({ type }, place) => `$${place + 1}::${type === 'text[]' ? 'text' : type}[]`).join(', ');
  const picked = all
    .map(({ name, type }) => (type === 'text[]' ? `array(select json_array_elements_text(${name}::json))` : name))
    .join(', ');
  const set = [...versions, ...kept].map(({ name }) => `${name} = excluded.${name}`).join(', ');
  const versionsOf = (row: string) => `(${versions.map(({ name }) => `${row}.${name}`).join(', ')})`;
  return `
    insert into ${table} as kept (${names})
    select ${picked} from unnest(${given}) as given(${names})
    on conflict (${key.name}) do update set ${set}
    where ${versionsOf('kept')} ${replacesEqual === true ? '<=' : '<'} ${versionsOf('excluded')}
    returning ${key.name} as key`;
}
