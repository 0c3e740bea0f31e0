// Compacted topics keep the last record of every key. As in Kafka, a partition is cleaned when at
// least half of it is new: the new part says which keys have a later record, and the older records
// of those keys are taken out of their rows. Offsets stay as they are.
import type { Pool } from 'pg';
import type { Received } from '../bus';
import { decodeRecords, encodeRecords } from './records';
import type { LogTopic, Names } from './schema';

/** Minimum number of new offsets for a pass. */
const LEAST_NEW = 1_000;
/** Maximum number of new offsets in one pass, which bounds the keys in memory. */
const MOST_NEW = 200_000;
const ROWS_AT_ONCE = 50;

interface Counter {
  next_offset: string;
  cleaned_to: string;
  clean_records: string;
}

interface Row {
  base_offset: string;
  last_offset: string;
  body: Buffer;
}

/** Returns the offsets that a pass would clean; null while there are too few new ones. */
export function dirtySpan(counter: {
  end: number;
  cleanedTo: number;
  cleanRecords: number;
}): { from: number; to: number } | null {
  const fresh = counter.end - counter.cleanedTo;
  if (fresh < Math.max(LEAST_NEW, counter.cleanRecords)) return null;
  return { from: counter.cleanedTo, to: Math.min(counter.end, counter.cleanedTo + MOST_NEW) };
}

/**
 * Cleans the partitions of a topic that are due; returns the number of records removed. Does
 * nothing while another process does the same.
 */
export async function compact(pool: Pool, names: Names, topic: LogTopic): Promise<number> {
  if (topic.retentionMs !== null) return 0;
  const client = await pool.connect();
  const lock = `hashtextextended('${names.log(topic.id)}', 2)`;
  try {
    const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${lock}) as got`);
    if (!rows[0]?.got) return 0;
    try {
      let removed = 0;
      for (let partition = 0; partition < topic.partitions; partition++) {
        removed += await new PartitionCleaner(pool, names, topic.id, partition).clean();
      }
      return removed;
    } finally {
      await client.query(`select pg_advisory_unlock(${lock})`);
    }
  } finally {
    client.release();
  }
}

class PartitionCleaner {
  constructor(
    private readonly pool: Pool,
    private readonly names: Names,
    private readonly topicId: number,
    private readonly partition: number,
  ) {}

  async clean(): Promise<number> {
    const span = dirtySpan(await this.counter());
    if (!span) return 0;
    const latest = await this.latestIn(span);
    let kept = 0;
    let removed = 0;
    for await (const row of this.rows(0, span.to)) {
      const records = decodeRecords(row.body, Number(row.base_offset));
      const wanted = records.filter(({ key, offset }) => (latest.get(key) ?? 0) <= Number(offset));
      kept += wanted.length;
      removed += records.length - wanted.length;
      if (wanted.length < records.length) await this.rewrite(row, wanted);
    }
    await this.pool.query(
      `update ${this.names.table('partition')} set cleaned_to = $3, clean_records = $4 where topic_id = $1 and partition = $2`,
      [this.topicId, this.partition, span.to, kept],
    );
    return removed;
  }

  private async counter(): Promise<{ end: number; cleanedTo: number; cleanRecords: number }> {
    const { rows } = await this.pool.query<Counter>(
      `select next_offset, cleaned_to, clean_records from ${this.names.table('partition')} where topic_id = $1 and partition = $2`,
      [this.topicId, this.partition],
    );
    const counter = rows[0];
    return {
      end: Number(counter?.next_offset ?? 0),
      cleanedTo: Number(counter?.cleaned_to ?? 0),
      cleanRecords: Number(counter?.clean_records ?? 0),
    };
  }

  /** Returns the last offset of every key in the new part. */
  private async latestIn({ from, to }: { from: number; to: number }): Promise<Map<string, number>> {
    const latest = new Map<string, number>();
    for await (const row of this.rows(from, to)) {
      for (const { key, offset } of decodeRecords(row.body, Number(row.base_offset))) latest.set(key, Number(offset));
    }
    return latest;
  }

  /** Yields the rows that end at or after `from` and before `to`, in offset order. */
  private async *rows(from: number, to: number): AsyncGenerator<Row> {
    let next = from;
    for (;;) {
      const { rows } = await this.pool.query<Row>({
        text: `select base_offset, last_offset, body from ${this.names.log(this.topicId)}
          where partition = $1 and last_offset >= $2 and last_offset < $3 order by last_offset limit ${ROWS_AT_ONCE}`,
        values: [this.partition, next, to],
      });
      if (rows.length === 0) return;
      yield* rows;
      next = Number(rows.at(-1)?.last_offset) + 1;
    }
  }

  private async rewrite(row: Row, wanted: readonly Received[]): Promise<void> {
    const log = this.names.log(this.topicId);
    const place = [this.partition, row.last_offset];
    if (wanted.length === 0) {
      await this.pool.query(`delete from ${log} where partition = $1 and last_offset = $2`, place);
      return;
    }
    const base = Number(row.base_offset);
    const body = encodeRecords(wanted.map((record) => ({ place: Number(record.offset) - base, record })));
    await this.pool.query(`update ${log} set body = $3 where partition = $1 and last_offset = $2`, [...place, body]);
  }
}
