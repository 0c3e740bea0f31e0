// Facts by identity, read and written in the transaction of a batch of standings.
import { LostRace, type Queries, columns, textArray } from '@segue/store';
import { storedFacts } from './domain/facts';
import type { FactsRow, KnownStandings } from './domain/known-standings';

const CLAIMS = `select customer_id from facts where identity = any($1::text[])`;
const FACTS = `select identity, customer_id, claim, state from facts where identity = any($1::text[])`;
const SAVE_FACTS = `
  with saved as (
    insert into facts as known (identity, customer_id, claim, state)
    select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
    on conflict (identity) do update
    set customer_id = excluded.customer_id, claim = excluded.claim, state = excluded.state
    where known.customer_id = any($5::text[])
    returning 1)
  select count(*)::int as saved from saved`;

interface FactsRecord {
  identity: string;
  customer_id: string;
  claim: number;
  state: string;
}

/** Resolves with the customers that have these identities, each once. */
export async function claimants(tx: Queries, identities: ReadonlySet<string>): Promise<Set<string>> {
  const claims = await tx.query<{ customer_id: string }>(CLAIMS, [textArray([...identities])], 'claims');
  return new Set(claims.map((claim) => claim.customer_id));
}

export async function factsIn(queries: Queries, identities: ReadonlySet<string>): Promise<FactsRow[]> {
  if (identities.size === 0) return [];
  return (await queries.query<FactsRecord>(FACTS, [textArray([...identities])], 'facts')).map(factsOf);
}

/** Throws LostRace when a row went to a customer that is not locked here. */
export async function saveFacts(tx: Queries, facts: readonly FactsRow[], known: KnownStandings): Promise<void> {
  if (facts.length === 0) return;
  const rows = columns(
    facts,
    (row) => row.identity,
    (row) => row.customer,
    (row) => row.claim,
    (row) => JSON.stringify(row.facts),
  );
  const locked = textArray([...known.standings.keys()]);
  const [result] = await tx.query<{ saved: number }>(SAVE_FACTS, [...rows, locked], 'save-facts');
  if (result?.saved !== facts.length) throw new LostRace();
}

const factsOf = ({ identity, customer_id: customer, claim, state }: FactsRecord): FactsRow => ({
  identity,
  customer,
  claim,
  facts: storedFacts(state),
});
