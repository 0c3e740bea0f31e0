// Saves the result of a batch, in as many statements whatever its size.
import { type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { type Queries, type Statement, addOrChange, columns } from '@segue/store';
import type { Absorbed, KnownProfiles } from './domain/state';
import { ADD_CUSTOMERS } from './known.reader';
import type { OrderTables, StoredPart } from './order.tables';
import type { IdentityRow } from '../identities/domain/identity';
import { saveEvidence } from '../identities/evidence.store';
import type { Term } from '../search/domain/terms';

const ADD_TIMELINE = `
  insert into timeline (identity, source, message_id, number, occurred_at, digest, body)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::text[])`;

// An identity that another batch created, or moved to a customer that is not locked here, is not
// written, and the batch runs again.
const ADD_IDENTITIES: Statement = {
  name: 'add-identities',
  text: `
  insert into identity (identity, customer_id, number, parent, linked_at, linked_last, apart, part)
  select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
  on conflict do nothing`,
};

const CHANGE_IDENTITIES: Statement = {
  name: 'change-identities',
  text: `
  update identity
  set customer_id = new.customer_id, number = new.number, parent = new.parent,
      linked_at = new.linked_at, linked_last = new.linked_last, apart = new.apart, part = new.part
  from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[])
    as new(identity, customer_id, number, parent, linked_at, linked_last, apart, part, former)
  where identity.identity = new.identity and identity.customer_id = new.former`,
};

const SAVE_VERSIONS = `
  update customer set version = new.version, unpublished = customer.unpublished or new.unpublished, unvalued = new.unvalued
  from unnest($1::text[], $2::bigint[], $3::boolean[], $4::int[]) as new(customer_id, version, unpublished, unvalued)
  where customer.customer_id = new.customer_id`;

const ADD_TERMS = `
  insert into term (term, identity) select * from unnest($1::text[], $2::text[]) on conflict do nothing`;

const REMOVE_TERMS = `
  delete from term using unnest($1::text[], $2::text[]) as old(term, identity)
  where term.term = old.term and term.identity = old.identity`;

export async function save(tx: Queries, absorbed: Absorbed, known: KnownProfiles, orders: OrderTables): Promise<void> {
  const { timeline, versions, terms, evidence } = absorbed;
  const identities = absorbed.identities.map((row) => ({
    ...row,
    ...orders.stored(row, known.identities.get(row.identity)?.part),
  }));
  await Promise.all([
    timeline.length > 0 && tx.query(ADD_TIMELINE, timelineColumns(timeline), 'add-timeline'),
    addParted(tx, absorbed, known),
    orders.save(tx, identities),
    addOrChange(tx, identities, {
      formerOf: ({ identity }) => known.identities.get(identity)?.customer,
      columnsOf: identityColumns,
      add: ADD_IDENTITIES,
      change: CHANGE_IDENTITIES,
    }),
    saveEvidence(tx, evidence),
    versions.length > 0 && tx.query(SAVE_VERSIONS, versionColumns(versions), 'save-versions'),
    terms.removed.length > 0 && tx.query(REMOVE_TERMS, termColumns(terms.removed), 'remove-terms'),
    terms.added.length > 0 && tx.query(ADD_TERMS, termColumns(terms.added), 'add-terms'),
  ]);
}

/**
 * Adds the customers of identities that newly stand apart. One that never had a touchpoint had no
 * row as a customer before.
 */
async function addParted(tx: Queries, { identities, versions }: Absorbed, known: KnownProfiles): Promise<void> {
  const fresh = new Set(versions.map(({ customer }) => customer).filter((customer) => !known.customers.has(customer)));
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

function identityColumns(identities: readonly (IdentityRow & StoredPart)[]): unknown[] {
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
