// Reads one line of an order file.
import { addressValue, emailOf } from '@segue/addresses';
import { Invalid, unsafeIn } from '@segue/contracts';
import { minorUnits } from '@segue/orders';
import type { Columns, CustomerKind } from './columns';
import { type Amount, Unreadable, amountIn, currencyIn, idIn, quantityIn } from './fields';
import { dayIn } from './day-field';
import type { ReadingOptions } from './order-file';
import type { Product } from './order-row';

/** Maximum characters of an id; with its prefix every service accepts it. */
const MAX_ID = 200;
/** Maximum characters of a state; longer ones are cut. */
export const MAX_STATE = 40;

/** One line of an order. */
export interface Line {
  line: number;
  customer: string;
  day: string;
  amount: string;
  /** `amount` in minor units. */
  minor: number;
  currency: string | undefined;
  quantity: number | null;
  product: Product | null;
  /** Set if a further line of an order has no amount. */
  isAmountless?: true;
  /** Set if the file has a column for states and this line has none. */
  isStateless?: true;
}

export class Faulty extends Error {
  constructor(
    readonly column: number,
    message: string,
  ) {
    super(message);
  }
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
  for (const column of [columns.customer, columns.order, columns.product, columns.productName])
    assertSafe(field(column), column);
  if (columns.order >= 0) within(columns.order, () => idIn(field(columns.order), MAX_ID));
  const named = within(columns.currency, () => currencyIn(field(columns.currency))) ?? first?.currency;
  const isAmountless = first !== undefined && field(columns.amount) === '';
  const amount: Amount = isAmountless
    ? { text: first.amount, ...(first.currency !== undefined && { currency: first.currency }) }
    : within(columns.amount, () => amountIn(field(columns.amount), named, options.currency));
  const currency = named ?? amount.currency;
  return {
    line,
    customer: within(columns.customer, () =>
      first !== undefined && field(columns.customer) === ''
        ? first.customer
        : customerIn(field(columns.customer), columns.kind, options.country),
    ),
    day: within(columns.date, () =>
      first !== undefined && field(columns.date) === ''
        ? first.day
        : dayIn(field(columns.date), options.zone, options.today),
    ),
    amount: amount.text,
    minor: minorIn(amount.text, currency ?? options.currency, columns),
    currency,
    quantity: within(columns.quantity, () => quantityIn(field(columns.quantity))),
    product: productIn(record, columns),
    ...(isAmountless && { isAmountless: true as const }),
    ...(columns.state >= 0 && field(columns.state) === '' && { isStateless: true as const }),
  };
}

/** @throws {Faulty} for text that no store can hold, such as NUL. */
function assertSafe(text: string, column: number): void {
  const fault = unsafeIn(text);
  if (fault) throw new Faulty(column, fault.message);
}

/**
 * Returns the result of `read`. @throws {Faulty} with this column when it cannot read the field.
 */
function within<T>(column: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) throw new Faulty(column, error.message);
    throw error;
  }
}

/** Returns the identity's value in normal form, so that one mailbox or phone is one customer. */
function customerIn(field: string, kind: CustomerKind, country: string | undefined): string {
  const id = idIn(field, MAX_ID);
  if (kind === 'email') {
    const address = emailOf(id);
    if (address === null) throw new Unreadable('must be an e-mail address');
    return address;
  }
  if (kind !== 'phone') return id;
  if (id.replace(/\D/g, '').length < FEWEST_DIGITS) throw new Unreadable('must be a phone number');
  return addressValue('phone', id, country);
}

const FEWEST_DIGITS = 5;

function minorIn(amount: string, currency: string, columns: Columns): number {
  try {
    return minorUnits(amount, currency, '');
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Faulty(error.code === 'currency' ? columns.currency : columns.amount, error.message);
  }
}

function productIn(record: readonly string[], columns: Columns): Product | null {
  const [id, name] = [record[columns.product], record[columns.productName]];
  if (!id && !name) return null;
  return { ...(id && { product_id: id }), ...(name && { name }) };
}
