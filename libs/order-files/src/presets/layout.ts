// The columns of a file of a known system, and its records in the form that the reader of lines
// expects. Pure.
import { type Columns, type CustomerKind, plainName } from '../fields/columns';
import { cleaned } from './cleaned';
import { dated } from './dated';
import type { Names, Preset } from './preset';
import { presetOf } from './presets';
import { multiplied } from './multiplied';

export interface Layout {
  columns: Columns;
  /** Returns a record with readable dates and amounts; fields keep their columns. */
  tidy(record: readonly string[]): string[];
}

/**
 * Returns the layout of a file with this header; null if no known system writes it, or if that has
 * no customers of the given kind.
 * @param given kind of identity; absent, every identity of the system is used.
 */
export function layoutOf(header: readonly string[], given?: CustomerKind): Layout | null {
  const preset = presetOf(header);
  if (preset === null) return null;
  const columns = columnsOf(preset, header, given);
  if (columns === null) return null;
  const plain = header.map(plainName);
  const [time, zone] = [placeOf(preset.time, plain), placeOf(preset.zone, plain)];
  return {
    columns,
    tidy: (fields) => {
      const record = fields.map((field, column) => cleaned(field, column === columns.productName));
      const { date, amount, quantity } = columns;
      const at = { date: record[date] ?? '', time: record[time] ?? '', zone: record[zone] ?? preset.zoneName ?? '' };
      if (at.date !== '') record[date] = dated(at, preset.isMonthFirst === true);
      if (preset.isUnitPrice) record[amount] = multiplied(record[amount] ?? '', record[quantity] ?? '');
      return record;
    },
  };
}

const placeOf = (names: Names | undefined, plain: readonly string[]): number =>
  plain.indexOf(names?.find((name) => plain.includes(name)) ?? '\n');

function columnsOf(preset: Preset, header: readonly string[], given: CustomerKind | undefined): Columns | null {
  const plain = header.map(plainName);
  const customers = preset.customers
    .filter(({ kind, isName }) => (given === undefined ? true : kind === given) && !(isName && given === undefined))
    .map(({ column, kind }) => ({ column: plain.indexOf(column), kind }))
    .filter(({ column }) => column >= 0);
  const name = preset.customers.find(({ isName }) => isName);
  const [first] = customers;
  if (first === undefined && (given !== undefined || name === undefined)) return null;
  const place = (names?: Names) => placeOf(names, plain);
  return {
    names: header,
    customer: first?.column ?? plain.indexOf(name?.column ?? ''),
    customers,
    date: place(preset.date),
    amount: place(preset.amount),
    currency: place(preset.currency),
    quantity: place(preset.quantity),
    order: place(preset.order),
    product: place(preset.product),
    productName: place(preset.productName),
    state: place(preset.state),
    price: place(preset.price),
    refunded: place(preset.refunded),
    items: preset.items === undefined ? [] : itemColumns(plain, preset.items),
    isOfOrder: preset.isOfOrder === true,
    hasReturns: preset.hasReturns === true,
    kind: first?.kind ?? 'userId',
    system: preset.system,
    ...(preset.currencyCode !== undefined && { currencyCode: preset.currencyCode }),
  };
}

const itemColumns = (plain: readonly string[], start: string): number[] =>
  [...plain.keys()].filter((column) => plain[column]?.startsWith(start));
