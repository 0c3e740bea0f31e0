// Rejected events counted by source and reason. Both are bounded.
import type { Log } from '@segue/bus';
import { faultOf } from '@segue/service';
import { type Db, columns } from '@segue/store';
import type { Rejection } from '../accept/domain/judged';
import { kindOfPath, nameIn } from './domain/rejected';

/** Number of rejections of one source for one reason; times are UTC milliseconds. */
export interface QuarantineCount {
  source: string;
  code: string;
  /** Path without indices in lists. */
  path: string;
  name: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

/**
 * Maximum number of reasons counted for one source; further ones are counted without event name and
 * path.
 */
const MAX_REASONS_OF_A_SOURCE = 500;
const COUNT = `
  with known as (select source, count(*) as reasons from quarantine_count group by source),
  fresh as (
    select n.source, n.code, case when q.code is null and k.reasons >= $8 then '*' else n.path end as path,
      case when q.code is null and k.reasons >= $8 then '*' else n.name end as name, n.count, n.first_at, n.last_at
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
      as n(source, code, path, name, count, first_at, last_at)
    left join quarantine_count q using (source, code, path, name) left join known k using (source)
  )
  insert into quarantine_count as c (source, code, path, name, count, first_at, last_at)
  select source, code, path, name, sum(count), min(first_at), max(last_at) from fresh group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (source, code, path, name) do update
  set count = c.count + excluded.count, last_at = greatest(c.last_at, excluded.last_at)`;
const COUNTS = `
  select source, code, path, name, count, first_at as "firstAt", last_at as "lastAt" from quarantine_count
  where ($1::text is null or source = $1) order by last_at desc, source, code, path, name limit $2`;
const MAX_COUNTS = 1_000;
const MAX_WAITING_COUNTS = 2_000;

export class QuarantineCountStore {
  private waiting = new Map<string, QuarantineCount>();

  constructor(
    private readonly db: Db,
    private readonly log: Log,
  ) {}

  /** Number of counts that are not stored yet. */
  get size(): number {
    return this.waiting.size;
  }

  /** Returns the stored counts of one source, or of all, the latest first. */
  of(source: string | undefined): Promise<QuarantineCount[]> {
    return this.db.query<QuarantineCount>(COUNTS, [source ?? null, MAX_COUNTS]);
  }

  add(source: string, at: number, { code, path, event }: Rejection): void {
    const kind = { source, code, path: kindOfPath(path).slice(0, 200), name: nameIn(event) };
    const key = JSON.stringify(kind);
    const known = this.waiting.get(key);
    if (known) {
      known.count++;
      known.lastAt = at;
    } else if (this.waiting.size < MAX_WAITING_COUNTS) {
      this.waiting.set(key, { ...kind, count: 1, firstAt: at, lastAt: at });
    }
  }

  /** Returns the counts that are not stored yet, and begins anew. */
  take(): QuarantineCount[] {
    const counts = [...this.waiting.values()];
    this.waiting = new Map();
    return counts;
  }

  /** Adds counts to the stored ones; counts that cannot be stored are lost. */
  async store(counts: readonly QuarantineCount[]): Promise<void> {
    try {
      const rows = columns(
        counts,
        (row) => row.source,
        (row) => row.code,
        (row) => row.path,
        (row) => row.name,
        (row) => row.count,
        (row) => row.firstAt,
        (row) => row.lastAt,
      );
      await this.db.query(COUNT, [...rows, MAX_REASONS_OF_A_SOURCE], 'quarantine-count');
    } catch (error) {
      this.log('warn', 'rejected events could not be counted', { fault: faultOf(error) });
    }
  }
}
