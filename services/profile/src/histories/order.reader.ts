// Queries for stored orders by their ids. Read only, off the hot path.
import type { Identity } from '@segue/contracts';
import type { Part } from '@segue/parts';
import type { Db } from '@segue/store';
import { storedIdentity } from '../customers/domain/reference';
import { orderTerm } from '../search/domain/terms';

/**
 * An order that is asked for: its id, and the identity of the customer that it is said to be of.
 */
export interface OrderAsked {
  id: string;
  identity: Identity;
}

/** An order that is kept under its id. */
export interface OrderKept {
  id: string;
  /** That owns it. */
  identity: Identity;
  customer: string;
  /** Whether it is of the customer who was asked for. */
  isOwn: boolean;
  /** UTC milliseconds; null while it is not completed. */
  placed: number | null;
  /** ISO 4217. */
  currency: string;
  /** Minor units: what was paid in all, where that is known, else the revenue. */
  total: number;
}

const OF_ORDERS = `
  select distinct i.identity, i.customer_id, i.part from term t join identity i using (identity)
  where t.term = any($1::text[])`;
const CUSTOMERS_OF = `select identity, customer_id from identity where identity = any($1::text[])`;

export class OrderReader {
  constructor(
    private readonly db: Db,
    private readonly country?: string,
  ) {}

  /**
   * Finds orders by their ids, whomever they belong to. Orders whose worth is not known are left
   * out, and so are those beyond the number that a customer can have.
   */
  async orders(asked: readonly OrderAsked[]): Promise<OrderKept[]> {
    const terms = [...new Set(asked.map(({ id }) => orderTerm(id)))];
    const owners = await this.db.query<{ identity: Identity; customer_id: string; part: string }>(OF_ORDERS, [terms]);
    if (owners.length === 0) return [];
    const own = asked.map(({ identity }) => storedIdentity(identity, this.country));
    const rows = await this.db.query<{ identity: Identity; customer_id: string }>(CUSTOMERS_OF, [[...new Set(own)]]);
    const customers = new Map(rows.map((row) => [row.identity, row.customer_id]));
    const parts = owners.map(({ part, ...owner }) => ({ ...owner, orders: (JSON.parse(part) as Part).orders }));
    return asked.flatMap(({ id }, place) => {
      const customer = customers.get(own[place] as Identity);
      return parts.flatMap(({ identity, customer_id: owner, orders }): OrderKept[] => {
        const order = Object.hasOwn(orders, id) ? orders[id] : undefined;
        if (order?.word === undefined) return [];
        const { currency, total, gross } = order.word;
        const kept = { id, identity, customer: owner, isOwn: owner === customer };
        return [{ ...kept, placed: order.placed ?? null, currency, total: total ?? gross }];
      });
    });
  }
}
