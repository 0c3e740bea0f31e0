// Text about a file and the result of its import. Pure.
import type { ImportFileView, ImportReportView, ImportResultView } from '../src/imports/report.views';

/** Returns lines about what was read and what was left out. */
export function aboutFile(name: string, file: ImportFileView): string[] {
  const leftOut = Object.values(file.leftOut).reduce((sum, count) => sum + count, 0);
  const used = file.lines - file.skipped - file.noOne - leftOut;
  const lines = [`${name}: ${many(file.orders, 'order')} on ${used} of ${many(file.lines, 'line')}`];
  if (file.system) lines.unshift(`${name}: read as an export of ${file.system}`);
  if (file.returns)
    lines.push(
      `${many(file.returns, 'refund')} without the name of an order: recorded, and reducing the money of none`,
    );
  if (file.noOne > 0)
    lines.push(`${many(file.noOne, 'line')} left out: the customer stands for no one (guest, 0, 未知, …)`);
  if (leftOut > 0) lines.push(`${many(leftOut, 'line')} left out by state: ${listed(file.leftOut)}`);
  if (Object.keys(file.doubtful).length > 0)
    lines.push(`counted as orders all the same, unless --leave-out names the state: ${listed(file.doubtful)}`);
  if (Object.keys(file.unknown).length > 0)
    lines.push(
      `counted as orders, of states not known here (--leave-out for those that are none): ${listed(file.unknown)}`,
    );
  return lines;
}

/** Returns a line about an encoding that had to be recognised; null for UTF-8. */
export const aboutEncoding = (name: string, { encoding, example }: ImportFileView): string | null =>
  encoding === 'utf-8'
    ? null
    : `${name}: read as ${encoding}${example === '' ? '' : `: "${example}"`} (--encoding says otherwise)`;

/**
 * Returns lines about amounts in other currencies than the store's, and about an assumed currency.
 */
export function aboutCurrencies({
  currencies,
  unnamed,
  assumedCurrency,
  storeCurrency,
  hasRates,
}: ImportFileView): string[] {
  const lines =
    unnamed === 0 ? [] : [`${many(unnamed, 'order')} without a currency: taken to be in ${assumedCurrency}`];
  const others = Object.fromEntries(Object.entries(currencies).filter(([currency]) => currency !== storeCurrency));
  if (Object.keys(others).length === 0) return lines;
  const valued = hasRates
    ? 'they are valued by the rates of their days in SEGUE_RATES_FILE, and not where it has none'
    : 'these orders are not valued until rates are given: SEGUE_RATES_FILE';
  return [...lines, `the store's currency is ${storeCurrency}; in others: ${listed(others)}; ${valued}`];
}

/** Returns lines about the result for the orders. */
export function aboutImport(result: ImportResultView, { unread }: Pick<ImportReportView, 'unread'>): string[] {
  const { taken, alreadyIn, differs, ofAnother, refused, refunds = 0 } = result;
  const lines = [
    `taken: ${many(taken, 'order')}; already in: ${alreadyIn}`,
    `different from what is in: ${differs}; of another customer: ${ofAnother}; refused: ${refused}`,
  ];
  if (refunds > 0) lines.push(`refunds that are in: ${refunds}, each once however often the file is sent`);
  if (unread === null) lines.push('the server could not say whether it had read all that came before');
  else if (unread > 0)
    lines.push(`not yet read when this began: ${many(unread, 'event')}; orders among them count as taken once more`);
  return lines;
}

/** “1 order”, “2 orders”. */
const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

const LISTED = 20;

/** Returns the counts as text, the largest first. */
function listed(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`);
  return all.length <= LISTED ? all.join(', ') : `${all.slice(0, LISTED).join(', ')} and ${all.length - LISTED} more`;
}
