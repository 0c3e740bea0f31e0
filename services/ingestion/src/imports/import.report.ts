// The report of an import, from what was read and what became of it. Pure.
import { type Imported, type ReadFile, currenciesOf } from '@segue/order-files';
import type { ImportFileView, ImportReportView } from './import.views';

/** What the store does with currencies. */
export interface Money {
  storeCurrency: string;
  hasRates: boolean;
  /** Of orders that name none. */
  assumedCurrency: string;
}

export const unreadable = (reason: string): ImportReportView => ({
  error: reason,
  file: null,
  faults: [],
  unread: null,
  result: null,
});

export function fileView({ file, encoding, example }: ReadFile, money: Money): ImportFileView {
  const { counts, unnamed } = currenciesOf(file.orders, money.assumedCurrency);
  return {
    encoding,
    example,
    orders: file.orders.length,
    lines: file.lines,
    skipped: file.skipped,
    noOne: file.noOne,
    leftOut: Object.fromEntries(file.leftOut),
    doubtful: Object.fromEntries(file.doubtful),
    unknown: Object.fromEntries(file.unknown),
    ...money,
    currencies: counts,
    unnamed,
  };
}

/**
 * @param unread number of events that were not read when the import began; NaN: not known.
 * @param imported null until the last order.
 */
export function reportOf(read: ReadFile, money: Money, unread: number, imported: Imported | null): ImportReportView {
  return {
    error: null,
    file: fileView(read, money),
    faults: [...read.file.faults, ...(imported?.faults ?? [])],
    unread: Number.isNaN(unread) ? null : unread,
    result: imported && resultOf(imported),
  };
}

const resultOf = ({ taken, alreadyIn, differs, ofAnother, refused }: Imported) => ({
  taken,
  alreadyIn,
  differs,
  ofAnother,
  refused,
});
