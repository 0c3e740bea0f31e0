// A product in one field: `name:Jazz|product_id:12|sku:S1|quantity:2|total:50.00`. Pure.
import type { Product } from '../lines/order-row';

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Returns the product; null if the field has neither its id nor its name. */
export function itemIn(field: string): Product | null {
  const parts = new Map(field.split('|').map(pairIn));
  const id = parts.get('sku') || parts.get('product_id');
  const name = parts.get('name');
  if (!id && !name) return null;
  const [quantity = '', total = ''] = [parts.get('quantity'), parts.get('total')];
  return {
    ...(id && { product_id: id }),
    ...(name && { name }),
    ...(NUMBER.test(quantity) && { quantity: Number(quantity) }),
    ...(NUMBER.test(total) && { total }),
  };
}

function pairIn(part: string): [string, string] {
  const colon = part.indexOf(':');
  return colon < 0 ? ['', part] : [part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim()];
}
