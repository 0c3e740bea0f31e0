// Which of the wanted products and categories an order holds, and which of them were given back: a
// state joined by order id, as orders are. Kept only where rules want it. Pure.
import { turnOf } from '@segue/contracts';
import { MAX_REFUNDS, type OrderEvent, isBefore } from './order';
import { MAX_ORDER_LINES } from './order-fault';
import { orderIdOf, refundIdOf } from './order-ids';
import { type Folding, type Table, copyOf, own, withEntry } from './table';

/** What is kept of the lines of an order. Both lists ascending, without repetition. */
export interface WantedLines {
  /** Compared with `product_id` and `sku`, as written. */
  readonly products: readonly string[];
  /** Compared with `category`, as written. */
  readonly categories: readonly string[];
}

export interface Basket {
  /** The last statement of the products, by event time, then by turn (`turnOf`). */
  readonly bought?: Lines;
  /** By refund id, those that name products: the first statement of each. */
  readonly returned?: Table<Lines>;
}

interface Lines {
  readonly at: number;
  readonly by: string;
  /** Pieces by key (`productKey`, `categoryKey`), of what is wanted alone. */
  readonly pieces: { readonly [key: string]: number };
}

export type Baskets = Table<Basket>;

export const NO_BASKETS: Baskets = Object.freeze(Object.create(null) as Baskets);

export const productKey = (id: string): string => `product ${id}`;
export const categoryKey = (category: string): string => `category ${category}`;

/**
 * Returns the baskets after this touchpoint; the same object when it says nothing about products.
 * Commutative and idempotent.
 * @throws {Invalid} for an id of an order or refund that cannot be one.
 */
export function foldBasket(
  baskets: Baskets,
  touchpoint: OrderEvent,
  wanted: WantedLines,
  folding: Pick<Folding, 'drafts'> = {},
): Baskets {
  const { products } = touchpoint.properties;
  if (touchpoint.type !== 'track' || !Array.isArray(products) || products.length === 0) return baskets;
  const said = saidIn(touchpoint, () => linesOf(touchpoint, products, wanted));
  if (!said) return baskets;
  const id = orderIdOf(touchpoint);
  return withEntry(baskets, id, joinBasket(own(baskets, id) ?? {}, said), folding);
}

/** Returns the products of an order, joined over all identities that know of it. */
export function basketIn(all: readonly Baskets[], id: string): Basket {
  let joined: Basket | undefined;
  for (const baskets of all) {
    const basket = own(baskets, id);
    if (basket) joined = joined ? joinBasket(joined, basket) : basket;
  }
  return joined ?? {};
}

/** Returns the baskets without what is not wanted any more. */
export function prunedBaskets(baskets: Baskets, wanted: WantedLines): Baskets {
  const keys = keysOf(wanted);
  const pruned = copyOf(baskets);
  for (const [id, { bought, returned }] of Object.entries(baskets)) {
    pruned[id] = {
      ...(bought && { bought: prunedLines(bought, keys) }),
      ...(returned && {
        returned: Object.fromEntries(
          Object.entries(returned).map(([refund, lines]) => [refund, prunedLines(lines, keys)]),
        ),
      }),
    };
  }
  return pruned;
}

/**
 * Returns whether an order holds what a key names: null where it does not, and `returned` once
 * refunds that name it have given back as many pieces as were bought.
 */
export function holdingOf({ bought, returned = {} }: Basket, key: string): 'kept' | 'returned' | null {
  const pieces = bought ? piecesOf(bought, key) : 0;
  if (pieces === 0) return null;
  let left = pieces;
  for (const lines of Object.values(returned)) left -= piecesOf(lines, key);
  return left > 0 ? 'kept' : 'returned';
}

const piecesOf = ({ pieces }: Lines, key: string): number => (Object.hasOwn(pieces, key) ? (pieces[key] as number) : 0);

function saidIn(touchpoint: OrderEvent, lines: () => Lines): Basket | null {
  switch (touchpoint.event) {
    case 'Order Completed':
    case 'Order Updated':
      return { bought: lines() };
    case 'Order Refunded':
      return { returned: { [refundIdOf(touchpoint)]: lines() } };
    default:
      return null;
  }
}

function joinBasket(a: Basket, b: Basket): Basket {
  const bought = !a.bought || !b.bought ? (a.bought ?? b.bought) : isBefore(a.bought, b.bought) ? b.bought : a.bought;
  const returned = !a.returned || !b.returned ? (a.returned ?? b.returned) : joinReturned(a.returned, b.returned);
  return { ...(bought && { bought }), ...(returned && { returned }) };
}

function joinReturned(a: Table<Lines>, b: Table<Lines>): Table<Lines> {
  const joined = { ...a };
  for (const [id, lines] of Object.entries(b)) {
    const known = own(joined, id);
    joined[id] = !known || isBefore(lines, known) ? lines : known;
  }
  const all = Object.entries(joined);
  if (all.length <= MAX_REFUNDS) return joined;
  // As for refunds: the earliest of all do not depend on the order of arrival.
  all.sort(([idA, one], [idB, other]) => (isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : idA < idB ? -1 : 1));
  return Object.fromEntries(all.slice(0, MAX_REFUNDS));
}

function linesOf(touchpoint: OrderEvent, products: readonly unknown[], wanted: WantedLines): Lines {
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

/** Lines of a refund may be negative, as on a till's receipt. One piece where no number is said. */
function quantityOf({ quantity }: Line): number {
  const isSaid = quantity !== undefined && quantity !== null && quantity !== '';
  const pieces = isSaid ? Math.abs(Number(quantity)) : 1;
  return Number.isFinite(pieces) ? pieces : 1;
}

const keySets = new WeakMap<WantedLines, ReadonlySet<string>>();

function keysOf(wanted: WantedLines): ReadonlySet<string> {
  let keys = keySets.get(wanted);
  if (!keys) {
    keys = new Set([...wanted.products.map(productKey), ...wanted.categories.map(categoryKey)]);
    keySets.set(wanted, keys);
  }
  return keys;
}

function prunedLines(lines: Lines, keys: ReadonlySet<string>): Lines {
  return { ...lines, pieces: Object.fromEntries(Object.entries(lines.pieces).filter(([key]) => keys.has(key))) };
}
