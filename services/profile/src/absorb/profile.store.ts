// Writes profile's tables, under the locks of the customers that a batch
// touches, taken in id order: two batches that share customers wait for each other instead of
// overwriting or deadlocking.
import { type Identity, type NumberedTouchpoint, type Touchpoint, customerIdOf } from '@segue/contracts';
import { type Db, LostRace, type Queries, columns, textArray } from '@segue/store';
import { identitiesIn } from './domain/absorb';
import { type Absorbed, type KnownProfiles, keyOf, membersOf } from './domain/state';
import type { IdentityRow } from '../identities/domain/identity';
import type { Part } from '@segue/parts';
import { saveEvidence } from '../identities/evidence.store';
import { placedIn } from '../identities/domain/links';
import type { Apart } from '../identities/domain/identity';
import type { Term } from '../search/domain/terms';

const CUSTOMERS_OF = `select identity, customer_id, parent, apart from identity where identity = any($1::text[])`;

const ADD_CUSTOMERS = `
  insert into customer (customer_id, root, version) select id, root, 0 from unnest($1::text[], $2::text[]) as born(id, root)
  order by id on conflict do nothing`;

const LOCK_CUSTOMERS = `
  select customer_id, version from customer where customer_id = any($1::text[]) order by customer_id for update`;

const IDENTITIES_OF = `
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

const ADD_TIMELINE = `
  insert into timeline (identity, source, message_id, number, occurred_at, digest, body)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::text[])`;

// An identity that another batch created, or moved to a customer that is not locked here, is not
// written: the row count shows it, and the batch runs again.
const SAVE_IDENTITIES = `
  with saved as (
    insert into identity as known (identity, customer_id, number, parent, linked_at, linked_last, apart, part)
    select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
    on conflict (identity) do update
    set customer_id = excluded.customer_id, number = excluded.number, parent = excluded.parent,
        linked_at = excluded.linked_at, linked_last = excluded.linked_last, apart = excluded.apart, part = excluded.part
    where known.customer_id = any($9::text[])
    returning 1)
  select count(*)::int as saved from saved`;

const SAVE_VERSIONS = `
  update customer set version = new.version, owed = customer.owed or new.owed, unvalued = new.unvalued
  from unnest($1::text[], $2::bigint[], $3::boolean[], $4::int[]) as new(customer_id, version, owed, unvalued)
  where customer.customer_id = new.customer_id`;

const ADD_TERMS = `
  insert into term (term, identity) select * from unnest($1::text[], $2::text[]) on conflict do nothing`;

const REMOVE_TERMS = `
  delete from term using unnest($1::text[], $2::text[]) as old(term, identity)
  where term.term = old.term and term.identity = old.identity`;

const MARK_PUBLISHED = `
  update customer set owed = false from unnest($1::text[], $2::bigint[]) as published(customer_id, version)
  where customer.customer_id = published.customer_id and customer.version = published.version and owed`;

const UNPUBLISHED = `select customer_id, version from customer where owed order by customer_id limit $1`;

interface IdentityRecord {
  identity: Identity;
  customer_id: string;
  number: number;
  parent: Identity | null;
  linked_at: number | null;
  linked_last: number | null;
  apart: Apart | null;
  part: string;
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
  async unpublished(limit: number): Promise<{ customer: string; version: number; rows: IdentityRow[] }[]> {
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

async function lock(tx: Queries, batch: readonly Touchpoint[]): Promise<KnownProfiles> {
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
    tx.query<{ customer_id: string; version: number }>(LOCK_CUSTOMERS, [concerned], 'lock-customers'),
    tx.query<IdentityRecord>(IDENTITIES_OF, [concerned, textArray(named)], 'identities-of'),
    seenBefore(tx, batch),
  ]);
  const customers = new Map(locked.map((row) => [row.customer_id, row.version]));
  // Membership may have changed between the first look and the lock.
  if (records.some((record) => !customers.has(record.customer_id))) throw new LostRace();
  return {
    customers,
    identities: new Map(records.map((record) => [record.identity, rowOf(record)])),
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
  const placed = placedIn(batch);
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

async function save(tx: Queries, absorbed: Absorbed, locked: readonly string[]): Promise<void> {
  const { timeline, identities, versions, terms, evidence } = absorbed;
  await Promise.all([
    timeline.length > 0 && tx.query(ADD_TIMELINE, timelineColumns(timeline), 'add-timeline'),
    addParted(tx, absorbed, locked),
    saveIdentities(tx, identities, locked),
    saveEvidence(tx, evidence),
    versions.length > 0 && tx.query(SAVE_VERSIONS, versionColumns(versions), 'save-versions'),
    terms.removed.length > 0 && tx.query(REMOVE_TERMS, termColumns(terms.removed), 'remove-terms'),
    terms.added.length > 0 && tx.query(ADD_TERMS, termColumns(terms.added), 'add-terms'),
  ]);
}

/**
 * Adds the customers of identities that newly stand apart; one that never had a touchpoint was no
 * customer before.
 */
async function addParted(tx: Queries, { identities, versions }: Absorbed, locked: readonly string[]): Promise<void> {
  const present = new Set(locked);
  const fresh = new Set(versions.map(({ customer }) => customer).filter((customer) => !present.has(customer)));
  if (fresh.size === 0) return;
  const roots = identities.filter(
    ({ identity, customer }) => fresh.has(customer) && customerIdOf(identity) === customer,
  );
  const rows = columns(
    roots,
    (row) => row.customer,
    (row) => row.identity,
  );
  await tx.query(ADD_CUSTOMERS, rows, 'add-customers');
}

async function saveIdentities(
  tx: Queries,
  identities: readonly IdentityRow[],
  locked: readonly string[],
): Promise<void> {
  if (identities.length === 0) return;
  const rows = [...identityColumns(identities), textArray(locked)];
  const [result] = await tx.query<{ saved: number }>(SAVE_IDENTITIES, rows, 'save-identities');
  if (result?.saved !== identities.length) throw new LostRace();
}

const termColumns = (terms: readonly Term[]): unknown[] =>
  columns(
    terms,
    (row) => row.term,
    (row) => row.identity,
  );

/** In id order, as all rows of customers are locked. */
function versionColumns(versions: Absorbed['versions']): unknown[] {
  return columns(
    [...versions].sort((a, b) => (a.customer < b.customer ? -1 : 1)),
    (row) => row.customer,
    (row) => row.version,
    (row) => row.unpublished,
    (row) => row.unvalued,
  );
}

function timelineColumns(timeline: readonly NumberedTouchpoint[]): unknown[] {
  return columns(
    timeline,
    (row) => row.identity,
    (row) => row.source,
    (row) => row.id,
    (row) => row.number,
    (row) => row.occurredAt,
    (row) => row.digest,
    (row) => JSON.stringify(row),
  );
}

function identityColumns(identities: readonly IdentityRow[]): unknown[] {
  return columns(
    identities,
    (row) => row.identity,
    (row) => row.customer,
    (row) => row.number,
    (row) => row.link?.parent ?? null,
    (row) => row.link?.at ?? null,
    (row) => row.linkedLast,
    (row) => row.apart,
    (row) => JSON.stringify(row.part),
  );
}

function rowOf(record: IdentityRecord): IdentityRow {
  const { identity, customer_id: customer, number, parent, linked_at: at, linked_last: linkedLast, apart } = record;
  const link = parent === null || at === null ? null : { child: identity, parent, at };
  return { identity, customer, number, link, linkedLast, apart, part: JSON.parse(record.part) as Part };
}
