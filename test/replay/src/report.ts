// What a run says of a file and of its import. Pure.
import type { Brand } from './client';
import type { Imported } from './import';
import type { OrderRow } from './orders';
import type { OrderFile } from './order-file';

/** Lines about what was read and what was left out. */
export function aboutFile(name: string, file: OrderFile): string[] {
  const leftOut = [...file.leftOut.values()].reduce((sum, count) => sum + count, 0);
  const used = file.lines - file.skipped - file.noOne - leftOut;
  const said = [`${name}: ${file.orders.length} orders on ${used} of ${file.lines} lines`];
  if (file.noOne > 0) said.push(`${file.noOne} lines left out: their customer stands for no one (guest, 0, 未知, …)`);
  if (leftOut > 0) said.push(`${leftOut} lines left out by their state: ${listed(file.leftOut)}`);
  if (file.doubtful.size > 0)
    said.push(`counted as orders all the same, unless --leave-out names the state: ${listed(file.doubtful)}`);
  if (file.unknown.size > 0)
    said.push(
      `counted as orders, of states not known here (--leave-out for those that are none): ${listed(file.unknown)}`,
    );
  return said;
}

/** Lines about amounts that are not in the store's currency, and about an assumed currency. */
export function aboutCurrencies(orders: readonly OrderRow[], own: string, brand: Brand): string[] {
  const counts = new Map<string, number>();
  for (const { currency = own } of orders) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const unnamed = orders.filter(({ currency }) => currency === undefined).length;
  const said = unnamed === 0 ? [] : [`${unnamed} orders name no currency: they are taken to be in ${own}`];
  const others = new Map([...counts].filter(([currency]) => currency !== brand.currency));
  if (others.size === 0) return said;
  const valued = brand.hasRates
    ? 'they are valued by the rates of their days in SEGUE_RATES_FILE, and not where it has none'
    : 'these orders are not valued until rates are given: SEGUE_RATES_FILE';
  return [...said, `the store's currency is ${brand.currency}; in others: ${listed(others)}; ${valued}`];
}

/**
 * @param behind number of touchpoints that the server had not read when it was asked what is in;
 * NaN: unknown.
 */
export function aboutImport(result: Imported, behind: number): string[] {
  const { taken, alreadyIn, differs, ofAnother, refused } = result;
  const said = [
    `${taken} orders were taken, ${alreadyIn} were in already`,
    `${differs} differ from what is in, ${ofAnother} belong to another customer, ${refused} were refused`,
  ];
  if (Number.isNaN(behind)) said.push('the server could not say whether it had read all that came before');
  if (behind > 0)
    said.push(`${behind} events had not been read when this began: orders among them count as taken once more`);
  return said;
}

const LISTED = 20;

/** The most frequent first. */
function listed(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} ${name}`);
  return all.length <= LISTED ? all.join(', ') : `${all.slice(0, LISTED).join(', ')} and ${all.length - LISTED} more`;
}
