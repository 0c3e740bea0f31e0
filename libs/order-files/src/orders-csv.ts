// Reads the orders of a CSV file of a shop's system. The whole file is read before anything is
// sent, so that all faults are known and lines of one order id are joined. Only the fields of
// orders are kept, so memory does not depend on the other columns.
import { atOnce } from '@segue/contracts';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Options, parse } from 'csv-parse';
import {
  PARSING,
  type Parsed,
  delimiterOf,
  firstLineOf,
  headOf,
  headerIn,
  describeCsvError,
  unixLines,
} from './text/csv-lines';
import { OrderBook } from './lines/order-book';
import type { OrderFile, ReadingOptions } from './lines/order-file';
import { presetOf } from './presets/presets';
import { type Run } from './steps';

/**
 * Returns the orders of a CSV whose header names, in any order and case, a customer, a day and an
 * amount (`columns.ts` has the names, `fields.ts` the formats). With a column of order ids, lines
 * of one id are one order. Fields are separated by comma, semicolon or tab, the most frequent one
 * of the header.
 * @param chunks the text in pieces.
 * @param run runs long computations; a server does other work between their steps.
 * @throws {Error} that names the line of an invalid quote, or all columns that the header lacks.
 */
export async function readOrdersCsv(
  chunks: AsyncIterable<string>,
  options: ReadingOptions,
  run: Run = atOnce,
): Promise<OrderFile> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await headOf(source);
  const book = new OrderBook(options);
  const delimiter = delimiterOf(head);
  // `="123"` has quotes within a field, which the parser refuses otherwise.
  const relax_quotes = presetOf(headerIn(head, delimiter))?.hasFormulas === true;
  let read = 0;
  const noteLine: Options['on_record'] = (record, { lines }) => {
    read = lines;
    return record as string[];
  };
  const parser = parse({ ...PARSING, delimiter, relax_quotes, on_record: noteLine });
  const reading = pipeline(unixLines(head, source), parser, async (records: AsyncIterable<Parsed>) => {
    for await (const { record, info } of records) book.take(record, firstLineOf(record, info.lines));
  });
  await reading.catch((error: unknown) => {
    throw error instanceof CsvError ? new Error(describeCsvError(error, read)) : error;
  });
  return run(book.fileInSteps());
}
