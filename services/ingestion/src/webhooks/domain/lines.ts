// The lines of an order within the size of an event. Pure.
import { MAX_ORDER_LINES } from '@segue/orders';
import { type Fields, filled, listIn } from './fields';

/** Bytes of all lines; an event has at most 32 KB with everything else. */
const MAX_LINE_BYTES = 20_000;
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
  let bytes = 0;
  for (const line of lines.slice(0, MAX_ORDER_LINES)) {
    const product = filled({ ...line, name: line.name.slice(0, MAX_NAME) });
    bytes += Buffer.byteLength(JSON.stringify(product)) + 1;
    if (bytes > MAX_LINE_BYTES) break;
    products.push(product);
  }
  const left = lines.length - products.length;
  return { ...(products.length > 0 && { products }), ...(left > 0 && { products_left_out: left }) };
}

/** Returns properties without their products, which are counted as left out. */
export function withoutProducts({ products, products_left_out: left, ...money }: Fields): Record<string, unknown> {
  const out = listIn(products).length + Number(left ?? 0);
  return { ...money, ...(out > 0 && { products_left_out: out }) };
}
