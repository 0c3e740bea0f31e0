// The sizes of all segments as they are counted: the lease of the one count that may run, and the
// count itself, in portions of bounded length.
import type { Day } from '@segue/valuation';
import type { Db } from '@segue/store';

const TAKE = `
  update segment_count set held_until = $2 + $3
  where held_until <= $2 and (day < $1 or answered < asked) returning day, asked, answered`;
const FINISH = `
  update segment_count set day = greatest(day, $1), answered = greatest(answered, $2), held_until = 0`;
const ASK = `update segment_count set asked = asked + 1`;
const PORTION = `
  with portion as materialized (
    select customer_id, segments from standing where customer_id > $1 order by customer_id limit $2)
  select null as segment, 0 as customers, max(customer_id) as last from portion
  union all
  select segment, count(*)::int, null from portion, unnest(segments) as segment group by segment`;
// A size at an earlier day is the present count less the moves after that day. Segments without
// customers are saved too.
const SAVE = `
  insert into segment_day (segment, day, entered, departed, size)
  select segment.id, $1, 0, 0, greatest(0, coalesce(counted.size, 0) - coalesce((
    select sum(entered - departed)::int from segment_day as later
    where later.segment = segment.id and later.day > $1), 0))
  from segment left join unnest($2::text[], $3::integer[]) as counted (id, size) on counted.id = segment.id
  where not segment.deleted order by segment.id
  on conflict (segment, day) do update set size = excluded.size`;
const FORGET = `update segment_day set size = null where day = $1`;

const LEASE_MS = 300_000;
const AT_ONCE = 10_000;

/** A count that this instance may make. */
export interface CountTaken {
  /** The last day that was counted at its end; '' before the first. */
  day: Day;
  /** Which requests the count answers. */
  asked: number;
  answered: number;
}

export class SegmentSizeStore {
  constructor(private readonly db: Db) {}

  /**
   * Resolves with the count to make, where `day` has not been counted or a count was asked for;
   * with null where there is none, or another instance makes it. @param now UTC milliseconds.
   */
  async take(day: Day, now: number): Promise<CountTaken | null> {
    const [taken] = await this.db.query<CountTaken>(TAKE, [day, now, LEASE_MS]);
    return taken ?? null;
  }

  async finish(day: Day, asked: number): Promise<void> {
    await this.db.query(FINISH, [day, asked]);
  }

  /** Asks for a count beside the daily one, as after an edit. */
  async ask(): Promise<void> {
    await this.db.query(ASK);
  }

  /** Resolves with the customers of each segment that has any, read along the key. */
  async count(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for (let after: string | null = ''; after !== null;) {
      let last: string | null = null;
      const rows: { segment: string | null; customers: number; last: string | null }[] = await this.db.query(
        PORTION,
        [after, AT_ONCE],
        'segment-sizes',
      );
      for (const row of rows) {
        if (row.segment === null) last = row.last;
        else sizes.set(row.segment, (sizes.get(row.segment) ?? 0) + row.customers);
      }
      after = last;
    }
    return sizes;
  }

  /** Takes back the sizes of a day. */
  async forget(day: Day): Promise<void> {
    await this.db.query(FORGET, [day]);
  }

  /** Saves present sizes as the sizes at the end of a day: the moves after that day are undone. */
  async save(day: Day, sizes: ReadonlyMap<string, number>): Promise<void> {
    await this.db.query(SAVE, [day, [...sizes.keys()], [...sizes.values()]]);
  }
}
