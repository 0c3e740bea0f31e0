// An order with its worth and its refunds, as events report them. Plain JSON.
import type { Touchpoint } from '@segue/contracts';
import type { Table } from './table';

export interface Order {
  /**
   * When the order was placed: the earliest "Order Completed". Absent while only updates, refunds
   * or a cancellation are known.
   */
  placed?: number;
  /** The latest "Order Completed", where there is a later one than `placed`. */
  completed?: number;
  /** The last statement of its worth, by event time, then by turn (`turnOf`). */
  word?: Word;
  /** The latest cancellation. The order counts again once it is completed after it. */
  cancelled?: number;
  /** By refund id. */
  refunds?: Record<string, Refund>;
}

export interface Word {
  at: number;
  by: string;
  currency: string;
  /** Minor units: the reported revenue, else the total. */
  gross: number;
  discount?: number;
  /** What was paid, with tax and shipping, where `gross` is the revenue and differs. */
  total?: number;
}

export interface Refund {
  at: number;
  by: string;
  /**
   * Minor units that were paid back, with tax and shipping where they were. The whole order where
   * neither this nor `revenue` is known.
   */
  amount?: number;
  /**
   * Minor units of revenue that were given back: as reported, or the prices of the products named.
   */
  revenue?: number;
  /** Where the event names one; else the order's. */
  currency?: string;
}

export type Orders = Table<Order>;

export const NO_ORDERS: Orders = Object.freeze(Object.create(null) as Orders);

/** Maximum number of refunds of one order. Beyond it, the earliest are kept. */
export const MAX_REFUNDS = 100;

export type OrderEvent = Pick<
  Touchpoint,
  'type' | 'event' | 'properties' | 'occurredAt' | 'recordedAt' | 'place' | 'source' | 'id'
>;

export const isBefore = (a: { at: number; by: string }, b: { at: number; by: string }) =>
  a.at < b.at || (a.at === b.at && a.by < b.by);
