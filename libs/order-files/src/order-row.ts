// One order as a file has it, with its texts as they are written.

export interface OrderRow {
  customer: string;
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
  total?: string;
}
