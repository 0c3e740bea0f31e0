// The lines of one event about an order, as far as rules want them: pieces by product and category.
import { composed, turnOf } from '@segue/contracts';
import type { OrderEvent } from './order';
import { MAX_ORDER_LINES } from './order-fault';

/** What is kept of the lines of an order. Both lists ascending, without repetition. */
export interface WantedLines {
  /** Compared with `product_id` and `sku`, as written; every spelling of a letter is the same. */
  readonly products: readonly string[];
  /** Compared with `category`, as written. */
  readonly categories: readonly string[];
}

export interface Lines {
  readonly at: number;
  readonly by: string;
  /** Pieces by key (`productKey`, `categoryKey`), of what is wanted alone. */
  readonly pieces: { readonly [key: string]: number };
}

export const productKey = (id: string): string => `product ${composed(id)}`;

export const categoryKey = (category: string): string => `category ${category}`;

export const piecesOf = ({ pieces }: Lines, key: string): number =>
  Object.hasOwn(pieces, key) ? (pieces[key] as number) : 0;

export function linesOf(touchpoint: OrderEvent, products: readonly unknown[], wanted: WantedLines): Lines {
  const keys = keysOf(wanted);
  const pieces: Record<string, number> = {};
  for (const line of products.slice(0, MAX_ORDER_LINES)) {
    for (const key of keysIn(line)) if (keys.has(key)) pieces[key] = (pieces[key] ?? 0) + quantityOf(line as Line);
  }
  return { at: touchpoint.occurredAt, by: turnOf(touchpoint), pieces };
}

type Line = Record<string, unknown>;

/** Each key once: many shops send one text as `product_id` and as `sku`. */
function keysIn(line: unknown): Set<string> {
  if (typeof line !== 'object' || line === null) return new Set();
  const { product_id: snake, productId: camel, sku, category } = line as Line;
  const keys = new Set<string>();
  for (const id of [snake, camel, sku]) if (isText(id)) keys.add(productKey(String(id)));
  if (isText(category)) keys.add(categoryKey(String(category)));
  return keys;
}

const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** Lines of a refund may be negative, as on a till's receipt. One piece where none is given. */
function quantityOf({ quantity }: Line): number {
  const isGiven = quantity !== undefined && quantity !== null && quantity !== '';
  const pieces = isGiven ? Math.abs(Number(quantity)) : 1;
  return Number.isFinite(pieces) ? pieces : 1;
}

const keySets = new WeakMap<WantedLines, ReadonlySet<string>>();

export function keysOf(wanted: WantedLines): ReadonlySet<string> {
  let keys = keySets.get(wanted);
  if (!keys) {
    keys = new Set([...wanted.products.map(productKey), ...wanted.categories.map(categoryKey)]);
    keySets.set(wanted, keys);
  }
  return keys;
}

export function prunedLines(lines: Lines, keys: ReadonlySet<string>): Lines {
  return { ...lines, pieces: Object.fromEntries(Object.entries(lines.pieces).filter(([key]) => keys.has(key))) };
}
