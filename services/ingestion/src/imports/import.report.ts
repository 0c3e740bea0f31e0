// The report of an import. Pure.
import { type Imported, type ReadFile, currenciesOf } from '@segue/order-files';
import type { ImportFileView, ImportReportView } from './import.views';

/** The store's handling of currencies. */
export interface Money {
  storeCurrency: string;
  hasRates: boolean;
  /** Currency of orders without one. */
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
 * Returns the report.
 * @param unread number of events that were not processed when the import began; NaN: not known.
 * @param imported null until all orders are imported.
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
