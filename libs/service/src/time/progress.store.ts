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
const PROGRESS = 'select partition, recorded_at as "recordedAt", mark, last from passage where topic = $1';
const PASSED_ON =
  'select passed_on as "passedOn", handed_over as "handedOver", handed_over_at as "handedOverAt" from service_clock';
const PASS_ON = `
  update service_clock set passed_on = greatest(passed_on, $1), handed_over = handed_over or $2,
    handed_over_at = case when $2 then coalesce(handed_over_at, $3) else handed_over_at end`;

export interface PassedOn {
  passedOn: number | null;
  handedOver: boolean;
  /** When the last mark of a replay returned the time to the wall clock; null before. */
  handedOverAt: number | null;
}

export class ProgressStore {
  constructor(
    private readonly db: Db,
    private readonly topic: string,
  ) {}

  read(): Promise<PartitionProgress[]> {
    return this.db.query<PartitionProgress>(PROGRESS, [this.topic], 'time-progress');
  }

  async passedOn(): Promise<PassedOn> {
    const [row] = await this.db.query<PassedOn>(PASSED_ON, [], 'time-passed-on');
    return row ?? { passedOn: null, handedOver: false, handedOverAt: null };
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
