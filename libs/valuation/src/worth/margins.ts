// Actual value as money that came and went: what goods left after discounts, what returns took
// back, what serving cost; and the three parts of a customer's value. Minor units throughout.
import type { DatedAmount } from './net-value';

export interface Economics {
  /**
   * Margin on list price, 0 to 1, by category path (`music/jazz`): the longest path that fits
   * counts; '' is everything else.
   */
  readonly margins: { readonly [category: string]: number };
  readonly costPerOrder: number;
  readonly costPerReturn: number;
  /** The share of a returned good's cost that selling it again brings back, 0 to 1. */
  readonly resale: number;
  /**
   * Cost of a contact by kind of touchpoint (`call`, `mailing`, …); kinds that are not named cost
   * nothing.
   */
  readonly costToServe: { readonly [kind: string]: number };
}

/** Goods of one category in an order or a return. */
export interface Line {
  /** Path; null if it is not known. */
  readonly category: string | null;
  /** Before discounts. */
  readonly list: number;
  /** After them: what was paid, or given back. */
  readonly paid: number;
}

export interface Deal {
  readonly at: number;
  readonly lines: readonly Line[];
}

export interface Contact {
  readonly at: number;
  readonly kind: string;
}

/**
 * What orders, returns and contacts left or cost, each at its instant; whole minor units. See
 * `windowSum` for what they come to.
 */
export function netFlow(
  orders: readonly Deal[],
  returns: readonly Deal[],
  contacts: readonly Contact[],
  economics: Economics,
): DatedAmount[] {
  const { costPerOrder, costPerReturn, costToServe } = economics;
  return [
    ...orders.map((order) => ({ at: order.at, amount: Math.round(marginOf(order, economics)) - costPerOrder })),
    ...returns.map((given) => ({ at: given.at, amount: -Math.round(lossOf(given, economics)) - costPerReturn })),
    ...contacts.flatMap(({ at, kind }) => {
      const cost = Object.hasOwn(costToServe, kind) ? (costToServe[kind] as number) : 0;
      return cost === 0 ? [] : [{ at, amount: -cost }];
    }),
  ];
}

/** A discount comes off the margin whole: the goods cost what they cost. */
function marginOf({ lines }: Deal, economics: Economics): number {
  return lines.reduce((sum, line) => sum + line.paid - costOf(line, economics), 0);
}

/** The money is given back; of the goods' cost what resale brings is not lost. */
function lossOf({ lines }: Deal, economics: Economics): number {
  return lines.reduce((sum, line) => sum + line.paid - economics.resale * costOf(line, economics), 0);
}

function costOf({ category, list }: Line, { margins }: Economics): number {
  return list * (1 - marginRate(category, margins));
}

/** The rate of the longest path that holds the category; 0 where not even '' is named. */
export function marginRate(category: string | null, margins: Economics['margins']): number {
  for (let path = category ?? ''; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    if (Object.hasOwn(margins, path)) return margins[path] as number;
    if (path === '') return 0;
  }
}

/** A worth beyond money, set by hand. */
export interface Strategic {
  /** Minor units that the customer is held to be worth beside the rest. */
  readonly amount: number;
  readonly reason: string;
  /** UTC ms; null: until it is taken back. */
  readonly until: number | null;
}

export interface CustomerValue {
  /** Net margin of the window that has passed. */
  readonly actual: number;
  /** Margin of the revenue that is expected. */
  readonly expected: number;
  readonly strategic: number;
  readonly total: number;
  /** When the strategic part expires; null if it does not. */
  readonly changesAt: number | null;
}

export function customerValue(
  netMargin: number,
  expectedRevenue: number,
  marginOnRevenue: number,
  strategic: Strategic | null,
  now: number,
): CustomerValue {
  const inForce = strategic !== null && (strategic.until === null || now < strategic.until) ? strategic : null;
  const expected = expectedRevenue * marginOnRevenue;
  const byHand = inForce?.amount ?? 0;
  return {
    actual: netMargin,
    expected,
    strategic: byHand,
    total: netMargin + expected + byHand,
    changesAt: inForce?.until ?? null,
  };
}
