// Loads what a batch concerns, under the locks of its customers, which are taken in id order: two
// batches that share customers wait for each other instead of overwriting or deadlocking.
import { type Identity, type Touchpoint, customerIdOf } from '@segue/contracts';
import type { Part } from '@segue/parts';
import { LostRace, type Queries, columns, textArray } from '@segue/store';
import { identitiesIn } from './domain/absorb';
import { type KnownProfiles, keyOf } from './domain/state';
import type { OrderTables } from './order.tables';
import type { Apart, IdentityRow } from '../identities/domain/identity';
import { movableIn } from '../identities/domain/links';

const CUSTOMERS_OF = `select identity, customer_id, parent, apart from identity where identity = any($1::text[])`;

export const ADD_CUSTOMERS = `
  insert into customer (customer_id, root, version) select id, root, 0 from unnest($1::text[], $2::text[]) as born(id, root)
  order by id on conflict do nothing`;

const LOCK_CUSTOMERS = `
  select customer_id, version, unvalued from customer where customer_id = any($1::text[]) order by customer_id for update`;

export const IDENTITIES_OF = `
  select identity, customer_id, number, parent, linked_at, coalesce(linked_last, linked_at) as linked_last, apart, part
  from identity where customer_id = any($1::text[]) or identity = any($2::text[])`;

// Lateral with a limit: always one probe of the key per touchpoint, whatever size of the table the
// planner assumes.
const SEEN = `
  select k.identity, k.source, k.id, t.number, t.digest
  from unnest($1::text[], $2::text[], $3::text[]) as k(identity, source, id)
  cross join lateral (
    select number, digest from timeline
    where identity = k.identity and source = k.source and message_id = k.id limit 1) t`;

export interface IdentityRecord {
  identity: Identity;
  customer_id: string;
  number: number;
  parent: Identity | null;
  linked_at: number | null;
  linked_last: number | null;
  apart: Apart | null;
  part: string;
}

/**
 * @param looksUp whether to look for touchpoints that were folded before; if not, `seen` is empty.
 */
export async function lock(
  tx: Queries,
  batch: readonly Touchpoint[],
  looksUp: boolean,
  orders: OrderTables,
): Promise<KnownProfiles> {
  const named = identitiesIn(batch);
  const found = await customersOf(tx, named);
  const standApartFrom = await customersOf(tx, parentsApart(found, batch));
  const customerOf = new Map(found.map((row) => [row.identity, row.customer_id]));
  const owners = batch.map((touchpoint) => touchpoint.identity).filter((identity) => !customerOf.has(identity));
  const newOwners = [...new Set(owners)];
  const born = newOwners.map(customerIdOf);
  const concerned = textArray([...born, ...new Set([...found, ...standApartFrom].map((row) => row.customer_id))]);
  // New rows first, all in id order: a batch that waits for a new row holds no old one, so no two
  // batches wait for each other. A statement after the lock in the same round trip sees the changes
  // that the lock waited for.
  const [, locked, records, seen] = await Promise.all([
    born.length > 0 && tx.query(ADD_CUSTOMERS, [textArray(born), textArray(newOwners)], 'add-customers'),
    tx.query<{ customer_id: string; version: number; unvalued: number }>(LOCK_CUSTOMERS, [concerned], 'lock-customers'),
    tx.query<IdentityRecord>(IDENTITIES_OF, [concerned, textArray(named)], 'identities-of'),
    looksUp ? seenBefore(tx, batch) : new Map<string, never>(),
  ]);
  const customers = new Map(locked.map((row) => [row.customer_id, row.version]));
  // Membership may have changed between the first look and the lock.
  if (records.some((record) => !customers.has(record.customer_id))) throw new LostRace();
  const rows = await orders.locked(tx, records.map(rowOf));
  return {
    customers,
    identities: new Map(rows.map((row) => [row.identity, row])),
    unvalued: new Set(locked.filter((row) => row.unvalued > 0).map((row) => row.customer_id)),
    seen,
  };
}

type Place = Pick<IdentityRecord, 'identity' | 'customer_id' | 'parent' | 'apart'>;

async function customersOf(tx: Queries, identities: readonly Identity[]): Promise<Place[]> {
  return identities.length === 0 ? [] : tx.query<Place>(CUSTOMERS_OF, [textArray(identities)], 'customers-of');
}

/**
 * Returns the parents of identities that stand apart and that the batch links; nearly always none.
 */
function parentsApart(found: readonly Place[], batch: readonly Touchpoint[]): Identity[] {
  if (!found.some((row) => row.apart !== null)) return [];
  const placed = movableIn(batch);
  const apart = found.filter((row) => row.apart !== null && placed.has(row.identity));
  return [...new Set(apart.flatMap((row) => row.parent ?? []))];
}

async function seenBefore(tx: Queries, batch: readonly Touchpoint[]): Promise<KnownProfiles['seen']> {
  const keys = columns(
    batch,
    (one) => one.identity,
    (one) => one.source,
    (one) => one.id,
  );
  const rows = await tx.query<Pick<Touchpoint, 'identity' | 'source' | 'id' | 'digest'> & { number: number }>(
    SEEN,
    keys,
    'seen',
  );
  return new Map(rows.map((row) => [keyOf(row), { number: row.number, digest: row.digest }]));
}

export function rowOf(record: IdentityRecord): IdentityRow {
  const { identity, customer_id: customer, number, parent, linked_at: at, linked_last: linkedLast, apart } = record;
  const link = parent === null || at === null ? null : { child: identity, parent, at };
  return { identity, customer, number, link, linkedLast, apart, part: JSON.parse(record.part) as Part };
}
