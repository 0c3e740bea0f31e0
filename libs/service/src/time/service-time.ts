// The time of a service: the wall clock held back by unread messages, or, during a replay, its time
// marks. The progress is kept in Postgres, because the partitions are spread over the instances of
// the service and any of them may crash.
import { type Batch, type Bus, type Log, type PartitionMark, markOutgoing } from '@segue/bus';
import type { Db } from '@segue/store';
import type { Clock } from './clock';
import { faultOf } from '../observability/log';
import { Rounds } from '../runtime/rounds';
import { type PartitionProgress, type TimeReading, isPassedOn, later, leastMark, wallTime } from './partition-progress';
import { type PassedOn, ProgressStore } from './progress.store';

export interface ServiceTimeOptions {
  db: Db;
  bus: Bus;
  clock: Clock;
  group: string;
  /** The timed input; null for a service without one, whose time is the wall clock. */
  input: string | null;
  output: string | null;
  log: Log;
}

/**
 * Fires everything that is due at or before `until`, for all instances, and makes it durable.
 * Rejects if it could not.
 */
export type FireDue = (until: number) => Promise<void>;

interface Look {
  progress: PartitionProgress[];
  /** During a replay the mark that all partitions have reached; null otherwise. */
  stream: number | null;
  /** When the end of a replay returned the time to the wall clock; 0 without a replay. */
  historyUntil: number;
}

const READ_EVERY_MS = 100;
/**
 * Milliseconds between two reads without a replay. The instance that handles the first mark of a
 * replay notices it at once.
 */
const LOOK_EVERY_MS = 1000;
const STORE_EVERY_MS = 1000;
const RELAY_EVERY_MS = 1000;
/** Without a replay only a crash of another instance can leave a mark: few rounds look for it. */
const RELAY_ROUNDS_WITHOUT_REPLAY = 5;

export class ServiceTime {
  /** The latest `recordedAt` handled here, per partition; at least as new as the stored one. */
  private readonly handled = new Map<number, number>();
  private readonly unstored = new Set<number>();
  private partitions: number | undefined;
  private reading: { at: number; result: Promise<TimeReading> } | undefined;
  private looked: { at: number; keepMs: number; result: Promise<Look> } | undefined;
  private floor = 0;
  private fireDue: FireDue = async () => undefined;
  private relaying: Promise<void> | undefined;
  private again = false;
  private isReplayed = false;
  private readonly rounds: Rounds;
  private readonly progress: ProgressStore;

  constructor(private readonly options: ServiceTimeOptions) {
    this.progress = new ProgressStore(options.db, options.input ?? '');
    this.rounds = new Rounds(options.log, 'the service time could not be kept');
  }

  /**
   * Registers what must fire before a mark is forwarded. Called once, by a service with timers,
   * before it handles batches.
   */
  firesDue(fireDue: FireDue): void {
    this.fireDue = fireDue;
  }

  /**
   * Returns the service's time, read at most every 100 ms. Rejects when the database or the bus
   * cannot be reached.
   */
  read(): Promise<TimeReading> {
    const wall = this.options.clock.now();
    if (this.reading === undefined || Math.abs(wall - this.reading.at) >= READ_EVERY_MS) {
      const result = this.readNow();
      this.reading = { at: wall, result };
      result.catch(() => (this.reading = undefined));
    }
    return this.reading.result;
  }

  /**
   * Returns the time by which messages are judged: that of the marks during a replay, else the wall
   * clock. Unlike `read` it ignores unread messages, which matter only to timers.
   */
  async ofBatches(): Promise<TimeReading> {
    const { stream, historyUntil } = await this.lately();
    return stream === null
      ? { now: this.options.clock.now(), mode: 'wall', historyUntil }
      : { now: stream, mode: 'stream', historyUntil: 0 };
  }

  /**
   * Notes the progress of the partitions, and makes marks durable before the batch counts as done.
   * To be awaited at the end of a batch, after its transaction is committed and its messages are
   * published.
   */
  async noteBatch(batch: Batch<{ recordedAt: number }>): Promise<void> {
    for (const { partition, value } of batch.messages) this.noteHandled(partition, value.recordedAt);
    if (batch.marks.length > 0) await this.noteMarks(batch.marks);
  }

  /**
   * Notes that a message was handled; stored within a second. If a crash loses it, the time is
   * earlier, never later.
   */
  noteHandled(partition: number, recordedAt: number): void {
    if (recordedAt <= (this.handled.get(partition) ?? 0)) return;
    this.handled.set(partition, recordedAt);
    this.unstored.add(partition);
  }

