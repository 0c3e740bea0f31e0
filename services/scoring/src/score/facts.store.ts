// Facts by identity, read and written in the transaction of a batch of standings.
import { type Queries, type Statement, addOrChange, columns, textArray } from '@segue/store';
import { storedFacts } from './domain/facts';
import type { FactsRow, KnownStandings } from './domain/known-standings';
import type { FactTables } from './fact.tables';

const FACTS = `select identity, customer_id, claim, state from facts where identity = any($1::text[])`;
const ADD_FACTS: Statement = {
  name: 'add-facts',
  text: `
  insert into facts (identity, customer_id, claim, state)
  select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) on conflict do nothing`,
};
const CHANGE_FACTS: Statement = {
  name: 'change-facts',
  text: `
  update facts set customer_id = new.customer_id, claim = new.claim, state = new.state
  from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) as new(identity, customer_id, claim, state, former)
  where facts.identity = new.identity and facts.customer_id = new.former`,
};

interface FactsRecord {
  identity: string;
  customer_id: string;
  claim: number;
  state: string;
}

export async function factsIn(queries: Queries, identities: ReadonlySet<string>): Promise<FactsRow[]> {
  if (identities.size === 0) return [];
  return (await queries.query<FactsRecord>(FACTS, [textArray([...identities])], 'facts')).map(factsOf);
}

/**
 * Rejects with LostRace when another batch created a row or moved it to a customer that is not
 * locked here.
 */
export async function saveFacts(
  tx: Queries,
  facts: readonly FactsRow[],
  known: KnownStandings,
  tables: FactTables,
): Promise<void> {
  const stored = facts.map((row) => ({ ...row, ...tables.stored(row, known.facts.get(row.identity)?.facts) }));
  await Promise.all([
    addOrChange(tx, stored, {
      formerOf: ({ identity }) => known.facts.get(identity)?.customer,
      columnsOf: factsColumns,
      add: ADD_FACTS,
      change: CHANGE_FACTS,
    }),
    tables.save(tx, stored),
  ]);
}

const factsColumns = (facts: readonly FactsRow[]): unknown[] =>
  columns(
    facts,
    (row) => row.identity,
    (row) => row.customer,
    (row) => row.claim,
    (row) => JSON.stringify(row.facts),
  );

const factsOf = ({ identity, customer_id: customer, claim, state }: FactsRecord): FactsRow => ({
  identity,
  customer,
  claim,
  facts: storedFacts(state),
});
