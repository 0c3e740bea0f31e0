// What is known of a customer now, from the join of its parts: the input of every later decision.
// Pure.
import type { Head } from '@segue/contracts';
import {
  NO_RATES,
  type Orders,
  type PlacedOrder,
  type Purchase,
  isSettled,
  placedOrders,
  purchasesOf,
  valued,
} from '@segue/orders';
import { dayNamed, dayNumberAt } from '@segue/valuation';
import { consentState } from './consents';
import type { Brand, Part } from './part-state';
import { heldTraits } from './traits';

/** What the orders of a customer come to. */
export interface Purchased {
  /** In time order, in the brand's currency where the rate of their day is known. */
  purchases: readonly Purchase[];
  money: Head['money'];
  days: Head['purchaseDays'];
}

interface Remembered {
  brand: Brand;
  purchased?: Purchased;
  placed?: readonly PlacedOrder[];
}

const remembered = new WeakMap<Orders, Remembered>();

/** Returns what is remembered of these orders for this brand; null for orders that may change. */
function memoryOf(orders: Orders, brand: Brand): Remembered | null {
  if (!isSettled(orders)) return null;
  const known = remembered.get(orders);
  if (known?.brand === brand) return known;
  const fresh: Remembered = { brand };
  remembered.set(orders, fresh);
  return fresh;
}

export function purchasedIn(orders: Orders, brand: Brand): Purchased {
  const memory = memoryOf(orders, brand);
  if (memory === null) return comeTo(orders, brand);
  return (memory.purchased ??= comeTo(orders, brand));
}

function comeTo(orders: Orders, brand: Brand): Purchased {
  const purchases = purchasesIn(orders, brand);
  return { purchases, money: moneyOf(purchases, brand.currency), days: purchaseDaysOf(purchases, brand) };
}

/** @param purchased what the orders of `part` come to, where that is known already. */
export function headOf(part: Part, brand: Brand, purchased = purchasedIn(part.orders, brand)): Head {
  const { purchases, money, days } = purchased;
  return {
    traits: heldTraits(part, brand),
    consents: consentState(part),
    firstSeen: part.firstSeen ?? 0,
    lastSeen: part.lastSeen ?? 0,
    touchpoints: part.touchpoints,
    orders: purchases.length,
    money,
    purchaseDays: days,
    timeZone: part.timeZone?.value ?? null,
    locale: part.locale?.value ?? null,
  };
}

/**
 * Returns the purchases in time order, in the brand's currency where the rate of their day is
 * known.
 */
export function purchasesIn(orders: Orders, { currency, zone, rates = NO_RATES }: Brand): readonly Purchase[] {
  return valued(purchasesOf(orders), currency, rates, dayIn(zone));
}

/** Returns all placed orders in time order, cancelled ones included, as rules look at them. */
export function ordersIn(orders: Orders, brand: Brand): readonly PlacedOrder[] {
  const memory = memoryOf(orders, brand);
  if (memory === null) return allPlaced(orders, brand);
  return (memory.placed ??= allPlaced(orders, brand));
}

const allPlaced = (orders: Orders, { currency, zone, rates = NO_RATES }: Brand): readonly PlacedOrder[] =>
  placedOrders(orders, currency, rates, dayIn(zone));

const dayIn = (zone: string) => (at: number) => dayNamed(dayNumberAt(at, zone));

/**
 * Returns sums in the brand's currency. Orders in a currency without a rate count as orders and
 * days, and in `unvalued`; their amounts are not guessed. Orders of which a part was given back in
 * another currency count in `unvalued` too, with all else.
 */
export function moneyOf(purchases: readonly Purchase[], currency: string): Head['money'] {
  let gross = 0;
  let refunded = 0;
  let unvalued = 0;
  for (const purchase of purchases) {
    if (purchase.currency !== currency) {
      unvalued++;
      continue;
    }
    if (purchase.isRefundUnvalued) unvalued++;
    gross += purchase.gross;
    for (const refund of purchase.refunds) refunded += refund.amount;
  }
  return { currency, gross, refunded, net: gross - refunded, ...(unvalued > 0 && { unvalued }) };
}

/** Purchases of one day are one, as the value models count them. `purchases` are in time order. */
export function purchaseDaysOf(purchases: readonly Purchase[], { zone, currency }: Brand): Head['purchaseDays'] {
  let count = 0;
  let first: number | null = null;
  let last: number | null = null;
  let repeatSpend = 0;
  for (const purchase of purchases) {
    const day = dayNumberAt(purchase.at, zone);
    first ??= day;
    if (day !== last) count++;
    last = day;
    if (day !== first && purchase.currency === currency) repeatSpend += purchase.gross;
  }
  return { count, first: named(first), last: named(last), repeatSpend };
}

const named = (day: number | null) => (day === null ? null : dayNamed(day));
