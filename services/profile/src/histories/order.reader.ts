// Queries for stored orders by their ids. Read only, off the hot path.
import { type Identity, storedFormsOf } from '@segue/contracts';
import { type Order, type Orders, purchasesOf } from '@segue/orders';
import type { Part } from '@segue/parts';
import { type Db, LargeTables } from '@segue/store';
import { storedIdentities } from '../customers/domain/reference';
import { orderTerm } from '../search/domain/words';

/** An order to look for: its id, and an identity of its presumed customer. */
export interface OrderAsked {
  id: string;
  identity: Identity;
}

/** A stored order. */
export interface OrderKept {
  id: string;
  /** The identity that owns it. */
  identity: Identity;
  customer: string;
  /** Whether it belongs to the customer that was named. */
  isOwn: boolean;
  /** UTC milliseconds; null while it is not completed. */
  placed: number | null;
  /** ISO 4217. */
  currency: string;
  /** Minor units: the total where that is known, else the revenue. */
  total: number;
  /** Minor units of all refunds, at most what the order was worth. */
  refunded: number;
}

interface Owner {
  identity: Identity;
  customer_id: string;
  part: string;
}

const OF_ORDERS = `
  select distinct i.identity, i.customer_id, i.part from term t join identity i using (identity)
  where t.term = any($1::text[])`;
const CUSTOMERS_OF = `select identity, customer_id from identity where identity = any($1::text[])`;

export class OrderReader {
  private readonly tables = new LargeTables<Order>('identity_order');

  constructor(
    private readonly db: Db,
    private readonly country?: string,
  ) {}

  /**
   * Returns the stored orders with these ids, of any customer. Orders without a known amount are
   * left out, and so are those beyond the number that is kept of a customer.
   */
  async orders(asked: readonly OrderAsked[]): Promise<OrderKept[]> {
    const terms = [...new Set(asked.flatMap(({ id }) => storedFormsOf(id).map(orderTerm)))];
    const owners = await this.db.query<Owner>(OF_ORDERS, [terms]);
    if (owners.length === 0) return [];
    const own = asked.map(({ identity }) => storedIdentities(identity, this.country));
    const rows = await this.db.query<{ identity: Identity; customer_id: string }>(CUSTOMERS_OF, [
      [...new Set(own.flat())],
    ]);
    const customers = new Map(rows.map((row) => [row.identity, row.customer_id]));
    const parts = await this.withOrders(owners, asked);
    return asked.flatMap(({ id }, place) => {
      const presumed = new Set(own[place]?.map((one) => customers.get(one)));
      return parts.flatMap(({ identity, customer_id: owner, orders }): OrderKept[] => {
        const stored = storedFormsOf(id).find((one) => Object.hasOwn(orders, one));
        const order = stored === undefined ? undefined : orders[stored];
        if (order?.word === undefined) return [];
        const { currency, total, gross } = order.word;
        const kept = { id, identity, customer: owner, isOwn: presumed.has(owner) };
        const [purchase] = purchasesOf({ [id]: order });
        const refunded = purchase?.refunds.reduce((sum, { amount }) => sum + amount, 0) ?? 0;
        return [{ ...kept, placed: order.placed ?? null, currency, total: total ?? gross, refunded }];
      });
    });
  }

  /** Of identities with many orders, only those that may be asked for. */
  private async withOrders(
    owners: readonly Owner[],
    asked: readonly OrderAsked[],
  ): Promise<(Omit<Owner, 'part'> & { orders: Orders })[]> {
    const found = owners.map(({ part, ...owner }) => ({ ...owner, part: JSON.parse(part) as Part }));
    const large = found.filter(({ part }) => part.orderRows).map(({ identity }) => identity);
    const forms = [...new Set(asked.flatMap(({ id }) => storedFormsOf(id)))];
    const rows = await this.tables.read(this.db, large, forms);
    return found.map(({ part, ...owner }) => ({ ...owner, orders: rows.get(owner.identity) ?? part.orders }));
  }
}
