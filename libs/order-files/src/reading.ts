// Reads an order file from its bytes; recognises the encoding and the CDNOW sample.
import { atOnce } from '@segue/contracts';
import type { OrderFile, ReadingOptions } from './lines/order-file';
import type { OrderRow } from './lines/order-row';
import { cdnowInSteps, isCdnow } from './cdnow';
import { readOrdersCsv } from './orders-csv';
import type { Run } from './steps';
import type { Encoding } from './text/decoders';
import { textOf } from './text/text';
import { recognise } from './text/recognise';

export interface ReadFile {
  file: OrderFile;
  encoding: Encoding;
  /** Words of the file from which the encoding was recognised; '' if it was certain. */
  example: string;
}

/**
 * Returns the orders of a file.
 * @param open starts reading from the first byte; called three times at most.
 * @param given the encoding; absent, it is recognised.
 * @throws {Error} that describes what cannot be read, with its line or columns.
 */
export async function readOrderFile(
  open: () => AsyncIterable<Uint8Array>,
  given: Encoding | undefined,
  options: ReadingOptions,
  run: Run = atOnce,
): Promise<ReadFile> {
  const { encoding, example } = given === undefined ? await recognise(open) : { encoding: given, example: '' };
  const text = textOf(open(), encoding);
  const first = await text.next();
  const start = first.done ? '' : first.value;
  const whole = resumed(start, text);
  const file = isCdnow(start)
    ? cdnow(await run(cdnowInSteps(await joined(whole), options.maxLines)))
    : await readOrdersCsv(whole, options, run);
  return { file, encoding, example };
}

async function* resumed(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (start !== '') yield start;
  yield* rest;
}

async function joined(text: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of text) all += piece;
  return all;
}

function cdnow(orders: OrderRow[]): OrderFile {
  const none = { faults: [], skipped: 0, noOne: 0, leftOut: new Map(), doubtful: new Map(), unknown: new Map() };
  return { orders, ...none, lines: orders.length, kind: 'userId' };
}
