// Which of the wanted products and categories an order holds, and which of them were given back: a
// state joined by order id, as orders are. Kept only where rules want it. Pure.
import { type Lines, type WantedLines, keysOf, linesOf, piecesOf, prunedLines } from './basket-lines';
import { MAX_REFUNDS, type OrderEvent, isBefore } from './order';
import { orderIdOf, refundIdOf } from './order-ids';
import { type Folding, type Table, copyOf, own, withEntry } from './table';

export interface Basket {
  /** The last statement of the products, by event time, then by turn (`turnOf`). */
  readonly bought?: Lines;
  /** By refund id, those that name products: the first statement of each. */
  readonly returned?: Table<Lines>;
}

export type Baskets = Table<Basket>;

export const NO_BASKETS: Baskets = Object.freeze(Object.create(null) as Baskets);

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
