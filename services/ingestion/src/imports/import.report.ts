// The report of an import. Pure.
import type { CurrencyCounts, Imported, ReadFile, RowFault } from '@segue/order-files';
import type { ImportFileView, ImportReportView } from './report.views';

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

export function fileView(
  { file, encoding, example }: ReadFile,
  { counts, unnamed }: CurrencyCounts,
  money: Money,
): ImportFileView {
  return {
    encoding,
    example,
    system: file.system ?? null,
    orders: file.orders.length - (file.returns ?? 0),
    returns: file.returns ?? 0,
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
 * Returns the report of a file that was read.
 * @param unread number of events that are not read yet; NaN: not known.
 * @param imported null until all orders are imported.
 */
export function reportOf(
  file: ImportFileView,
  faults: readonly RowFault[],
  unread: number,
  imported: Imported | null,
): ImportReportView {
  return {
    error: null,
    file,
    faults: [...faults, ...(imported?.faults ?? [])],
    unread: Number.isNaN(unread) ? null : unread,
    result: imported && resultOf(imported),
  };
}

const resultOf = ({ taken, alreadyIn, differs, ofAnother, refused, refunds }: Imported) => ({
  taken,
  alreadyIn,
  differs,
  ofAnother,
  refused,
  refunds,
});
