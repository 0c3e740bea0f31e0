// The ids among the properties of an event, in one spelling. Pure.
import { composed } from '@segue/contracts';
import { ORDER_IDS } from '@segue/orders';
import { isPlain } from './body';

const PRODUCT_IDS = ['product_id', 'productId', 'sku'];
const IDS = [...ORDER_IDS, ...PRODUCT_IDS, 'groupId', 'previousId'];

/**
 * Returns the properties with the ids of orders, refunds, products, groups and earlier users
 * composed: the same object where they are already, as in nearly every event.
 */
export function withComposedIds(properties: Record<string, unknown>): Record<string, unknown> {
  const own = withComposed(properties, IDS);
  if (!Array.isArray(own.products)) return own;
  const products = own.products as readonly unknown[];
  const lines = products.map((line) => (isPlain(line) ? withComposed(line, PRODUCT_IDS) : line));
  return lines.every((line, place) => line === products[place]) ? own : { ...own, products: lines };
}

function withComposed(fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  let changed = fields;
  for (const name of names) {
    const id = fields[name];
    if (typeof id !== 'string') continue;
    const normal = composed(id);
    if (normal !== id) changed = { ...changed, [name]: normal };
  }
  return changed;
}
