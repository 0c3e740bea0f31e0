// The result of reading an order file, and the options of reading. Types only.
import type { CustomerKind } from '../fields/columns';
import type { OrderRow } from './order-row';

export interface RowFault {
  /** Line of the file; the header is line 1. */
  line: number;
  /** Name of the column in the header; '' for the whole line. */
  column: string;
  message: string;
}

export interface OrderFile {
  /** Orders, and refunds without their order, in the order of the file. */
  orders: OrderRow[];
  /** The first faults, in the order of the file. */
  faults: RowFault[];
  /** Number of lines with orders, valid or not. */
  lines: number;
  /** Number of invalid lines and of other lines of their orders; none of them is in `orders`. */
  skipped: number;
  /** Number of lines left out because their customer stands for no one. Not part of `skipped`. */
  noOne: number;
  /** Number of lines left out because of their state, by state. Not part of `skipped`. */
  leftOut: ReadonlyMap<string, number>;
  /** Number of lines read as orders despite a doubtful state, by state. */
  doubtful: ReadonlyMap<string, number>;
  /** Number of lines read as orders with an unknown state, by state. */
  unknown: ReadonlyMap<string, number>;
  /** The kind of identity in the customer column. */
  kind: CustomerKind;
  /** The shop system whose export this is; absent: the header is of no known system. */
  system?: string;
  /** Number of refunds without their order among `orders`; absent: none. */
  returns?: number;
}

export interface ReadingOptions {
  /** Currency of amounts without one, ISO 4217. */
  currency: string;
  /** YYYY-MM-DD; later days are refused. */
  today: string;
  /** IANA zone in which instants with an offset are converted to days. */
  zone: string;
  /** Kind of identity in the customer column; absent, it follows from the column's name. */
  kind?: CustomerKind;
  /** Country of phone numbers without a prefix, ISO 3166-1. */
  country?: string;
  /** Further states of lines that are not orders. */
  leaveOut?: readonly string[];
  /** More lines are refused; absent: any number is read. */
  maxLines?: number;
}
