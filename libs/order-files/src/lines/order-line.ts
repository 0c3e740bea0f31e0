// Reads one line of an order file.
import { Invalid, unsafeIn } from '@segue/contracts';
import { minorUnits } from '@segue/orders';
import type { Columns } from '../fields/columns';
import { MAX_ID, customerColumn, customerIn, kindIn } from '../fields/customer';
import { type Amount, amountIn, currencyIn, idIn, quantityIn } from '../fields/fields';
import { dayIn } from '../fields/day-field';
import type { ReadingOptions } from './order-file';
import type { Product } from './order-row';
import { itemIn } from '../presets/item';
import { Faulty, within } from './faulty';

/** Maximum characters of a state; longer ones are cut. */
export const MAX_STATE = 40;

/** One line of an order. */
export interface Line {
  line: number;
  customer: string;
  /** Column of the customer's identity. */
  customerColumn: number;
  day: string;
  amount: string;
  /** `amount` in minor units. */
  minor: number;
  currency: string | undefined;
  quantity: number | null;
  product: Product | null;
  /** Products of a line that has a column for each. */
  products?: readonly Product[];
  /** Amount of the order that was paid back; absent if nothing was. */
  refunded?: string;
  /** Set if a further line of an order has no amount. */
  isAmountless?: true;
  /** Set if the file has a column for states and this line has none. */
  isStateless?: true;
}

export type OrderId = string | number;

export function assertWhole(record: readonly string[], { names }: Columns): void {
  if (record.length !== names.length)
    throw new Faulty(-1, `has ${record.length} fields where the header has ${names.length}`);
}

/**
 * Returns the line.
 * @param first line of the same order, from which empty fields of the order are taken.
 * @throws {Faulty} for the first field that cannot be read.
 */
export function lineOf(
  record: readonly string[],
  line: number,
  columns: Columns,
  options: ReadingOptions,
  first: Line | undefined,
): Line {
  const field = (column: number) => record[column] ?? '';
  assertIdentity(columns);
  const own = first !== undefined && field(first.customerColumn) === '' ? first : null;
  const column = own?.customerColumn ?? customerColumn(record, columns);
  for (const one of [column, columns.order, columns.product, columns.productName, ...columns.items])
    assertSafe(field(one), one);
  if (columns.order >= 0) within(columns.order, () => idIn(field(columns.order), MAX_ID));
  const named =
    within(columns.currency, () => currencyIn(field(columns.currency))) ?? first?.currency ?? columns.currencyCode;
  const isAmountless = first !== undefined && field(columns.amount) === '';
  const amount: Amount = isAmountless
    ? { text: first.amount, ...(first.currency !== undefined && { currency: first.currency }) }
    : within(columns.amount, () => amountIn(field(columns.amount), named, options.currency));
  const currency = named ?? amount.currency;
  return {
    line,
    customer:
      own?.customer ?? within(column, () => customerIn(field(column), kindIn(columns, column), options.country)),
    customerColumn: column,
    day: within(columns.date, () =>
      first !== undefined && field(columns.date) === ''
        ? first.day
        : dayIn(field(columns.date), options.zone, options.today),
    ),
    amount: amount.text,
    minor: minorIn(amount.text, currency ?? options.currency, columns),
    currency,
    quantity: within(columns.quantity, () => quantityIn(field(columns.quantity))),
    product: productIn(record, columns, currency ?? options.currency),
    ...(columns.items.length > 0 && { products: itemsIn(record, columns) }),
    ...refundIn(field(columns.refunded), columns, currency, options),
    ...(isAmountless && { isAmountless: true as const }),
    ...(columns.state >= 0 && field(columns.state) === '' && { isStateless: true as const }),
  };
}

/** @throws {Faulty} for a system whose customers are known by name only. */
function assertIdentity({ customers, customer }: Columns): void {
  if (customers.length === 0)
    throw new Faulty(customer, 'is a name, no identity: export the e-mail too, or choose the kind userId');
}

/** @throws {Faulty} for text that no store can hold, such as NUL. */
function assertSafe(text: string, column: number): void {
  const fault = unsafeIn(text);
  if (fault) throw new Faulty(column, fault.message);
}

function minorIn(amount: string, currency: string, columns: Columns): number {
  try {
    return minorUnits(amount, currency, '');
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Faulty(error.code === 'currency' ? columns.currency : columns.amount, error.message);
  }
}

function refundIn(
  field: string,
  { refunded: column }: Columns,
  currency: string | undefined,
  options: ReadingOptions,
): Pick<Line, 'refunded'> {
  if (field === '') return {};
  const { text } = within(column, () => amountIn(field, currency, options.currency));
  const refunded = text.replace(/^[+-]/, '');
  return /[1-9]/.test(refunded) ? { refunded } : {};
}

const itemsIn = (record: readonly string[], { items }: Columns): Product[] =>
  items.flatMap((column) => itemIn(record[column] ?? '') ?? []);

function productIn(record: readonly string[], columns: Columns, currency: string): Product | null {
  const [id, name, price] = [record[columns.product], record[columns.productName], record[columns.price]];
  if (!id && !name) return null;
  const product = { ...(id && { product_id: id }), ...(name && { name }) };
  if (!price) return product;
  return { ...product, price: within(columns.price, () => amountIn(price, currency, currency).text) };
}
