// Facts by identity, read and written in the transaction of a batch of standings.
import { LostRace, type Queries, columns, textArray } from '@segue/store';
import { storedFacts } from './domain/facts';
import type { FactsRow, KnownStandings } from './domain/known-standings';

const FACTS = `select identity, customer_id, claim, state from facts where identity = any($1::text[])`;
// New rows and changed ones apart: `on conflict do update` locks and reads each row once more.
const ADD_FACTS = `
  insert into facts (identity, customer_id, claim, state)
  select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) on conflict do nothing`;
const CHANGE_FACTS = `
  update facts set customer_id = new.customer_id, claim = new.claim, state = new.state
  from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) as new(identity, customer_id, claim, state, former)
  where facts.identity = new.identity and facts.customer_id = new.former`;

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
 * Throws LostRace when another batch created a row or moved it to a customer that is not locked
 * here.
 */
export async function saveFacts(tx: Queries, facts: readonly FactsRow[], known: KnownStandings): Promise<void> {
  const formerOf = ({ identity }: FactsRow) => known.facts.get(identity)?.customer;
  const added = facts.filter((row) => formerOf(row) === undefined);
  const changed = facts.filter((row) => formerOf(row) !== undefined);
  const formers = textArray(changed.map((row) => formerOf(row) as string));
  const [born, rewritten] = await Promise.all([
    added.length > 0 ? tx.write(ADD_FACTS, factsColumns(added), 'add-facts') : 0,
    changed.length > 0 ? tx.write(CHANGE_FACTS, [...factsColumns(changed), formers], 'change-facts') : 0,
  ]);
  if (born + rewritten !== facts.length) throw new LostRace();
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
