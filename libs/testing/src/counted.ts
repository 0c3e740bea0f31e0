// Counts the cost of work on a store: statements and commits as they are sent, rows as Postgres
// counts them.
import type { Db, Queries } from '@segue/store';

export interface Cost {
  statements: number;
  /** Number of transactions that wrote rows; a statement outside of one counts as one. */
  commits: number;
  /** Number of rows inserted, updated and deleted, by table. */
  rows: Record<string, number>;
}

interface Written {
  table: string;
  rows: number;
}

// Rows written by this connection since its last report; work of other connections is not counted.
const WRITTEN = `
  select relname as table, (n_tup_ins + n_tup_upd + n_tup_del)::int as rows from pg_stat_xact_user_tables
  where n_tup_ins + n_tup_upd + n_tup_del > 0`;

/** A store that counts its statements, commits and rows. */
export class Counted implements Db {
  private cost = nothing();

  constructor(private readonly db: Db) {}

  /** Runs `work`; resolves with its cost. */
  async during(work: () => Promise<unknown>): Promise<Cost> {
    this.cost = nothing();
    await work();
    return this.cost;
  }

  query<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]> {
    return this.transaction((tx) => tx.query<Row>(text, values, name));
  }

  write(text: string, values?: readonly unknown[], name?: string): Promise<number> {
    return this.transaction((tx) => tx.write(text, values, name));
  }

  async transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      const counting: Queries = {
        query: (text, values, name) => {
          this.cost.statements++;
          return tx.query(text, values, name);
        },
        write: (text, values, name) => {
          this.cost.statements++;
          return tx.write(text, values, name);
        },
      };
      const before = new Map((await tx.query<Written>(WRITTEN)).map(({ table, rows }) => [table, rows]));
      const answer = await work(counting);
      const after = await tx.query<Written>(WRITTEN);
      this.note(after.map(({ table, rows }) => ({ table, rows: rows - (before.get(table) ?? 0) })));
      return answer;
    });
  }

  private note(all: readonly Written[]): void {
    const written = all.filter(({ rows }) => rows > 0);
    if (written.length > 0) this.cost.commits++;
    for (const { table, rows } of written) this.cost.rows[table] = (this.cost.rows[table] ?? 0) + rows;
  }
}

const nothing = (): Cost => ({ statements: 0, commits: 0, rows: {} });
