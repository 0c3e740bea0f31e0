// One order as a file has it, with its texts as they are written.

import type { CustomerKind } from '../fields/columns';

export interface OrderRow {
  customer: string;
  /** Kind of the customer's identity, where it is not that of the file. */
  kind?: CustomerKind;
  /** YYYY-MM-DD */
  day: string;
  /** The amount as written; it is never converted to a double. */
  total: string;
  quantity: number | null;
  /** Absent: that of the brand. */
  currency?: string;
  /** Absent: derived from the content of the order. */
  orderId?: string;
  products?: Product[];
  /** Amount of the order that was paid back, as written. */
  refunded?: string;
  /** Set for a refund without its order; `total` is what was paid back. */
  isReturn?: true;
  /** Its line in the file, for corrections. */
  line?: number;
}

/**
 * One product of an order, with the names of the Segment spec; `total` is that of the line, as
 * written.
 */
export interface Product {
  product_id?: string;
  name?: string;
  quantity?: number;
  price?: string;
  total?: string;
}
