// Progress of the partitions of a service's timed input, and the time mark that was forwarded:
// tables `passage` and `service_clock` of the service's schema.
import type { PartitionMark } from '@segue/bus';
import type { Db } from '@segue/store';
import type { LeastMark, PartitionProgress } from './partition-progress';

const NOTE_HANDLED = `
  insert into passage (topic, partition, recorded_at, last) select $1, p, r, false from unnest($2::int[], $3::bigint[]) as t (p, r)
  on conflict (topic, partition) do update set recorded_at = greatest(passage.recorded_at, excluded.recorded_at)`;
// Marks only grow: a redelivered one changes nothing.
const NOTE_MARKS = `
  insert into passage (topic, partition, mark, last)
  select $1, p, m, l from unnest($2::int[], $3::bigint[], $4::boolean[]) as t (p, m, l)
  on conflict (topic, partition) do update set mark = greatest(passage.mark, excluded.mark), last = passage.last or excluded.last`;
// One row for each partition with progress; a single one without a partition where there is none.
const STATE = `
  select partition, recorded_at as "recordedAt", mark, last,
    passed_on as "passedOn", coalesce(handed_over, false) as "handedOver", handed_over_at as "handedOverAt"
  from (select) as one left join service_clock on true left join passage on topic = $1`;
const PASS_ON = `
  update service_clock set passed_on = greatest(passed_on, $1), handed_over = handed_over or $2,
    handed_over_at = case when $2 then coalesce(handed_over_at, $3) else handed_over_at end`;

export interface PassedOn {
  passedOn: number | null;
  handedOver: boolean;
  /** When the last mark of a replay returned the time to the wall clock; null before. */
  handedOverAt: number | null;
}

type StateRow = PassedOn & Omit<PartitionProgress, 'partition'> & { partition: number | null };

export class ProgressStore {
  constructor(
    private readonly db: Db,
    private readonly topic: string,
  ) {}

  async read(): Promise<{ progress: PartitionProgress[]; passed: PassedOn }> {
    const rows = await this.db.query<StateRow>(STATE, [this.topic], 'time-state');
    const { passedOn, handedOver, handedOverAt } = rows[0] as StateRow;
    return {
      progress: rows.flatMap(({ partition, recordedAt, mark, last }) =>
        partition === null ? [] : { partition, recordedAt, mark, last },
      ),
      passed: { passedOn, handedOver, handedOverAt },
    };
  }

  /** Stores the latest `recordedAt` handled, by partition. */
  async noteHandled(times: ReadonlyMap<number, number>): Promise<void> {
    await this.db.query(NOTE_HANDLED, [this.topic, [...times.keys()], [...times.values()]], 'time-note-handled');
  }

  async noteMarks(marks: readonly PartitionMark[]): Promise<void> {
    const columns = [
      marks.map(({ partition }) => partition),
      marks.map(({ mark }) => mark.at),
      marks.map(({ mark }) => mark.last),
    ];
    await this.db.query(NOTE_MARKS, [this.topic, ...columns], 'time-note-marks');
  }

  /** Stores that a mark was forwarded. @param now wall clock, UTC milliseconds. */
  async passOn(mark: LeastMark, now: number): Promise<void> {
    await this.db.query(PASS_ON, [mark.at, mark.last, now], 'time-pass-on');
  }
}
