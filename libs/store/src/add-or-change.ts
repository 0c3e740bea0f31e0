// Writes rows that are new or changed, each kind by a statement of its own: `on conflict do update`
// locks and reads each row once more.
import { textArray } from './columns';
import { LostRace, type Queries } from './db';

export interface Statement {
  /** Name of the prepared statement. */
  name: string;
  text: string;
}

export interface Writing<Row> {
  /** Returns the owner that a row had when it was read; undefined for a new row. */
  formerOf: (row: Row) => string | undefined;
  columnsOf: (rows: readonly Row[]) => unknown[];
  /** Inserts these columns; skips rows that are there already. */
  add: Statement;
  /** Updates by these columns and the former owners, which the rows must still have. */
  change: Statement;
}

/**
 * Writes the rows in the transaction.
 * @throws {LostRace} when another transaction created one of them or gave it to another owner.
 */
export async function addOrChange<Row>(
  tx: Queries,
  rows: readonly Row[],
  { formerOf, columnsOf, add, change }: Writing<Row>,
): Promise<void> {
  const added: Row[] = [];
  const changed: Row[] = [];
  const formers: string[] = [];
  for (const row of rows) {
    const former = formerOf(row);
    if (former === undefined) added.push(row);
    else {
      changed.push(row);
      formers.push(former);
    }
  }
  const [born, rewritten] = await Promise.all([
    added.length > 0 ? tx.write(add.text, columnsOf(added), add.name) : 0,
    changed.length > 0 ? tx.write(change.text, [...columnsOf(changed), textArray(formers)], change.name) : 0,
  ]);
  if (born + rewritten !== rows.length) throw new LostRace();
}
