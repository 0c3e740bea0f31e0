// Joins the lines of one order id into an order.
import { decimalOf } from '@segue/orders';
import type { Columns } from '../fields/columns';
import { Faulty } from './faulty';
import { type Line } from './order-line';
import { kindIn } from '../fields/customer';
import type { OrderRow, Product } from './order-row';

/**
 * Returns the order of these lines.
 * @throws {Faulty} if they contradict each other or their total is negative.
 */
export function orderOf(
  id: string | number,
  lines: readonly Line[],
  columns: Columns,
  brandCurrency: string,
): OrderRow {
  const [first] = lines as [Line];
  const agreed = (column: number, of: (line: Line) => unknown) => {
    const other = lines.find((one) => of(one) !== of(first));
    if (other) throw new Faulty(column, `is not the same on line ${other.line}, which is of the same order`);
  };
  agreed(first.customerColumn, ({ customer }) => customer);
  agreed(columns.date, ({ day }) => day);
  agreed(columns.currency, ({ currency }) => currency);
  const isOfOrder = columns.isOfOrder || isTotalOnFirst(lines, columns);
  if (isOfOrder) agreed(columns.amount, ({ minor }) => minor);
  const minor = isOfOrder ? first.minor : lines.reduce((sum, line) => sum + line.minor, 0);
  if (minor < 0 && !columns.hasReturns)
    throw new Faulty(columns.amount, 'must not be negative: a return is not an order');
  const { customer, day, amount, currency } = first;
  const isOne = minor >= 0 && (isOfOrder || lines.length === 1);
  const kind = kindIn(columns, first.customerColumn);
  const refunded = lines.find((line) => line.refunded !== undefined)?.refunded;
  const products = lines.flatMap((one) => one.products ?? boughtOn(one, isOfOrder) ?? []);
  return {
    line: first.line,
    customer,
    ...(kind !== columns.kind && { kind }),
    day,
    total: isOne ? amount : decimalOf(Math.abs(minor), currency ?? brandCurrency),
    quantity: quantityOf(lines),
    ...(currency !== undefined && { currency }),
    ...(typeof id === 'string' && { orderId: id }),
    ...(products.length > 0 && { products }),
    ...(refunded !== undefined && { refunded }),
    ...(minor < 0 && { isReturn: true as const }),
  };
}

/** Returns the product of a line, with its quantity and, if it is the line's, its amount. */
function boughtOn({ product, quantity, amount: total }: Line, isOfOrder: boolean): Product | null {
  return product && { ...product, ...(quantity !== null && { quantity }), ...(!isOfOrder && { total }) };
}

/**
 * Returns whether only the first line has an amount, the total of the order.
 * @throws {Faulty} if some further lines have an amount and others do not.
 */
function isTotalOnFirst([, ...further]: readonly Line[], { amount }: Columns): boolean {
  const without = further.filter(({ isAmountless }) => isAmountless === true);
  const [gap] = without;
  if (gap === undefined) return false;
  if (without.length < further.length) throw new Faulty(amount, `is missing on line ${gap.line} of this order`);
  return true;
}

function quantityOf(lines: readonly Line[]): number | null {
  const quantities = lines.flatMap(({ quantity }) => (quantity === null ? [] : [quantity]));
  const sum = quantities.reduce((all, one) => all + one, 0);
  // More was returned than bought, so the quantity of this order is not known.
  return quantities.length === 0 || sum < 0 ? null : sum;
}
