// The CDNOW sample: one purchase a line, without a header. Pure.
import { atOnce } from '@segue/contracts';
import type { OrderRow } from './lines/order-row';
import { assertFew } from './steps';

/** Returns whether the first line of a text is a purchase of the CDNOW sample. */
export const isCdnow = (text: string): boolean => /^\s*\d+ +\d+ +\d{8} +\d+ +[\d.]+\s/.test(text);

/**
 * Returns the orders of the CDNOW sample: master id, sample id, YYYYMMDD, number of CDs, dollars.
 * @throws {Error} naming the line.
 */
export const readCdnow = (text: string): OrderRow[] => atOnce(cdnowInSteps(text));

/** The same, with pauses between lines. @param maxLines more are refused. */
export function* cdnowInSteps(text: string, maxLines?: number): Generator<void, OrderRow[]> {
  const rows: OrderRow[] = [];
  let line = 0;
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    line++;
    const fields = text.slice(start, end).trim();
    if (fields !== '') rows.push(purchaseIn(fields, line));
    assertFew(rows.length, maxLines);
    yield;
  }
  return rows;
}

function purchaseIn(fields: string, line: number): OrderRow {
  const [, sample, date, quantity, dollars] = fields.split(/\s+/);
  if (!sample || !date || !dollars || !/^\d{8}$/.test(date)) throw new Error(`line ${line} is not a purchase`);
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return { customer: sample, day, total: dollars, quantity: Number(quantity) };
}
