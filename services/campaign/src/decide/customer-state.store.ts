// Table of the latest states of customers with a waiting enrolment.
import type { Identity } from '@segue/contracts';
import { type Queries, columns } from '@segue/store';
import type { Outcome } from './domain/batch';
import { type CustomerState, storedState } from './domain/customer-state';

const STATES_OF = `select identity, body from customer_state where identity = any($1)`;
const SAVE = `
  insert into customer_state (identity, body) select * from unnest($1::text[], $2::text[])
  on conflict (identity) do update set body = excluded.body`;
const DELETE = `delete from customer_state where identity = any($1)`;

export async function statesOf(
  queries: Queries,
  identities: readonly Identity[],
): Promise<Map<Identity, CustomerState>> {
  const rows = await queries.query<{ identity: Identity; body: string }>(STATES_OF, [identities], 'states-of');
  return new Map(rows.map(({ identity, body }) => [identity, storedState(body)]));
}

/** Saves states; deletes those that are null. */
export function saveStates(tx: Queries, states: Outcome['states']): Promise<unknown>[] {
  const kept = [...states].filter((entry): entry is [Identity, CustomerState] => entry[1] !== null);
  const dropped = [...states].flatMap(([identity, state]) => (state === null ? [identity] : []));
  const rows = columns(
    kept,
    ([identity]) => identity,
    ([, state]) => JSON.stringify(state),
  );
  return [
    ...(kept.length > 0 ? [tx.query(SAVE, rows, 'save-states')] : []),
    ...(dropped.length > 0 ? [tx.query(DELETE, [dropped], 'delete-states')] : []),
  ];
}
