// The ends of the partitions, and the readers that wait for new records. Publishers of this process
// report them directly, those of other processes by NOTIFY; polling the counters is the fallback.
import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { backoffMs } from '../backoff';
import type { Names } from './schema';
import { type Log, reasonOf } from '../log';

const LOOK_MS = 1_000;
const NOTIFY_EVERY_MS = 10;

export interface TailsParts {
  databaseUrl: string;
  pool: Pool;
  names: Names;
  log: Log;
}

export class Tails {
  private readonly id = randomUUID();
  private readonly ends = new Map<number, number[]>();
  private readonly listeners = new Map<number, Set<(partition: number) => void>>();
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private notifying = false;
  private readonly unnotified = new Set<number>();
  private failures = 0;
  private closed = false;

  constructor(private readonly parts: TailsParts) {}

  /**
   * Returns the last known end of a partition (the offset after its last record). It may be behind,
   * never ahead of what can be read.
   */
  endOf(topicId: number, partition: number): number {
    return this.ends.get(topicId)?.[partition] ?? 0;
  }

  /**
   * Calls `wake` whenever a partition of the topic has grown; returns a function that ends this.
   */
  watch(topicId: number, wake: (partition: number) => void): () => void {
    const wakes = this.listeners.get(topicId) ?? new Set();
    this.listeners.set(topicId, wakes.add(wake));
    this.open();
    return () => wakes.delete(wake);
  }

  /** Returns whether this process reads the topic. */
  isWatched(topicId: number): boolean {
    return (this.listeners.get(topicId)?.size ?? 0) > 0;
  }

  /** Reports that this process committed records up to `end`. */
  grew(topicId: number, partition: number, end: number): void {
    this.raise(topicId, partition, end);
    this.unnotified.add(topicId);
  }

  /**
   * Notifies other processes of the partitions that grew. At most one notification is under way,
   * and few are sent a second: further growth goes with the next one.
   */
  async notifyOthers(): Promise<void> {
    if (this.notifying) return;
    this.notifying = true;
    try {
      while (this.unnotified.size > 0 && !this.closed) {
        this.unnotified.clear();
        await this.parts.pool.query(`select pg_notify($1, $2)`, [this.parts.names.channel, this.id]);
        await new Promise((resolve) => setTimeout(resolve, NOTIFY_EVERY_MS));
      }
    } catch (error) {
      this.parts.log('warn', 'other processes could not be notified of new messages', { reason: reasonOf(error) });
    } finally {
      this.notifying = false;
    }
  }

  /** Reads the counters of these topics. Rejects when Postgres is not available. */
  async look(topicIds: readonly number[]): Promise<void> {
    const { names, pool } = this.parts;
    const { rows } = await pool.query<{ topic_id: number; partition: number; end: string }>({
      name: 'tails',
      text: `select topic_id, partition, next_offset as end from ${names.table('partition')} where topic_id = any($1)`,
      values: [topicIds],
    });
    for (const { topic_id, partition, end } of rows) this.raise(topic_id, partition, Number(end));
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private raise(topicId: number, partition: number, end: number): void {
    const ends = this.ends.get(topicId) ?? [];
    this.ends.set(topicId, ends);
    if ((ends[partition] ?? 0) >= end) return;
    ends[partition] = end;
    for (const wake of this.listeners.get(topicId) ?? []) wake(partition);
  }

  private open(): void {
    if (this.timer || this.closed) return;
    this.timer = setTimeout(() => void this.lookRound(), 0);
    void this.listen();
  }

  /** Reads the counters, one read at a time; a call during a read causes one more read after it. */
  private lookSoon(): void {
    if (this.looking) this.lookAgain = true;
    else void this.lookRound();
  }

  private lookRound(): Promise<void> {
    this.looking ??= this.lookUntilQuiet().finally(() => {
      this.looking = null;
      if (this.timer) clearTimeout(this.timer);
      if (!this.closed) this.timer = setTimeout(() => void this.lookRound(), LOOK_MS);
    });
    return this.looking;
  }

  private async lookUntilQuiet(): Promise<void> {
    do {
      this.lookAgain = false;
      await this.look([...this.listeners.keys()]).catch((error: unknown) =>
        this.parts.log('debug', 'no look at the log', { reason: reasonOf(error) }),
      );
    } while (this.lookAgain && !this.closed);
  }

  private async listen(): Promise<void> {
    const client = new Client({ connectionString: this.parts.databaseUrl, keepAlive: true });
    client.on('notification', ({ payload }) => payload !== this.id && this.lookSoon());
    client.on('error', (error) => this.listenAgain(client, error));
    this.client = client;
    try {
      await client.connect();
      await client.query(`listen ${this.parts.names.channel}`);
      this.failures = 0;
    } catch (error) {
      this.listenAgain(client, error);
    }
  }

  private listenAgain(client: Client, error: unknown): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    void client.end().catch(() => undefined);
    this.parts.log('warn', 'the listening connection broke', { reason: reasonOf(error) });
    setTimeout(() => !this.closed && void this.listen(), backoffMs(++this.failures)).unref();
  }
}
