// The segments that exist: a kept copy of the topic `segments`, so that scoring need not be asked.
import type { SegmentChanged } from '@segue/contracts';
import { KeptCopy, type Queries } from '@segue/store';

const SEGMENTS = new KeptCopy<SegmentChanged>({
  table: 'known_segment',
  key: { name: 'segment', type: 'text', of: ({ segment }) => segment },
  versions: [{ name: 'version', type: 'bigint', of: ({ version }) => version }],
  columns: [{ name: 'is_deleted', type: 'boolean', of: ({ isDeleted }) => isDeleted }],
});
const PRESENT = `select segment from known_segment where not is_deleted order by segment`;
const DELETED = `select segment from known_segment where is_deleted and segment = any($1)`;

export const saveSegments = (tx: Queries, changed: readonly SegmentChanged[]) => SEGMENTS.save(tx, changed);

export async function presentSegments(queries: Queries): Promise<string[]> {
  return (await queries.query<{ segment: string }>(PRESENT)).map(({ segment }) => segment);
}

/** Returns the segments among these that were deleted. */
export async function deletedAmong(queries: Queries, segments: readonly string[]): Promise<Set<string>> {
  if (segments.length === 0) return new Set();
  const rows = await queries.query<{ segment: string }>(DELETED, [segments]);
  return new Set(rows.map(({ segment }) => segment));
}
