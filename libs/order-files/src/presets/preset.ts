// How the order export of one shop system or till is laid out. Types only.
import type { CustomerKind } from '../fields/columns';

/** Names of a column in the order of preference, in the plain form of `plainName`. */
export type Names = readonly string[];

export interface CustomerSource {
  column: string;
  kind: CustomerKind;
  /** Set for a column of names: it identifies customers only if the import names its kind. */
  isName?: true;
}

export interface Preset {
  system: string;
  /** Columns that together identify the system. */
  header: Names;
  /** One of these at least is in the header as well. */
  headerAny?: Names;
  order: Names;
  /** The first one with an identity names the customer of a line. */
  customers: readonly CustomerSource[];
  date: Names;
  /** Time of day, if it has a column of its own. */
  time?: Names;
  /** Zone of the time, if it has a column. */
  zone?: Names;
  /** IANA zone of all times; absent, days are as written. */
  zoneName?: string;
  /** Whether `3/5/24` is March 5. */
  isMonthFirst?: true;
  amount: Names;
  /** Whether the amount is that of the whole order, which its lines repeat or leave empty. */
  isOfOrder?: true;
  /** Whether the amount is a price, to be multiplied with the quantity. */
  isUnitPrice?: true;
  /** Whether an order with a negative total is a refund. */
  hasReturns?: true;
  currency?: Names;
  /** ISO 4217 code of all amounts, if the system has one currency only. */
  currencyCode?: string;
  state?: Names;
  /** Amount of the order that was paid back so far. */
  refunded?: Names;
  quantity?: Names;
  product?: Names;
  productName?: Names;
  price?: Names;
  /** Start of the names of columns with one product each: `name:Jazz|sku:S1|quantity:2`. */
  items?: string;
  /** Whether fields may be written as `="123"`, so that a spreadsheet keeps their digits. */
  hasFormulas?: true;
}
