// Saves the result of a batch, in as many statements whatever its size.
import { type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { LostRace, type Queries, columns, textArray } from '@segue/store';
import type { Absorbed } from './domain/state';
import { ADD_CUSTOMERS } from './known.reader';
import type { IdentityRow } from '../identities/domain/identity';
import { saveEvidence } from '../identities/evidence.store';
import type { Term } from '../search/domain/terms';

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
  update customer set version = new.version, unpublished = customer.unpublished or new.unpublished, unvalued = new.unvalued
  from unnest($1::text[], $2::bigint[], $3::boolean[], $4::int[]) as new(customer_id, version, unpublished, unvalued)
  where customer.customer_id = new.customer_id`;

const ADD_TERMS = `
  insert into term (term, identity) select * from unnest($1::text[], $2::text[]) on conflict do nothing`;

const REMOVE_TERMS = `
  delete from term using unnest($1::text[], $2::text[]) as old(term, identity)
  where term.term = old.term and term.identity = old.identity`;

export async function save(tx: Queries, absorbed: Absorbed, locked: readonly string[]): Promise<void> {
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
