// The lines of an order within the size of an event. Pure.
import { MAX_ORDER_LINES } from '@segue/orders';
import { filled } from './fields';

/** Characters of all lines; an event has at most 32 KB with everything else. */
const MAX_LINE_CHARS = 20_000;
const MAX_NAME = 200;

export interface Line {
  product_id: string;
  sku: string;
  name: string;
  /** Decimal numbers in the order's currency. */
  price?: string;
  total?: string;
  discount?: string | undefined;
  quantity: number;
  restock?: boolean;
}

/**
 * Returns `products`, and in `products_left_out` how many did not fit, so that the money of an
 * order with very many lines is taken all the same.
 */
export function productsOf(lines: readonly Line[]): Record<string, unknown> {
  const products: Record<string, unknown>[] = [];
  let chars = 0;
  for (const line of lines.slice(0, MAX_ORDER_LINES)) {
    const product = filled({ ...line, name: line.name.slice(0, MAX_NAME) });
    chars += JSON.stringify(product).length;
    if (chars > MAX_LINE_CHARS) break;
    products.push(product);
  }
  const left = lines.length - products.length;
  return { ...(products.length > 0 && { products }), ...(left > 0 && { products_left_out: left }) };
}
