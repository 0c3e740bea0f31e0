// The number of orders in a part, and the one to drop when there are too many. Both are cached
// beside the orders where these are many, so that adding an order to thousands needs neither a
// count nor a search.
/** By order id. */
type Orders = { readonly [orderId: string]: unknown };

/**
 * Maximum number of orders of one part. Beyond it, the orders whose ids have the smallest hashes
 * are kept.
 */
export const MAX_ORDERS = 10_000;

/** Fewer orders are counted each time: that takes less than an entry in the cache. */
const CACHED_FROM = 100;

/** Number of ids found by one search. */
const LOOKED_FOR = 200;

interface Extent {
  count: number;
  /** The ids with the largest hashes, the largest last; empty when unknown. */
  last: string[];
}

const extents = new WeakMap<Orders, Extent>();

export function countOf(orders: Orders): number {
  return extentOf(orders).count;
}

/** Returns the id with the largest hash. */
export function lastOf(orders: Orders): string {
  const extent = extentOf(orders);
  if (extent.last.length === 0) extent.last = sortedByHash(Object.keys(orders)).slice(-LOOKED_FOR);
  return extent.last.at(-1) as string;
}

/** Records that `orders` is `before` with one more order. */
export function noteAdded(orders: Orders, before: Orders): void {
  const known = extents.get(before);
  if (known) extents.set(orders, { count: known.count + 1, last: [] });
}

/** Records that `orders` is `before` with `id` in place of the last order. */
export function noteReplaced(orders: Orders, before: Orders, id: string): void {
  const { count, last } = extentOf(before);
  const [least] = last;
  const isAmong = least !== undefined && isBefore(least, id);
  const others = last.slice(0, -1);
  extents.set(orders, { count, last: isAmong ? sortedByHash([...others, id]) : others });
}

export function sortedByHash(ids: readonly string[]): string[] {
  const ranked = ids.map((id) => ({ id, hash: hashOf(id) }));
  ranked.sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1));
  return ranked.map(({ id }) => id);
}

/** Compares ids by hash; a total order. */
export function isBefore(a: string, b: string): boolean {
  const [one, other] = [hashOf(a), hashOf(b)];
  return one < other || (one === other && a < b);
}

function extentOf(orders: Orders): Extent {
  const known = extents.get(orders);
  if (known) return known;
  const extent = { count: Object.keys(orders).length, last: [] };
  if (extent.count >= CACHED_FROM) extents.set(orders, extent);
  return extent;
}

/** FNV-1a, 32 bits: cheap, and the same in every process. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < id.length; place++) hash = Math.imul(hash ^ id.charCodeAt(place), 0x01000193);
  return hash >>> 0;
}
