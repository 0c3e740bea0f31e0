// Tells what a crash left from what is under way: only rows that were unpublished in two looks
// running are overdue.

export class Overdue {
  private before: ReadonlySet<string> = new Set();

  /** Those of `rows` that the last look saw too. */
  among<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
    const overdue = rows.filter((row) => this.before.has(keyOf(row)));
    this.before = new Set(rows.map(keyOf));
    return overdue;
  }
}
