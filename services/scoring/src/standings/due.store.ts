// When each customer's standing changes next if nothing happens.
import { type Queries, columns, textArray } from '@segue/store';
import type { KnownStandings } from '../score/domain/known-standings';
import type { ScoredCustomer } from '../score/domain/scored-batch';
import { dueAt } from '../score/domain/standing.state';

const DUE_LEFT = `select 1 as one from due where due_at <= $1 limit 1`;
const SAVE_DUE = `
  insert into due (customer_id, due_at) select * from unnest($1::text[], $2::bigint[])
  on conflict (customer_id) do update set due_at = excluded.due_at`;
const END_DUE = `delete from due where customer_id = any($1::text[])`;

export async function isAnythingDue(queries: Queries, until: number): Promise<boolean> {
  return (await queries.query(DUE_LEFT, [until], 'due-left')).length > 0;
}

/** Saves the due times that changed. */
export async function saveDue(tx: Queries, customers: readonly ScoredCustomer[], known: KnownStandings): Promise<void> {
  const changed = customers
    .map(({ customer, scored }) => ({ customer, due: dueAt(scored.standing), before: dueBefore(known, customer) }))
    .filter(({ due, before }) => due !== before);
  const set = changed.filter((row) => row.due !== null);
  const ended = changed.filter((row) => row.due === null);
  const rows = columns(
    set,
    (row) => row.customer,
    (row) => row.due,
  );
  await Promise.all([
    set.length > 0 && tx.query(SAVE_DUE, rows, 'save-due'),
    ended.length > 0 && tx.query(END_DUE, [textArray(ended.map((row) => row.customer))], 'end-due'),
  ]);
}

function dueBefore(known: KnownStandings, customer: string): number | null {
  const row = known.standings.get(customer);
  return row ? dueAt(row.standing) : null;
}