  async noteMarks(marks: readonly PartitionMark[]): Promise<void> {
    await this.progress.noteMarks(marks);
    this.isReplayed = true;
    this.forget();
    this.relaySoon();
  }

  start(): void {
    if (this.options.input === null) return;
    this.rounds.every(STORE_EVERY_MS, () => this.store());
    // Marks that a crash left before they were forwarded are found here, by state.
    let round = 0;
    this.rounds.every(RELAY_EVERY_MS, async () => {
      if (this.isReplayed || round++ % RELAY_ROUNDS_WITHOUT_REPLAY === 0) await this.relayMarks();
    });
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
    this.again = false;
    await this.relaying?.catch(() => undefined);
    await this.store().catch(() => undefined);
  }

  /**
   * Forwards the least mark to every partition of the output, once everything due before it has
   * fired. Safe to call at any time.
   */
  async relayMarks(): Promise<void> {
    if (this.options.input === null) return;
    const { progress, passed } = await this.known();
    const mark = leastMark(progress, await this.partitionCount());
    this.isReplayed = !passed.handedOver && progress.some((one) => one.mark !== null);
    if (mark === null || passed.handedOver || isPassedOn(mark, passed)) return;
    await this.fireDue(mark.at);
    if (this.options.output !== null)
      await this.options.bus.publishToAll(this.options.output, markOutgoing({ v: 1, ...mark }));
    await this.progress.passOn(mark, this.options.clock.now());
    this.forget();
  }

  private async readNow(): Promise<TimeReading> {
    const { bus, clock, group, input } = this.options;
    // Read before the ends of the partitions, so that messages published in between are later than
    // this.
    const before = clock.now();
    if (input === null) return { now: before, mode: 'wall', historyUntil: 0 };
    const { progress, stream, historyUntil } = await this.look();
    if (stream !== null) return { now: stream, mode: 'stream', historyUntil: 0 };
    const now = wallTime(before, await bus.lag(group, input), progress);
    // A message that arrives after an idle hour must not turn the time back to the message before
    // it.
    this.floor = Math.max(this.floor, now);
    return { now: this.floor, mode: 'wall', historyUntil };
  }

  private lately(): Promise<Look> {
    const wall = this.options.clock.now();
    if (this.looked === undefined || Math.abs(wall - this.looked.at) >= this.looked.keepMs) {
      const looked = { at: wall, keepMs: READ_EVERY_MS, result: this.look() };
      looked.result.then(
        ({ stream }) => (looked.keepMs = stream === null ? LOOK_EVERY_MS : READ_EVERY_MS),
        () => (looked.keepMs = 0),
      );
      this.looked = looked;
    }
    return this.looked.result;
  }

  private async look(): Promise<Look> {
    if (this.options.input === null) return { progress: [], stream: null, historyUntil: 0 };
    const { progress, passed } = await this.known();
    const isReplayed = !passed.handedOver && progress.some((one) => one.mark !== null);
    return {
      progress,
      stream: isReplayed ? (leastMark(progress, await this.partitionCount())?.at ?? 0) : null,
      historyUntil: passed.handedOverAt ?? 0,
    };
  }

  /** Drops what was read, because a mark has changed it. */
  private forget(): void {
    this.reading = undefined;
    this.looked = undefined;
  }

  private async known(): Promise<{ progress: PartitionProgress[]; passed: PassedOn }> {
    const { progress, passed } = await this.progress.read();
    return {
      progress: progress.map((one) => ({ ...one, recordedAt: later(one.recordedAt, this.handled.get(one.partition)) })),
      passed,
    };
  }

  private async partitionCount(): Promise<number> {
    this.partitions ??= (await this.options.bus.lag(this.options.group, this.options.input as string)).length;
    return this.partitions;
  }

  private async store(): Promise<void> {
    const partitions = [...this.unstored];
    if (partitions.length === 0) return;
    this.unstored.clear();
    try {
      await this.progress.noteHandled(new Map(partitions.map((one) => [one, this.handled.get(one) ?? 0])));
    } catch (error) {
      for (const partition of partitions) this.unstored.add(partition);
      throw error;
    }
  }

  /**
   * Forwards marks, one at a time; those that arrive meanwhile are forwarded together afterwards.
   */
  private relaySoon(): void {
    this.again = true;
    this.relaying ??= this.relayWhileAsked()
      .catch((error: unknown) =>
        this.options.log('warn', 'a time mark waits to be passed on', { fault: faultOf(error) }),
      )
      .finally(() => (this.relaying = undefined));
  }

  private async relayWhileAsked(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.relayMarks();
    }
  }
}
