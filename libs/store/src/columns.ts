// Rows turned into the columns that `unnest($1::text[], $2::bigint[])` takes.

/** One array per picked value, in the order of `picks`. */
export function columns<Row>(rows: readonly Row[], ...picks: readonly ((row: Row) => unknown)[]): unknown[][] {
  return picks.map((pick) => rows.map(pick));
}
