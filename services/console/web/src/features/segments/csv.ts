// Rows as CSV that spreadsheets open in any language. Pure.

/** Tells spreadsheets that the file is UTF-8. */
const MARK = '\uFEFF';

/**
 * Returns the file: rows by CRLF (RFC 4180). A text that a spreadsheet would run as a formula gets
 * an apostrophe before it.
 */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  MARK + rows.map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';

function field(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
