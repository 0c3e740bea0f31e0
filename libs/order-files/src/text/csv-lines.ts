// Reads CSV with any delimiter and line end, and describes its syntax errors.
import { CsvError, type Options } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';

const MAX_LINE_BYTES = 131_072;

const PLAIN_WORDS: Partial<Record<CsvError['code'], string>> = {
  INVALID_OPENING_QUOTE: 'has a quote (") within a field that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'has text behind the quote (") that ends a field',
};
/**
 * Errors of which the parser names the line where it noticed them. They begin in the first line
 * after the last record that is not empty.
 */
const LATE_WORDS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'there is a quote (") that is not closed by the end of the file',
  CSV_MAX_RECORD_SIZE: `a line is longer than ${MAX_LINE_BYTES} bytes: a quote (") in it may not be closed`,
};

/**
 * Returns the text of a syntax error, with the line and the field, counted from 1.
 * @param read the last line of the last record before it.
 */
export function describeCsvError({ code, message, lines, column }: CsvError, read: number): string {
  const late = LATE_WORDS[code];
  if (late !== undefined) return `from line ${read + 1} on: ${late}`;
  const words = PLAIN_WORDS[code];
  if (words === undefined) return message;
  const field = typeof column === 'number' ? `, field ${column + 1}` : typeof column === 'string' ? `, ${column}` : '';
  return `line ${lines}${field}: ${words}`;
}

export const PARSING: Options = {
  bom: true,
  info: true,
  max_record_size: MAX_LINE_BYTES,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
};

export interface Parsed {
  record: string[];
  info: { lines: number };
}

/** Reads the beginning of the text, at least to the end of the header if that is not too long. */
export async function headOf(source: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (!hasHeader(head) && head.length < MAX_LINE_BYTES) {
    const { value, done } = await source.next();
    if (done) break;
    head += value;
  }
  return head;
}

/** Whether the text has a line end behind something that is not blank. */
function hasHeader(text: string): boolean {
  const start = text.search(/\S/);
  return start >= 0 && text.indexOf('\n', start) >= 0;
}

/** Returns the delimiter that occurs most often in the header. */
export function delimiterOf(head: string): string {
  const header = head.split('\n').find((line) => line.trim() !== '') ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Returns the names in the header; none if it cannot be read. */
export function headerIn(head: string, delimiter: string): string[] {
  const header = head.split('\n').find((line) => line.trim() !== '') ?? '';
  try {
    const records: string[][] = parseSync(header, { bom: true, trim: true, delimiter, relax_quotes: true });
    return records[0] ?? [];
  } catch {
    return [];
  }
}

/** Yields the text with `\n` as the only line end: the parser counts others twice within quotes. */
export async function* unixLines(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  let held = '';
  for (let text = head; ;) {
    text = held + text;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
    const { value, done } = await rest.next();
    if (done) return;
    text = value;
  }
}

/** Returns the first line of a record; the parser reports only its last line. */
export function firstLineOf(record: readonly string[], last: number): number {
  return last - record.reduce((breaks, field) => breaks + field.split('\n').length - 1, 0);
}
