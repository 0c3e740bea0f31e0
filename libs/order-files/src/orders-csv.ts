// Order files that a shop's system wrote, as orders. The whole file is read before anything is
// sent: what is wrong with it is known by line and column, and lines that share an order id are one
// order. Kept of it is what orders need, so memory follows the number of lines and not what else
// stands in them.
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { PARSING, type Parsed, delimiterOf, firstLineOf, headOf, describeCsvError, unixLines } from './csv-lines';
import { OrderBook } from './order-book';
import type { OrderFile, ReadingOptions } from './order-file';
import { type Run, atOnce } from './steps';

/**
 * Orders in a CSV with a header that names, in any order and case, a customer, a day and an amount
 * (`columns.ts` has the names, `fields.ts` what is read); where it names an order id, lines of one
 * id are one order. Fields are separated by comma, semicolon or tab, whichever the header has most
 * of.
 * @param chunks text as it is read.
 * @param run runs long computations; a server lets other work pass between their steps.
 * @throws {Error} naming the line when quotes are not closed or stand where they may not, and
 * naming all columns that the header lacks.
 */
export async function readOrdersCsv(
  chunks: AsyncIterable<string>,
  options: ReadingOptions,
  run: Run = atOnce,
): Promise<OrderFile> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await headOf(source);
  const book = new OrderBook(options);
  const parser = parse({ ...PARSING, delimiter: delimiterOf(head) });
  const reading = pipeline(unixLines(head, source), parser, async (records: AsyncIterable<Parsed>) => {
    for await (const { record, info } of records) book.take(record, firstLineOf(record, info.lines));
  });
  await reading.catch((error: unknown) => {
    throw error instanceof CsvError ? new Error(describeCsvError(error)) : error;
  });
  return run(book.fileInSteps());
}
