// Transitions and which of them are unpublished. Those of a batch of standings are written in the
// transaction of that batch.
import type { Head } from '@segue/contracts';
import { type Db, type Queries, columns } from '@segue/store';
import type { ScoredCustomer } from '../score/domain/scored-batch';
import type { PendingTransition, Transition } from '../score/domain/transition';

const ADD_TRANSITIONS = `
  insert into transition (customer_id, number, kind, subject, occurred_at, body)
  select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[])`;

const ADD_UNPUBLISHED = `
  insert into unpublished (customer_id, number, occurred_at, head)
  select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])`;

// Lateral with a limit: always one probe of the key per transition, whatever sizes the planner
// assumes of the tables.
const WITH_BODY = `
  cross join lateral (
    select body from transition where customer_id = remaining.customer_id and number = remaining.number limit 1) as known
  order by remaining.customer_id, remaining.number`;

// Unpublished transitions of earlier batches, which a crash may have left.
const UNPUBLISHED_BEFORE = `
  select remaining.customer_id, remaining.number, body, head from unnest($1::text[], $2::bigint[]) as added(customer_id, first)
  cross join lateral (
    select customer_id, number, head from unpublished
    where customer_id = added.customer_id and number < added.first order by number) as remaining ${WITH_BODY}`;

const UNPUBLISHED = `
  select remaining.customer_id, remaining.number, body, head from (
    select customer_id, number, head from unpublished order by customer_id, number limit $1) as remaining ${WITH_BODY}`;

const UNPUBLISHED_UNTIL = `
  select remaining.customer_id, remaining.number, body, head from (
    select customer_id, number, head from unpublished
    where occurred_at <= $1 order by customer_id, number limit $2) as remaining ${WITH_BODY}`;

const MARK_PUBLISHED = `
  delete from unpublished using unnest($1::text[], $2::bigint[]) as published(customer_id, number)
  where unpublished.customer_id = published.customer_id and unpublished.number = published.number`;

// Deletes the oldest transitions of a customer with very many, but no unpublished ones.
const PRUNE = `
  delete from transition using unnest($1::text[], $2::bigint[]) as old(customer_id, number)
  where transition.customer_id = old.customer_id and transition.number <= old.number and not exists (
    select from unpublished
    where unpublished.customer_id = transition.customer_id and unpublished.number = transition.number)`;

/** Number of transitions kept of one customer: the newest, and up to PRUNED_AT more. */
const KEPT_TRANSITIONS = 1_000;
const PRUNED_AT = 100;

/** Maximum characters of transitions in one statement, written without blocking the event loop. */
const MOST_LENGTH_AT_ONCE = 2_000_000;

interface TransitionRecord {
  customer_id: string;
  number: number;
  body: string;
  head: string;
}

export interface UnpublishedTransition {
  customer: string;
  transition: PendingTransition;
}

export class TransitionStore {
  constructor(private readonly db: Db) {}

  async unpublished(limit: number): Promise<UnpublishedTransition[]> {
    return (await this.db.query<TransitionRecord>(UNPUBLISHED, [limit], 'unpublished')).map(unpublishedOf);
  }

  /** Of what happened up to an instant. */
  async unpublishedUntil(until: number, limit: number): Promise<UnpublishedTransition[]> {
    return (await this.db.query<TransitionRecord>(UNPUBLISHED_UNTIL, [until, limit], 'unpublished-until')).map(
      unpublishedOf,
    );
  }

  async markPublished(published: readonly UnpublishedTransition[]): Promise<void> {
    if (published.length === 0) return;
    await this.db.query(
      MARK_PUBLISHED,
      columns(
        published,
        (one) => one.customer,
        (one) => one.transition.number,
      ),
      'mark-published',
    );
  }
}

/** Resolves with what an earlier batch of these customers left unpublished, in number order. */
export async function unpublishedBefore(
  tx: Queries,
  customers: readonly ScoredCustomer[],
): Promise<UnpublishedTransition[]> {
  if (customers.length === 0) return [];
  const records = await tx.query<TransitionRecord>(UNPUBLISHED_BEFORE, firstAdded(customers), 'unpublished-before');
  return records.map(unpublishedOf);
}

/** Deletes the oldest transitions of customers with very many. */
export async function pruneTransitions(tx: Queries, customers: readonly ScoredCustomer[]): Promise<void> {
  const many = customers.filter(hasMany);
  if (many.length > 0) await tx.query(PRUNE, prunedColumns(many), 'prune-transitions');
}

/** True once per hundred transitions, so that few batches prune. */
function hasMany({ scored: { standing, transitions } }: ScoredCustomer): boolean {
  const hundreds = (number: number) => Math.floor(number / PRUNED_AT);
  const [first] = transitions;
  return (
    first !== undefined && standing.number > KEPT_TRANSITIONS && hundreds(standing.number) > hundreds(first.number - 1)
  );
}

const prunedColumns = (customers: readonly ScoredCustomer[]) =>
  columns(
    customers,
    (row) => row.customer,
    (row) => row.scored.standing.number - KEPT_TRANSITIONS,
  );

const firstAdded = (customers: readonly ScoredCustomer[]) =>
  columns(
    customers,
    (row) => row.customer,
    ({ scored }) => scored.transitions[0]?.number ?? scored.standing.number + 1,
  );

export const transitionsOf = (customers: readonly ScoredCustomer[]): UnpublishedTransition[] =>
  customers.flatMap(({ customer, scored }) => scored.transitions.map((transition) => ({ customer, transition })));

interface TransitionRow extends Omit<TransitionRecord, 'customer_id'> {
  customer: string;
  transition: Transition;
}

/**
 * Adds transitions in one statement, or in several where there is very much: each has a head, and a
 * customer may enter a thousand segments at once.
 */
export async function addTransitions(tx: Queries, transitions: readonly UnpublishedTransition[]): Promise<void> {
  const heads = new Map<Head, string>();
  let rows: TransitionRow[] = [];
  let length = 0;
  const add = () =>
    Promise.all([
      tx.query(ADD_TRANSITIONS, transitionColumns(rows), 'add-transitions'),
      tx.query(ADD_UNPUBLISHED, unpublishedColumns(rows), 'add-unpublished'),
    ]);
  for (const { customer, transition } of transitions) {
    const { head: known, ...rest } = transition;
    const head = heads.get(known) ?? JSON.stringify(known);
    heads.set(known, head);
    const row = { customer, number: transition.number, transition, body: JSON.stringify(rest), head };
    length += row.body.length + head.length;
    rows.push(row);
    if (length < MOST_LENGTH_AT_ONCE) continue;
    await add();
    rows = [];
    length = 0;
  }
  if (rows.length > 0) await add();
}

function transitionColumns(rows: readonly TransitionRow[]): unknown[] {
  return columns(
    rows,
    (row) => row.customer,
    (row) => row.number,
    (row) => row.transition.kind,
    (row) => row.transition.subject,
    (row) => row.transition.occurredAt,
    (row) => row.body,
  );
}

const unpublishedColumns = (rows: readonly TransitionRow[]): unknown[] =>
  columns(
    rows,
    (row) => row.customer,
    (row) => row.number,
    (row) => row.transition.occurredAt,
    (row) => row.head,
  );

const unpublishedOf = ({ customer_id: customer, body, head }: TransitionRecord): UnpublishedTransition => ({
  customer,
  transition: { ...(JSON.parse(body) as Transition), head: JSON.parse(head) as Head },
});
