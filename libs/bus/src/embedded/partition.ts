// Serves one leased partition: reads rows, calls the handler with batches, retries failed ones and
// stores the offset.
import type { Pool } from 'pg';
import { backoffMs } from '../backoff';
import { WakeUp } from '../wake-up';
import type { Received, SubscribeOptions } from '../bus';
import type { Lease } from './membership';
import { decodeRecords } from './records';
import type { LogTopic, Names } from './schema';
import { type Log, reasonOf } from '../log';
import type { Slots } from './slots';
import type { Watchdog } from '../watchdog';

/** Publishers close a row at this many records. */
export const MAX_ROW_RECORDS = 1_000;
/**
 * Rows of compacted topics may hold few records each, so they are counted instead of their offsets.
 */
const COMPACTED_ROWS = 200;
/** Milliseconds between two polls; new messages, pause, resume and stop end the wait early. */
const IDLE_MS = 1_000;

export interface PartitionParts {
  pool: Pool;
  names: Names;
  topic: LogTopic;
  options: SubscribeOptions;
  memberId: string;
  slots: Slots;
  watchdog: Watchdog;
  log: Log;
  /** Returns the last known end of the partition, never ahead of what can be read. */
  end: (partition: number) => number;
  /** Returns records in memory that this process appended, from an offset on. */
  recent: (partition: number, offset: number, enough: number) => Received[];
  isPaused: () => boolean;
}

interface Row {
  base_offset: string;
  last_offset: string;
  body: Buffer;
}

export class PartitionReader {
  private readonly wakeUp = new WakeUp();
  private readonly running: Promise<void>;
  private handling: Promise<unknown> = Promise.resolve();
  private unhandled: Received[] = [];
  private ahead: Promise<Received[]> | null = null;
  /** The offset after the last one that was read. */
  private readTo: number;
  private failures = 0;
  private retryAt = 0;
  private ended = false;

  /**
   * Starts when `before` has settled: the reader of an earlier lease of this partition may still be
   * at work.
   */
  constructor(
    private readonly parts: PartitionParts,
    readonly lease: Lease,
    before: Promise<unknown>,
  ) {
    this.readTo = lease.next;
    this.running = before.then(() => this.run());
  }

  /** Ends a wait because of new messages, a pause or a resume. */
  wake(): void {
    this.wakeUp.set();
  }

  /**
   * Returns whether messages wait that may be handled now; those that wait for their next attempt
   * do not count.
   */
  isBehind(): boolean {
    return (
      Date.now() >= this.retryAt && (this.unhandled.length > 0 || this.parts.end(this.lease.partition) > this.readTo)
    );
  }

  /** Resolves when the batch under way, if there is one, has settled. */
  async settled(): Promise<void> {
    await this.handling;
  }

