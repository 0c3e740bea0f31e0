// Segments whose newest version is not published yet.
import type { Db } from '@segue/store';
import { columns } from '@segue/store';

export interface ChangedSegment {
  id: string;
  name: string;
  /** Of the rulebook when the segment was saved or deleted. */
  version: number;
  deleted: boolean;
}

const UNPUBLISHED = `
  select id, name, version, deleted from segment where not published order by version limit $1`;
const MARK_PUBLISHED = `
  update segment set published = true from unnest($1::text[], $2::bigint[]) as done(id, version)
  where segment.id = done.id and segment.version = done.version`;

export class SegmentStore {
  constructor(private readonly db: Db) {}

  /** Returns up to `limit` of them, the oldest edit first. */
  unpublished(limit: number): Promise<ChangedSegment[]> {
    return this.db.query<ChangedSegment>(UNPUBLISHED, [limit]);
  }

  /** A segment that was changed since stays unpublished. */
  async markPublished(segments: readonly ChangedSegment[]): Promise<void> {
    const rows = columns(
      segments,
      ({ id }) => id,
      ({ version }) => version,
    );
    await this.db.query(MARK_PUBLISHED, rows);
  }
}
