// Profile's state: changed by a batch in one transaction, and marked once published.
import type { Touchpoint } from '@segue/contracts';
import { type Db, columns, textArray } from '@segue/store';
import { save } from './absorbed.store';
import { type Absorbed, type KnownProfiles, membersOf } from './domain/state';
import { IDENTITIES_OF, type IdentityRecord, lock, rowOf } from './known.reader';
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

export class ProfileStore {
  constructor(private readonly db: Db) {}

  /**
   * Loads the state that the batch concerns under lock, and saves the result of `work`, in one
   * transaction.
   */
  async change(batch: readonly Touchpoint[], work: (known: KnownProfiles) => Absorbed): Promise<Absorbed> {
    return this.db.transaction(async (tx) => {
      const known = await lock(tx, batch);
      const absorbed = work(known);
      await save(tx, absorbed, [...known.customers.keys()]);
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
   * publishing. Those without rows were merged into another since; its message covers their
   * identities.
   */
  async unpublished(limit: number): Promise<UnpublishedCustomer[]> {
    const customers = await this.db.query<{ customer_id: string; version: number }>(
      UNPUBLISHED,
      [limit],
      'unpublished',
    );
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
    return records.map(rowOf);
  }
}