  /** Starts no further batch; resolves when none is under way. */
  end(): Promise<void> {
    this.ended = true;
    this.wakeUp.set();
    return this.running;
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      const waitMs = await this.step();
      if (waitMs > 0) await this.wakeUp.wait(waitMs);
    }
  }

  /** Takes one step; returns the milliseconds to wait when there is nothing to do. */
  private async step(): Promise<number> {
    if (this.parts.isPaused()) return IDLE_MS;
    if (Date.now() < this.retryAt) return this.retryAt - Date.now();
    if (this.unhandled.length > 0) return this.serve();
    if (!this.ahead && this.parts.end(this.lease.partition) <= this.readTo) return IDLE_MS;
    this.unhandled = await (this.ahead ?? this.read());
    this.ahead = null;
    return 0;
  }

  private async serve(): Promise<number> {
    const messages = this.unhandled.slice(0, this.parts.options.maxBatch);
    this.readAhead();
    const turn = this.parts.slots.run(() => this.handOut(messages));
    this.handling = turn;
    if (await turn) this.unhandled = this.unhandled.slice(messages.length);
    return 0;
  }

  /** The next rows are read while the last of these messages are handled. */
  private readAhead(): void {
    const isLast = this.unhandled.length <= this.parts.options.maxBatch;
    if (isLast && this.parts.end(this.lease.partition) > this.readTo) this.ahead ??= this.read();
  }

  /** Returns whether these messages are handled; if not, they are delivered again. */
  private async handOut(messages: readonly Received[]): Promise<boolean> {
    // It may have been paused or stopped while it waited for its slot.
    if (this.ended || this.parts.isPaused()) return false;
    const { options, topic, watchdog } = this.parts;
    const { partition } = this.lease;
    watchdog.began(partition);
    try {
      await options.handler({ topic: topic.name, partition, messages });
      await this.commit(messages);
      this.failures = 0;
      return true;
    } catch (error) {
      this.failed('a batch failed and is delivered again', error);
      return false;
    } finally {
      watchdog.ended(partition);
    }
  }

  /** Stores the offset of the group, unless the lease has passed to another owner. */
  private async commit(messages: readonly Received[]): Promise<void> {
    const { pool, names, options, topic, memberId } = this.parts;
    const next = Number(messages.at(-1)?.offset) + 1;
    const { rowCount } = await pool.query({
      name: 'commit',
      text: `update ${names.table('progress')} set next_offset = $1
        where group_name = $2 and topic_id = $3 and partition = $4 and owner = $5 and epoch = $6`,
      values: [next, options.group, topic.id, this.lease.partition, memberId, this.lease.epoch],
    });
    if (rowCount === 1) return;
    this.ended = true;
    this.parts.log('warn', 'another member took the partition over', this.place());
  }

  /** Returns the next rows; none when they cannot be read or were emptied by retention. */
  private async read(): Promise<Received[]> {
    try {
      const recent = this.parts.recent(this.lease.partition, this.readTo, this.window);
      if (recent.length > 0) return this.took(recent);
      const rows = await this.rowsFrom(this.readTo);
      this.parts.watchdog.turn();
      if (rows.length === 0) await this.leap();
      const records = rows.flatMap((row) => decodeRecords(row.body, Number(row.base_offset)));
      const unread = records.filter(({ offset }) => Number(offset) >= this.readTo);
      if (rows.length > 0) this.noteGap(Number(rows[0]?.base_offset));
      this.readTo = Math.max(this.readTo, Number(rows.at(-1)?.last_offset ?? -1) + 1);
      return unread;
    } catch (error) {
      this.failed('the log could not be read', error);
      return [];
    }
  }

  private took(records: Received[]): Received[] {
    this.parts.watchdog.turn();
    this.readTo += records.length;
    return records;
  }

  private get window(): number {
    return Math.max(this.parts.options.maxBatch, MAX_ROW_RECORDS);
  }

  private async rowsFrom(offset: number): Promise<Row[]> {
    const { pool, names, topic } = this.parts;
    const isCompacted = topic.retentionMs === null;
    const { rows } = await pool.query<Row>({
      name: `read_${topic.id}`,
      text: `select base_offset, last_offset, body from ${names.log(topic.id)}
        where partition = $1 and last_offset >= $2 and last_offset < $3 order by last_offset limit $4`,
      values: [
        this.lease.partition,
        offset,
        isCompacted ? Number.MAX_SAFE_INTEGER : offset + this.window,
        isCompacted ? COMPACTED_ROWS : this.window,
      ],
    });
    return rows;
  }

  /** Skips offsets that retention or compaction removed. */
  private async leap(): Promise<void> {
    const { pool, names, topic } = this.parts;
    const end = this.parts.end(this.lease.partition);
    const { rows } = await pool.query<{ base_offset: string }>(
      `select base_offset from ${names.log(topic.id)} where partition = $1 and last_offset >= $2 order by last_offset limit 1`,
      [this.lease.partition, this.readTo],
    );
    // Nothing is left before the end that was known when the question was asked.
    const to = rows[0] ? Number(rows[0].base_offset) : end;
    this.noteGap(to);
    this.readTo = Math.max(this.readTo, to);
  }

  /**
   * Logs messages that retention removed before the group read them. Compaction removes only
   * messages that have a successor.
   */
  private noteGap(first: number): void {
    if (this.parts.topic.retentionMs === null || first <= this.readTo) return;
    this.parts.log('error', 'messages were dropped by retention before this group read them', {
      ...this.place(),
      from: this.readTo,
      to: first - 1,
    });
  }

  private failed(message: string, error: unknown): void {
    this.failures++;
    const waitMs = backoffMs(this.failures);
    this.retryAt = Date.now() + waitMs;
    this.parts.log('warn', message, { ...this.place(), tries: this.failures, waitMs, reason: reasonOf(error) });
  }

  private place(): Record<string, unknown> {
    return { group: this.parts.options.group, topic: this.parts.topic.name, partition: this.lease.partition };
  }
}
