// The port to Postgres for the hot path: plain SQL, whole batches, one transaction per batch.

export interface Queries {
  /**
   * Returns the rows of one statement. Values are bound, never spliced. `name` makes it a prepared
   * statement of the connection. Within a transaction statements that do not wait for each other
   * are sent together and run in the order in which they were given: one round trip for all of
   * them.
   */
  query<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
  /** Runs one statement like `query`; returns the number of rows that it wrote. */
  write(text: string, values?: readonly unknown[], name?: string): Promise<number>;
}

export interface Db extends Queries {
  /**
   * Runs `work` in one transaction (read committed). A deadlock or a serialisation failure rolls
   * back and runs it again, up to 5 times, so `work` must have no effect outside the transaction.
   */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
}

/**
 * Thrown inside a transaction when a row changed under it (a lost race): rolled back and run again,
 * like a deadlock.
 */
export class LostRace extends Error {}
