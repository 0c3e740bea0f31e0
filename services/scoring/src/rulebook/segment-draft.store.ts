// Segments that hold for no customer: drafts and archived ones; and the versions of each segment.
import type { Rule } from '@segue/rules';
import type { Clock } from '@segue/service';
import type { Db } from '@segue/store';

const SAVE_DRAFT = `
  insert into segment_draft (id, name, rule, edited, saved_at) values ($1, $2, $3, $4, $5)
  on conflict (id) do update
  set name = excluded.name, rule = excluded.rule, edited = excluded.edited, saved_at = excluded.saved_at`;
const DROP_DRAFT = `delete from segment_draft where id = $1 returning id`;
const DRAFTS = `select id, name, rule, edited as version from segment_draft order by id limit $1`;
const ARCHIVED = `select id, name, rule, version from segment where archived order by id limit $1`;
const VERSIONS = `
  select version, name, rule, saved_at from segment_version where segment = $1 order by version desc limit $2`;
const COUNT_DRAFTS = `select count(*)::int as count from segment_draft where id <> $1`;

/** Maximum number of drafts, and of archived segments in a list. */
const MOST = 1_000;
const MOST_VERSIONS = 100;

export interface ShelvedSegment {
  id: string;
  name: string;
  rule: Rule;
  /** Of a draft: of the live segment from which it was made, 0 for a new one. */
  version: number;
}

export interface SegmentVersion {
  version: number;
  name: string;
  rule: Rule;
  /** UTC ms; null where it was saved before versions were kept. */
  savedAt: number | null;
}

export class SegmentDraftStore {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Resolves with false, and saves nothing, when there are too many drafts. */
  async save({ id, name, rule, version }: ShelvedSegment): Promise<boolean> {
    const [others] = await this.db.query<{ count: number }>(COUNT_DRAFTS, [id]);
    if ((others?.count ?? 0) >= MOST) return false;
    await this.db.query(SAVE_DRAFT, [id, name, JSON.stringify(rule), version, this.clock.now()]);
    return true;
  }

  /** Resolves with false when there is none. */
  async drop(id: string): Promise<boolean> {
    return (await this.db.query(DROP_DRAFT, [id])).length > 0;
  }

  drafts(): Promise<ShelvedSegment[]> {
    return this.shelved(DRAFTS);
  }

  archived(): Promise<ShelvedSegment[]> {
    return this.shelved(ARCHIVED);
  }

  /** Newest first, the latest hundred. */
  async versions(id: string): Promise<SegmentVersion[]> {
    const rows = await this.db.query<{ version: number; name: string; rule: string; saved_at: number | null }>(
      VERSIONS,
      [id, MOST_VERSIONS],
    );
    return rows.map(({ version, name, rule, saved_at: savedAt }) => ({
      ...{ version, name, savedAt },
      rule: JSON.parse(rule) as Rule,
    }));
  }

  private async shelved(sql: string): Promise<ShelvedSegment[]> {
    const rows = await this.db.query<{ id: string; name: string; rule: string; version: number }>(sql, [MOST]);
    return rows.map((row) => ({ ...row, rule: JSON.parse(row.rule) as Rule }));
  }
}
