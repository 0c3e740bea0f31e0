// When each customer's standing changes next if nothing happens.
import { type Queries, columns, textArray } from '@segue/store';
import type { KnownStandings } from '../score/domain/known-standings';
import type { ScoredCustomer } from '../score/domain/scored-batch';
import { dueAt } from '../score/domain/standing.state';

const NEXT_DUE = `select due_at as at from due order by due_at limit 1`;
// New rows and changed ones apart: `on conflict do update` locks and reads each row once more.
const ADD_DUE = `insert into due (customer_id, due_at) select * from unnest($1::text[], $2::bigint[])`;
const CHANGE_DUE = `
  update due set due_at = new.due_at from unnest($1::text[], $2::bigint[]) as new(customer_id, due_at)
  where due.customer_id = new.customer_id`;
const END_DUE = `delete from due where customer_id = any($1::text[])`;

/** Resolves with the earliest due time, UTC milliseconds; Infinity when nothing is due ever. */
export async function nextDue(queries: Queries): Promise<number> {
  const [row] = await queries.query<{ at: number }>(NEXT_DUE, [], 'next-due');
  return row?.at ?? Infinity;
}

/** Saves the due times that changed. */
export async function saveDue(tx: Queries, customers: readonly ScoredCustomer[], known: KnownStandings): Promise<void> {
  const changed = customers
    .map(({ customer, scored }) => ({ customer, due: dueAt(scored.standing), before: dueBefore(known, customer) }))
    .filter(({ due, before }) => due !== before);
  const added = changed.filter(({ due, before }) => due !== null && before === null);
  const moved = changed.filter(({ due, before }) => due !== null && before !== null);
  const ended = changed.filter(({ due }) => due === null);
  await Promise.all([
    added.length > 0 && tx.query(ADD_DUE, dueColumns(added), 'add-due'),
    moved.length > 0 && tx.query(CHANGE_DUE, dueColumns(moved), 'change-due'),
    ended.length > 0 && tx.query(END_DUE, [textArray(ended.map((row) => row.customer))], 'end-due'),
  ]);
}

const dueColumns = (rows: readonly { customer: string; due: number | null }[]): unknown[] =>
  columns(
    rows,
    (row) => row.customer,
    (row) => row.due,
  );

function dueBefore(known: KnownStandings, customer: string): number | null {
  const row = known.standings.get(customer);
  return row ? dueAt(row.standing) : null;
}
