// The result of reading an order file, and the options of reading. Types only.
import type { CustomerKind } from './columns';
import type { OrderRow } from './orders';

export interface RowFault {
  /** Of the file, the header being line 1. */
  line: number;
  /** As the header calls it; '' for the whole line. */
  column: string;
  message: string;
}

export interface OrderFile {
  /** In the file's order. */
  orders: OrderRow[];
  /** The first of them, in the file's order. */
  faults: RowFault[];
  /** Lines with orders, good and bad. */
  lines: number;
  /** Lines that are no part of `orders`: those at fault, and the others of their orders. */
  skipped: number;
  /** Lines left out since their customer stands for no one. Not among `skipped`. */
  noOne: number;
  /**
   * Lines left out since their state says that they are no order, by state. Not among `skipped`.
   */
  leftOut: ReadonlyMap<string, number>;
  /** Lines taken as orders with a state that leaves it in doubt, by state. */
  doubtful: ReadonlyMap<string, number>;
  /** Lines taken as orders with an unknown state, by state. */
  unknown: ReadonlyMap<string, number>;
  /** The kind of identity in the customer column. */
  kind: CustomerKind;
}

export interface ReadingOptions {
  /** Of amounts for which the file names none. */
  currency: string;
  /** YYYY-MM-DD: no order is of a later day. */
  today: string;
  /** IANA: an instant with an offset falls on its day here. */
  zone: string;
  /** What the customer column holds; absent, its name says it. */
  kind?: CustomerKind;
  /** ISO 3166-1: of phone numbers without a prefix. */
  country?: string;
  /** Further states of lines that are not orders. */
  leaveOut?: readonly string[];
}
