// Orders joined by id, over all identities that know of them. Commutative, associative and
// idempotent.
import { isBefore, MAX_REFUNDS, NO_ORDERS, type Order, type Orders, type Refund } from './order';
import { bounded, copyOf, type Folding, own } from './table';

/** Returns one order joined over all that know of it; undefined when none does. */
export function orderIn(all: readonly Orders[], id: string): Order | undefined {
  const known = all.flatMap((orders) => own(orders, id) ?? []);
  const [only] = known;
  return known.length < 2 ? only : known.reduce((a, b) => joinOrder(a, b));
}

/** Joins all orders with a single copy; returns the same object when only one holds orders. */
export function joinOrders(all: readonly Orders[]): Orders {
  const filled = all.filter((orders) => Object.keys(orders).length > 0);
  const [most = NO_ORDERS, ...others] = filled.sort((a, b) => Object.keys(b).length - Object.keys(a).length);
  if (others.length === 0) return most;
  const joined = copyOf(most);
  for (const orders of others) {
    for (const id of Object.keys(orders)) joined[id] = joinOrder(own(joined, id) ?? {}, orders[id] as Order);
  }
  return bounded(joined);
}

export function joinOrder(a: Order, b: Order, onDropped?: Folding['onDropped']): Order {
  const placed = earliest(a.placed, b.placed);
  const completed = latest(a.completed ?? a.placed, b.completed ?? b.placed);
  const cancelled = latest(a.cancelled, b.cancelled);
  const word = laterWord(a.word, b.word);
  const refunds = joinRefunds(a.refunds, b.refunds, onDropped);
  return {
    ...(placed !== undefined && { placed }),
    ...(completed !== placed && { completed }),
    ...(word && { word }),
    ...(cancelled !== undefined && { cancelled }),
    ...(refunds && { refunds }),
  };
}

function joinRefunds(a: Order['refunds'], b: Order['refunds'], onDropped?: Folding['onDropped']): Order['refunds'] {
  if (!a || !b) return a ?? b;
  const joined = { ...a };
  for (const [id, refund] of Object.entries(b)) {
    const known = own(joined, id);
    // The first statement of a refund stands: a repetition by the shop is the same refund.
    joined[id] = !known || isBefore(refund, known) ? refund : known;
  }
  const ids = Object.keys(joined);
  if (ids.length <= MAX_REFUNDS) return joined;
  onDropped?.('refunds', ids.length - MAX_REFUNDS);
  return Object.fromEntries(earliestOf(joined, ids).map((id) => [id, joined[id] as Refund]));
}

/**
 * Returns the ids of the earliest refunds. An entry is only ever replaced by an earlier one, so the
 * earliest of all do not depend on the order of arrival.
 */
function earliestOf(refunds: Record<string, Refund>, ids: string[]): string[] {
  const inTime = ids.sort((a, b) => {
    const [one, other] = [refunds[a] as Refund, refunds[b] as Refund];
    return isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : a < b ? -1 : 1;
  });
  return inTime.slice(0, MAX_REFUNDS);
}

const laterWord = (a: Order['word'], b: Order['word']) => (!a || !b ? (a ?? b) : isBefore(a, b) ? b : a);

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}
