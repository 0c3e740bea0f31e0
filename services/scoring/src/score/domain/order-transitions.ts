// Signals about orders: what a touchpoint changed of an order, which is joined over all identities
// of the customer. Pure.
import { createHash } from 'node:crypto';
import { type Identity, type NumberedTouchpoint, byStrength } from '@segue/contracts';
import { type Order, type OrderChange, type OrderNews, orderIn, orderNamedIn, orderNews } from '@segue/orders';
import type { FactsByIdentity } from './facts';
import type { NamedDraft } from './transition';

/** An order before a touchpoint about it is folded. */
export interface OrderSeen {
  id: string;
  before: Order | undefined;
}

/**
 * Returns the order of a touchpoint as it was before; null when the touchpoint is about no order,
 * or no campaign subscribes to changes of orders. Call it before the fold, which may change orders
 * in place.
 * @throws {Invalid} for an order id that cannot be read.
 */
export function orderSeen(
  facts: FactsByIdentity,
  touchpoint: NumberedTouchpoint,
  subscribed: ReadonlySet<OrderChange>,
): OrderSeen | null {
  const id = subscribed.size > 0 ? orderNamedIn(touchpoint) : undefined;
  return id === undefined ? null : { id, before: joinedOrder(facts, id) };
}

/** Returns the changes that campaigns subscribe to, after the fold. */
export function orderTransitions(
  { id, before }: OrderSeen,
  facts: FactsByIdentity,
  subscribed: ReadonlySet<OrderChange>,
): NamedDraft[] {
  const news = orderNews(id, before, joinedOrder(facts, id)).filter(({ what }) => subscribed.has(what));
  if (news.length === 0) return [];
  const owner = ownerOf(id, facts);
  return news.map((one) => ({
    kind: 'order' as const,
    subject: one.what,
    from: null,
    to: null,
    because: one.order,
    id: nameOf(owner, one),
  }));
}

function joinedOrder(facts: FactsByIdentity, id: string): Order | undefined {
  return orderIn(
    [...facts.values()].map(({ part }) => part.orders),
    id,
  );
}

/**
 * Returns the identity under which the order was placed first; without one, the strongest identity
 * that has the order. A merge does not change it. An order id alone would not be unique: shops of
 * one brand may give the same number to orders of different customers.
 */
function ownerOf(id: string, facts: FactsByIdentity): Identity {
  const placedAt = (identity: Identity) => {
    const orders = facts.get(identity)?.part.orders ?? {};
    return (Object.hasOwn(orders, id) ? orders[id]?.placed : undefined) ?? Infinity;
  };
  const knows = (identity: Identity) => Object.hasOwn(facts.get(identity)?.part.orders ?? {}, id);
  const [first] = [...facts.keys()]
    .filter(knows)
    .sort((a, b) => Math.sign(placedAt(a) - placedAt(b)) || byStrength(a, b));
  return first as Identity;
}

/**
 * Names a change of an order. The same change has the same name, whichever touchpoint reports it.
 */
function nameOf(owner: Identity, { what, key, order }: OrderNews): string {
  const hash = createHash('sha256').update(JSON.stringify([owner, order.id, what, key]));
  return `order-${what}-${hash.digest('hex').slice(0, 24)}`;
}
