// Table of decisions: the ledger, and what of it is not published yet. A decision and its effects
// are one row, so that they are stored and published together.
import { type Action, type Identity, actions, fromStored } from '@segue/contracts';
import { type Queries, columns } from '@segue/store';
import type { Decision } from '../decide/domain/decision';
import { ADD_MEMBERS, COUNT_DECISIONS, COUNT_MEMBERS, SLOT } from '../results/count.store';
import { isTreated } from '../results/domain/group';

const DECIDED = `select id from decision where id = any($1)`;
// An unpublished decision has a narrow row of its own: a flag would write each decision twice.
const ADD_DECISIONS = `
  with added as (
    insert into decision (campaign, cause, leg, id, identity, outcome, reason, decided_at, body, effects)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::bigint[], $9::text[], $10::text[])
    returning identity, number, campaign, outcome, reason, decided_at),
  counted as (${COUNT_DECISIONS}),
  joined as (${ADD_MEMBERS}),
  members as (${COUNT_MEMBERS})
  insert into unpublished (identity, number) select identity, number from added`;
// What the batch has just decided is in memory: only what an earlier crash left is read in full.
const UNPUBLISHED_OF = `
  select number, id, identity, case when id <> all($2) then body end as body, case when id <> all($2) then effects end as effects
  from unpublished join decision using (identity, number) where identity = any($1) order by number`;
const UNPUBLISHED = `
  select number, id, identity, body, effects
  from (select identity, number from unpublished order by number limit $1) as oldest join decision using (identity, number)
  order by number`;
const MARK_PUBLISHED = `
  delete from unpublished using unnest($1::text[], $2::bigint[]) as done(identity, number)
  where unpublished.identity = done.identity and unpublished.number = done.number`;

interface Row {
  number: number;
  id: string;
  identity: Identity;
  body: string;
  effects: string | null;
}

/** The JSON of a row. */
type StoredDecision = Omit<Decision, 'leg' | 'identity' | 'effects' | 'provenance'> &
  Partial<Pick<Decision, 'provenance'>> & { step: Decision['leg'] };

export interface UnpublishedDecision {
  number: number;
  decision: Decision;
}

/** Returns the ids among these whose decision is stored. */
export async function decidedAmong(queries: Queries, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await queries.query<{ id: string }>(DECIDED, [ids], 'decided')).map((row) => row.id));
}

export function addDecisions(tx: Queries, decisions: readonly Decision[]): Promise<unknown>[] {
  return decisions.length > 0 ? [tx.query(ADD_DECISIONS, [...decisionColumns(decisions), SLOT], 'add-decisions')] : [];
}

/**
 * Returns the unpublished decisions of these identities in their order: `added`, and any that an
 * earlier crash left.
 */
export async function unpublishedOf(
  tx: Queries,
  identities: readonly Identity[],
  added: readonly Decision[],
): Promise<UnpublishedDecision[]> {
  const byId = new Map(added.map((decision) => [decision.id, decision]));
  const names = columns(identities, (identity) => identity);
  const rows = await tx.query<Row>(UNPUBLISHED_OF, [...names, [...byId.keys()]], 'unpublished-of');
  return rows.map((row) => ({ number: row.number, decision: byId.get(row.id) ?? decisionIn(row) }));
}

/** Returns up to `limit` unpublished decisions in their order. */
export async function unpublished(queries: Queries, limit: number): Promise<UnpublishedDecision[]> {
  const rows = await queries.query<Row>(UNPUBLISHED, [limit], 'unpublished');
  return rows.map((row) => ({ number: row.number, decision: decisionIn(row) }));
}

export async function markPublished(queries: Queries, published: readonly UnpublishedDecision[]): Promise<void> {
  if (published.length === 0) return;
  const rows = columns(
    published,
    ({ decision }) => decision.identity,
    ({ number }) => number,
  );
  await queries.query(MARK_PUBLISHED, rows, 'mark-published');
}

/** Returns a stored decision. Older versions stored its provenance only with its action. */
export function decisionIn({ identity, body, effects: text }: Pick<Row, 'identity' | 'body' | 'effects'>): Decision {
  const { provenance, step: leg, ...decision } = JSON.parse(body) as StoredDecision;
  const effects = effectsIn(text);
  const { recordedAt = decision.decidedAt, origin = 'live', cause = null } = provenance ?? effects[0] ?? {};
  return { ...decision, leg, identity, effects, provenance: { recordedAt, origin, cause } };
}

/** Older versions stored one action without a list around it. */
function effectsIn(text: string | null): Action[] {
  if (text === null) return [];
  const stored = JSON.parse(text) as unknown;
  return (Array.isArray(stored) ? stored : [stored]).map((one) => fromStored(actions, one));
}

function decisionColumns(decisions: readonly Decision[]): unknown[] {
  return columns(
    decisions,
    (one) => one.campaign,
    (one) => one.cause.id,
    (one) => one.leg,
    (one) => one.id,
    (one) => one.identity,
    (one) => one.outcome,
    (one) => one.reason,
    (one) => one.decidedAt,
    ({ effects, identity, leg: step, ...body }) => JSON.stringify({ ...body, step }),
    ({ effects }) => (effects.length > 0 ? JSON.stringify(effects) : null),
    (one) => one.customer,
    isTreated,
  );
}
