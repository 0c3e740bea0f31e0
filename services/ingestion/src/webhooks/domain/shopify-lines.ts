// The lines of an order of Shopify, by what was sold. Pure.
import { decimalOf } from '@segue/orders';
import { type Fields, amountIn, firstOf, listIn, textIn } from './fields';
import { shopAmount } from './shopify-money';

/** A line with the number that was sold; `quantity` is what was ordered, before edits. */
type Sold = Fields & { sold: number };

/**
 * Returns the lines that were sold: what is left now and what was given back. An edit before the
 * payment takes out the rest.
 */
export function soldIn(order: Fields): Sold[] {
  const back = listIn(order.refunds).flatMap((refund) => listIn(refund.refund_line_items));
  return listIn(order.line_items)
    .map((line) => ({ ...line, sold: soldOf(line, back) }))
    .filter(({ sold }) => sold > 0);
}

function soldOf(line: Fields, back: readonly Fields[]): number {
  const ordered = countIn(line.quantity, 1);
  const left = countIn(line.current_quantity, ordered);
  const returned = back
    .filter(({ line_item_id: id }) => textIn(id) === textIn(line.id))
    .reduce((sum, { quantity }) => sum + countIn(quantity, 1), 0);
  return Math.min(ordered, left + returned);
}

const countIn = (value: unknown, otherwise: number): number => (textIn(value) === '' ? otherwise : Number(value));

/** Returns the discount of what was sold: a line's discount is of all that was ordered. */
function discountOf(line: Sold, currency: string): number {
  const whole = listIn(line.discount_allocations).reduce(
    (sum, one) => sum + amountIn(shopAmount(one, 'amount'), currency, 'line_items.discount_allocations.amount'),
    0,
  );
  return Math.round((whole * line.sold) / countIn(line.quantity, 1));
}

export const worthOf = (line: Sold, currency: string): number =>
  Math.max(
    0,
    amountIn(shopAmount(line, 'price'), currency, 'line_items.price') * line.sold - discountOf(line, currency),
  );

export function lineOf(line: Sold, currency: string) {
  const discount = discountOf(line, currency);
  return {
    product_id: textIn(line.product_id),
    sku: textIn(line.sku),
    name: firstOf(line.name, line.title),
    price: textIn(shopAmount(line, 'price')),
    discount: discount === 0 ? undefined : decimalOf(discount, currency),
    quantity: line.sold,
  };
}
