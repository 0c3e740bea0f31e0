// Turns rows into columns for `unnest($1::text[], $2::bigint[])`. Text is sent in Postgres' binary
// array format: in a literal each quote of a JSON text would be escaped and unescaped, which cost
// more than the rest of a statement.

/**
 * Returns one array per picked value, in the order of `picks`. A column of texts (or null) is sent
 * as `text[]`, so its parameter must be one (`$1::text[]`); numbers and booleans fit an array of
 * any of their types.
 */
export function columns<Row>(rows: readonly Row[], ...picks: readonly ((row: Row) => unknown)[]): unknown[] {
  return picks.map((pick) => {
    const values = rows.map(pick);
    if (isText(values)) return textArray(values);
    return values.every(isPlain) ? literal(values) : values;
  });
}

/** Returns whether a value needs no quotes in an array literal. */
const isPlain = (value: unknown): value is number | boolean | null =>
  value === null || typeof value === 'number' || typeof value === 'boolean';

const literal = (values: readonly (number | boolean | null)[]) =>
  `{${values.map((value) => (value === null ? 'NULL' : value)).join(',')}}`;

const TEXT_OID = 25;
/** Bytes of dimensions, null flag, element type, length and lower bound. */
const HEADER_BYTES = 20;
const NULL = -1;

/**
 * Returns a `text[]` of one dimension in the binary format of array_recv (postgres:
 * src/backend/utils/adt/arrayfuncs.c).
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? NULL : Buffer.byteLength(value)));
  const size = lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(size);
  let at = 0;
  const integer = (value: number) => (at = buffer.writeInt32BE(value, at));
  for (const field of [1, lengths.includes(NULL) ? 1 : 0, TEXT_OID, values.length, 1]) integer(field);
  values.forEach((value, place) => {
    integer(lengths[place] as number);
    if (value !== null) at += buffer.write(value, at);
  });
  return buffer;
}

function isText(values: readonly unknown[]): values is (string | null)[] {
  let texts = 0;
  for (const value of values) {
    if (typeof value === 'string') texts++;
    else if (value !== null) return false;
  }
  return texts > 0;
}
