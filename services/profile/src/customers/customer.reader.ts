// Queries for customers by id or identity. Read only, off the hot path.
import { type Identity, customerIdOf, isIdentity } from '@segue/contracts';
import type { Db } from '@segue/store';
import type { ProfileStore } from '../absorb/profile.store';
import { membersOf } from '../absorb/domain/state';
import type { Apart, IdentityRow } from '../identities/domain/identity';
import { storedIdentities } from './domain/reference';

export interface Found {
  customer: string;
  rows: IdentityRow[];
  /** Number of identities that stand apart from it, by reason. */
  apart: Record<Apart, number>;
}

const CUSTOMER_OF_IDENTITY = `select customer_id from identity where identity = $1`;
const VERSION = `select version from customer where customer_id = $1`;
const APART = `
  select parent, apart, count(*)::int as count from identity
  where parent = any($1::text[]) and apart is not null group by parent, apart`;
const ALL_AFTER = `select distinct customer_id from identity where customer_id > $1 order by customer_id limit $2`;
const ROOT = `select root from customer where customer_id = $1`;

const MAX_UNVALUED = 10_000;
const UNVALUED = `
  select count(*)::int as customers, coalesce(sum(unvalued), 0)::int as orders
  from (select unvalued from customer where unvalued > 0 limit $1) found`;

export class CustomerReader {
  constructor(
    private readonly db: Db,
    private readonly store: ProfileStore,
    private readonly country?: string,
  ) {}

  /**
   * Finds a customer by id, also by one that was merged into another, or by any identity. Null when
   * there is none.
   */
  async find(reference: string): Promise<(Found & { version: number }) | null> {
    const customer = isIdentity(reference) ? await this.customerNamed(reference) : reference;
    if (customer === null) return null;
    const rows = await this.store.members([customer]);
    if (rows.length === 0) return this.findSurvivor(customer);
    const [row] = await this.db.query<{ version: number }>(VERSION, [customer]);
    const [found] = await this.withApart([{ customer, rows }]);
    return { ...(found as Found), version: row?.version ?? 0 };
  }

  async list(after: string, limit: number): Promise<Found[]> {
    const rows = await this.db.query<{ customer_id: string }>(ALL_AFTER, [after, limit]);
    return this.load(rows.map((row) => row.customer_id));
  }

  /** Counts customers who have orders in a currency without a rate. */
  async unvalued(): Promise<{ customers: number; orders: number; isMore: boolean }> {
    const [row] = await this.db.query<{ customers: number; orders: number }>(UNVALUED, [MAX_UNVALUED + 1]);
    const { customers = 0, orders = 0 } = row ?? {};
    return { customers: Math.min(customers, MAX_UNVALUED), orders, isMore: customers > MAX_UNVALUED };
  }

  async load(customers: readonly string[]): Promise<Found[]> {
    const members = membersOf(await this.store.members(customers));
    const found = customers.map((customer) => ({ customer, rows: members.get(customer) ?? [] }));
    return this.withApart(found.filter(({ rows }) => rows.length > 0));
  }

  private async withApart(found: readonly Omit<Found, 'apart'>[]): Promise<Found[]> {
    const identities = found.flatMap(({ rows }) => rows.map((row) => row.identity));
    const counts = await this.db.query<{ parent: Identity; apart: Apart; count: number }>(APART, [identities]);
    return found.map(({ customer, rows }) => {
      const members = new Set(rows.map((row) => row.identity));
      const apart: Found['apart'] = { left: 0, review: 0 };
      for (const one of counts) if (members.has(one.parent)) apart[one.apart] += one.count;
      return { customer, rows, apart };
    });
  }

  private async customerNamed(reference: Identity): Promise<string | null> {
    for (const identity of storedIdentities(reference, this.country)) {
      const customer = await this.customerOf(identity);
      if (customer !== null) return customer;
    }
    return null;
  }

  private async customerOf(identity: Identity): Promise<string | null> {
    const [row] = await this.db.query<{ customer_id: string }>(CUSTOMER_OF_IDENTITY, [identity]);
    return row?.customer_id ?? null;
  }

  /**
   * Finds the customer into which another was merged: ids derive from identities, so the identity
   * of the old id leads to it.
   */
  private async findSurvivor(customer: string): Promise<(Found & { version: number }) | null> {
    const [row] = await this.db.query<{ root: Identity | null }>(ROOT, [customer]);
    if (!row?.root || customerIdOf(row.root) !== customer) return null;
    const survivor = await this.customerOf(row.root);
    return survivor === null || survivor === customer ? null : this.find(survivor);
  }
}
