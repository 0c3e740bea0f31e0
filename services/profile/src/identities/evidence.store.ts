// The table of link evidence: written with each batch that has new links, and filled once from the
// timelines of stores that are older than the table.
import { IDENTITY_KINDS, type Touchpoint } from '@segue/contracts';
import { DB } from '@segue/service';
import { type Db, type Queries, columns } from '@segue/store';
import { Inject, Injectable } from '@nestjs/common';
import { type Evidence, MAX_EVIDENCE, evidenceOf } from './domain/evidence';
import { IDENTITY_RULES } from './domain/rules';

// Adds evidence and drops what is beyond the bound, in the order of `kept`. Where two transactions
// write about one child at once, neither sees the rows of the other, and the next write drops the
// excess; locked rows are skipped, so that the two cannot wait for each other.
const SAVE = `
  with fresh as (
    select child collate "C" as child, parent collate "C" as parent, at, source collate "C" as source,
      touchpoint collate "C" as touchpoint, verdict
    from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])
      as n(child, parent, at, source, touchpoint, verdict)
  ),
  merged as (
    select distinct on (child, parent, source) * from (
      select child, parent, source, touchpoint, at, verdict, false as is_fresh from link_evidence
      where child = any($1::text[])
      union all select child, parent, source, touchpoint, at, verdict, true from fresh) united
    order by child, parent, source, at, touchpoint, is_fresh
  ),
  numbered as (
    select *, row_number() over (partition by child, parent order by at, source) as nth from merged
  ),
  placed as (
    select *, row_number() over (
      partition by child order by verdict <> 'linked', nth, at,
        coalesce(array_position($7::text[], split_part(parent, ':', 1)), 99), parent, source) as place
    from numbered
  ),
  beyond as (
    select e.child, e.parent, e.source from link_evidence e join placed p using (child, parent, source)
    where p.place > $8 order by 1, 2, 3 for update of e skip locked
  ),
  removed as (
    delete from link_evidence e using beyond b
    where e.child = b.child and e.parent = b.parent and e.source = b.source
  )
  insert into link_evidence as e (child, parent, at, source, touchpoint, verdict)
  select child, parent, at, source, touchpoint, verdict from placed
  where is_fresh and place <= $8 order by child, parent, source
  on conflict (child, parent, source) do update set at = excluded.at, touchpoint = excluded.touchpoint
  where (excluded.at, excluded.touchpoint) < (e.at, e.touchpoint)`;

const STATE = `select after from evidence_backfill where not done for update skip locked`;
const IDENTITIES_AFTER = `select identity from identity where identity > $1 order by identity limit $2`;
const LINKING = `
  select identity, source, message_id as id, occurred_at as "occurredAt", body::json->>'type' as type,
    body::json->'ids' as ids
  from timeline where identity = any($1::text[]) and body::json->>'type' = any($2::text[])`;
const PROCEED = `update evidence_backfill set after = $1, done = $2`;

type LinkingRow = Pick<Touchpoint, 'identity' | 'source' | 'id' | 'occurredAt' | 'type' | 'ids'>;

/** Adds evidence within a transaction: one statement, none without evidence. */
export async function saveEvidence(tx: Queries, evidence: readonly Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  const rows = columns(
    evidence,
    (row) => row.child,
    (row) => row.parent,
    (row) => row.at,
    (row) => row.source,
    (row) => row.touchpoint,
    (row) => row.verdict,
  );
  await tx.query(SAVE, [...rows, IDENTITY_KINDS, MAX_EVIDENCE], 'save-evidence');
}

@Injectable()
export class EvidenceStore {
  constructor(@Inject(DB) private readonly db: Db) {}

  /**
   * Adds the evidence in the timelines of the next `limit` identities, in the order of their names,
   * and keeps the place reached in the same transaction. Returns false once all are done. Of
   * several instances one works at a time; the others return true and find the next page or the end
   * later.
   */
  backfill(limit: number): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [state] = await tx.query<{ after: string }>(STATE);
      if (!state) return !(await this.isBackfilled(tx));
      const page = await tx.query<{ identity: string }>(IDENTITIES_AFTER, [state.after, limit]);
      const identities = page.map((row) => row.identity);
      const found = await tx.query<LinkingRow>(LINKING, [identities, IDENTITY_RULES.linkingTypes]);
      await saveEvidence(
        tx,
        found.flatMap((row) => evidenceOf(row)),
      );
      const isLast = page.length < limit;
      await tx.query(PROCEED, [identities.at(-1) ?? state.after, isLast]);
      return !isLast;
    });
  }

  private async isBackfilled(tx: Queries): Promise<boolean> {
    const [row] = await tx.query<{ done: boolean }>(`select done from evidence_backfill`);
    return row?.done ?? true;
  }
}
