// How many customers entered and left each segment, by day: counted from the transitions, so that a
// page reads days and no transitions. And the sizes that were counted at the end of days.
import type { Day } from '@segue/valuation';
import type { Db } from '@segue/store';
import type { DayMoves } from './domain/size';

/**
 * Days begin in the brand's zone. Rows are written in the order of their key, so two concurrent
 * counts do not deadlock. Moves by an edit of a rule are no events of a day: only the size shows
 * them.
 */
const COUNT = `
  insert into segment_day (segment, day, entered, departed)
  select subject, to_char(to_timestamp(occurred_at / 1000.0) at time zone $3, 'YYYY-MM-DD') as day,
    count(*) filter (where kind = 'entered'), count(*) filter (where kind = 'left')
  from transition
  where occurred_at >= (extract(epoch from $1::timestamp at time zone $3) * 1000)::bigint
    and occurred_at < (extract(epoch from $2::timestamp at time zone $3) * 1000)::bigint and kind in ('entered', 'left')
    and body not like '%"cause":{"kind":"definition"%'
  group by 1, 2 order by 1, 2
  on conflict (segment, day) do update set entered = excluded.entered, departed = excluded.departed
  where (segment_day.entered, segment_day.departed) <> (excluded.entered, excluded.departed)`;
const LATEST = `select max(day) as day from segment_day`;
const FIRST = `select min(occurred_at) as at from transition`;
const CHANGES = `
  select segment, sum(entered - departed)::int as change from segment_day where day > $1 group by segment`;
const DAYS = `
  select day, entered, departed, size from segment_day where segment = $1 and day >= $2 order by day desc limit $3`;

const SIZES = `select segment, size from segment_day where day = $1 and size is not null`;

export class SegmentDayStore {
  constructor(private readonly db: Db) {}

  /**
   * Counts the days from one to another, the latter not included; counts of before are replaced.
   */
  async count(from: Day, until: Day, zone: string): Promise<void> {
    await this.db.query(COUNT, [from, until, zone]);
  }

  /** The latest day with a count; null where none was counted yet. */
  async latest(): Promise<Day | null> {
    const [row] = await this.db.query<{ day: Day | null }>(LATEST);
    return row?.day ?? null;
  }

  /** When the first transition happened, UTC ms; null while there is none. */
  async first(): Promise<number | null> {
    const [row] = await this.db.query<{ at: number | null }>(FIRST);
    return row?.at ?? null;
  }

  /** Newest first. */
  days(segment: string, since: Day, limit: number): Promise<DayMoves[]> {
    return this.db.query<DayMoves>(DAYS, [segment, since, limit]);
  }

  /** The sizes counted at the end of a day, by segment. */
  async sizesAt(day: Day): Promise<Record<string, number>> {
    const rows = await this.db.query<{ segment: string; size: number }>(SIZES, [day]);
    return Object.fromEntries(rows.map(({ segment, size }) => [segment, size]));
  }

  /**
   * By segment, how many more entered than left after a day; segments without moves are left out.
   */
  async changesSince(day: Day): Promise<Record<string, number>> {
    const rows = await this.db.query<{ segment: string; change: number }>(CHANGES, [day]);
    return Object.fromEntries(rows.map(({ segment, change }) => [segment, change]));
  }
}
