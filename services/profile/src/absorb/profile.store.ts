// Profile's state: changed by a batch in one transaction, and marked once published.
import type { Touchpoint } from '@segue/contracts';
import { type Db, columns, textArray } from '@segue/store';
import { save } from './absorbed.store';
import { type Absorbed, type KnownProfiles, membersOf } from './domain/state';
import { IDENTITIES_OF, type IdentityRecord, lock, rowOf } from './known.reader';
import { OrderTables } from './order.tables';
import type { IdentityRow } from '../identities/domain/identity';

const MARK_PUBLISHED = `
  update customer set unpublished = false from unnest($1::text[], $2::bigint[]) as published(customer_id, version)
  where customer.customer_id = published.customer_id and customer.version = published.version and unpublished`;

const UNPUBLISHED = `select customer_id, version from customer where unpublished order by customer_id limit $1`;

export interface UnpublishedCustomer {
  customer: string;
  version: number;
  rows: IdentityRow[];
}

/** Postgres' code of a row whose key is there already. */
const UNIQUE_VIOLATION = '23505';
/**
 * Number of batches whose touchpoints are looked up in the timeline before they are folded, after a
 * batch with a touchpoint that was folded before: redeliveries come in series.
 */
const LOOKED_UP_AFTER_REPEAT = 1_000;

export class ProfileStore {
  /** Number of batches to come whose touchpoints are looked up. */
  private lookUps = 0;
  private readonly orders = new OrderTables();

  constructor(private readonly db: Db) {}

  /**
   * Loads the state that the batch concerns under lock, and saves the result of `work`, in one
   * transaction. Nearly all touchpoints are new, so they are not looked up first: the key of the
   * timeline refuses one that was folded before; then it is looked up and `work` is called again.
   */
  async change(batch: readonly Touchpoint[], work: (known: KnownProfiles) => Absorbed): Promise<Absorbed> {
    if (this.lookUps > 0) {
      this.lookUps--;
      return this.changeOnce(batch, work, true);
    }
    try {
      return await this.changeOnce(batch, work, false);
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      this.lookUps = LOOKED_UP_AFTER_REPEAT;
      return this.changeOnce(batch, work, true);
    }
  }

  private changeOnce(
    batch: readonly Touchpoint[],
    work: (known: KnownProfiles) => Absorbed,
    looksUp: boolean,
  ): Promise<Absorbed> {
    return this.db.transaction(async (tx) => {
      const known = await lock(tx, batch, looksUp, this.orders);
      const absorbed = work(known);
      await save(tx, absorbed, known, this.orders);
      return absorbed;
    });
  }

  /** Marks customers as published, except those that changed since. */
  async markPublished(published: readonly { customer: string; version: number }[]): Promise<void> {
    if (published.length > 0) {
      await this.db.query(
        MARK_PUBLISHED,
        columns(
          published,
          (row) => row.customer,
          (row) => row.version,
        ),
        'mark-published',
      );
    }
  }

  /**
   * Returns customers that changed without being published, because of a crash between commit and
   * publishing. A customer without rows was merged into another since; the message about that one
   * names its identities.
   */
  async unpublished(limit: number): Promise<UnpublishedCustomer[]> {
    const customers = await this.db.query<{ customer_id: string; version: number }>(
      UNPUBLISHED,
      [limit],
      'unpublished',
    );
    if (customers.length === 0) return [];
    const members = membersOf(await this.members(customers.map((row) => row.customer_id)));
    return customers.map(({ customer_id: customer, version }) => ({
      customer,
      version,
      rows: members.get(customer) ?? [],
    }));
  }

  /** Returns the identities of these customers. */
  async members(customers: readonly string[]): Promise<IdentityRow[]> {
    const records = await this.db.query<IdentityRecord>(
      IDENTITIES_OF,
      [textArray(customers), textArray([])],
      'members',
    );
    return this.orders.read(this.db, records.map(rowOf));
  }
}
