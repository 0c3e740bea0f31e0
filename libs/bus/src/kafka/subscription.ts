// One consumer of one topic for one group. kafkajs fetches; this file decides what is handled,
// paused, retried and committed.
import type {
  Consumer,
  ConsumerCrashEvent,
  ConsumerGroupJoinEvent,
  EachBatchPayload,
  Kafka,
  KafkaMessage,
} from 'kafkajs';
import type { SubscribeOptions, Subscription } from '../bus';
import { BackOffs } from './back-offs';
import { type CommitRequest, KafkaCommits } from './commits';
import { HEARTBEAT_MS, Heartbeats } from './heartbeats';
import { received } from './received';
import { DEFAULT_CONCURRENCY, DEFAULT_STALL_MS, MAX_RECORD_BYTES } from '../limits';
import { type Log, reasonOf } from '../log';
import { Watchdog } from '../watchdog';

/**
 * A broker answers as soon as there is a message; this only bounds the delay of a pause, a resume
 * or a stop. Each empty answer costs about two milliseconds of processor.
 */
const FETCH_WAIT_MS = 500;
const SESSION_MS = 8_000;

export interface KafkaSubscriptionParts {
  kafka: Kafka;
  options: SubscribeOptions;
  /**
   * Resolves with whether one of these partitions, or of all, holds messages that the group has not
   * finished.
   */
  lagging: (partitions: readonly number[] | 'all') => Promise<boolean>;
  log: Log;
}

/**
 * Returns the id of the consumer group of one topic. Two topics must not share members, since
 * kafkajs's assigner gives every member all topics of the leader.
 */
export const groupIdOf = (group: string, topic: string): string => `${group}.${topic}`;

export class KafkaSubscription implements Subscription {
  private readonly consumer: Consumer;
  private readonly watchdog: Watchdog;
  private readonly backOffs = new BackOffs(() => this.applyPauses());
  /** The batch under way, by partition. */
  private readonly inFlight = new Map<number, Promise<unknown>>();
  private readonly commits: KafkaCommits;
  private assigned: readonly number[] = [];
  /** Number of the assignment: messages of an older one may belong to another member by now. */
  private generation = 0;
  private paused = false;
  private stopping: Promise<void> | null = null;

  constructor(private readonly parts: KafkaSubscriptionParts) {
    const { options } = parts;
    this.consumer = parts.kafka.consumer({
      groupId: groupIdOf(options.group, options.topic),
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      minBytes: 1,
      maxBytes: Math.max(10 * 1024 * 1024, MAX_RECORD_BYTES),
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => !this.stopping },
    });
    this.commits = new KafkaCommits(options.topic, parts.log);
    this.watchdog = new Watchdog({
      stallMs: options.stallMs ?? DEFAULT_STALL_MS,
      onStall: (reason) => options.onStall?.(reason),
      hasLag: () => parts.lagging(this.servable()),
    });
    this.listen();
  }

  async start(): Promise<void> {
    const { topic, concurrency } = this.parts.options;
    await this.consumer.connect();
    await this.consumer.subscribe({ topic, fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency ?? DEFAULT_CONCURRENCY,
      eachBatch: (payload) => this.serve(payload),
    });
  }

  async pause(): Promise<void> {
    this.paused = true;
    this.applyPauses();
    await Promise.allSettled(this.inFlight.values());
  }

  resume(): void {
    this.paused = false;
    this.watchdog.turn();
    this.applyPauses();
  }

  stop(): Promise<void> {
    this.stopping ??= this.leave();
    return this.stopping;
  }

  private async leave(): Promise<void> {
    this.watchdog.stop();
    this.backOffs.stop();
    await Promise.allSettled(this.inFlight.values());
    // Before leaving: kafkajs refuses commits afterwards, and the next owner would start too early.
    await this.commits.flush();
    await this.consumer.disconnect();
  }

  private listen(): void {
    const { events } = this.consumer;
    // Not at FETCH, which kafkajs also emits for fetches that failed.
    this.consumer.on(events.START_BATCH_PROCESS, () => this.watchdog.turn());
    // The coordinator still accepts commits; uncommitted messages would come again, perhaps to
    // another member.
    this.consumer.on(events.REBALANCING, () => void this.commits.flush());
    this.consumer.on(events.GROUP_JOIN, (event) => this.joined(event));
    this.consumer.on(events.CRASH, (event) => this.crashed(event));
  }

  private joined({ payload }: ConsumerGroupJoinEvent): void {
    this.generation++;
    this.commits.forget();
    this.assigned = payload.memberAssignment[this.parts.options.topic] ?? [];
    // A consumer that crashed and was restarted has lost its paused partitions.
    this.applyPauses();
  }

  private crashed({ payload }: ConsumerCrashEvent): void {
    this.parts.log('warn', 'a consumer crashed', {
      ...this.names(),
      reason: payload.error.message,
      restart: payload.restart,
    });
    if (!payload.restart && !this.stopping) this.watchdog.report(`the consumer crashed: ${payload.error.message}`);
  }

  /**
   * Handles, resolves and commits one fetched batch in parts. Ends early after a stop, a pause, a
   * failure or the loss of the partition.
   */
  private async serve(payload: EachBatchPayload): Promise<void> {
    const { partition, messages } = payload.batch;
    const generation = this.generation;
    // After a new assignment the partition may return while its batch of the previous assignment is
    // still under way.
    await Promise.allSettled([this.inFlight.get(partition)]);
    for (const piece of chunks(messages, this.parts.options.maxBatch)) {
      if (this.mustLeaveOff(payload) || generation !== this.generation) return;
      const turn = this.handle(payload, piece, generation);
      this.inFlight.set(partition, turn);
      const outcome = await turn.finally(() => this.inFlight.delete(partition));
      if (outcome !== 'done') return;
    }
  }

  private async handle(
    payload: EachBatchPayload,
    messages: KafkaMessage[],
    generation: number,
  ): Promise<'done' | 'again'> {
    const { partition, topic } = payload.batch;
    const heartbeats = new Heartbeats(payload);
    this.watchdog.began(partition);
    try {
      await this.parts.options.handler({ topic, partition, messages: messages.map(received) });
    } catch (error) {
      this.backOff(partition, error);
      return 'again';
    } finally {
      this.watchdog.ended(partition);
      heartbeats.stop();
    }
    this.backOffs.succeeded(partition);
    // Another member may own the partition by now: it gets these messages again.
    if (generation !== this.generation) return 'again';
    this.finish(payload, messages.at(-1) as KafkaMessage);
    if (heartbeats.lost) {
      await this.commits.flush();
      throw heartbeats.lost;
    }
    return 'done';
  }

  private finish(payload: EachBatchPayload, { offset }: KafkaMessage): void {
    payload.resolveOffset(offset);
    // Not `consumer.commitOffsets`, which does nothing, silently, once the consumer is stopping.
    const send = (request: CommitRequest): Promise<void> => payload.commitOffsetsIfNecessary(request);
    this.commits.add(payload.batch.partition, (BigInt(offset) + 1n).toString(), send);
  }

  private mustLeaveOff(payload: EachBatchPayload): boolean {
    return this.paused || this.stopping !== null || !payload.isRunning() || payload.isStale();
  }

  /** Pauses one partition; the others and the heartbeats go on. */
  private backOff(partition: number, error: unknown): void {
    const { tries, waitMs } = this.backOffs.failed(partition);
    this.parts.log('warn', 'a batch failed and is delivered again', {
      ...this.names(),
      partition,
      tries,
      waitMs,
      reason: reasonOf(error),
    });
    this.applyPauses();
  }

  /**
   * Sets the paused partitions anew: kafkajs forgets that the whole topic is paused once a single
   * partition is.
   */
  private applyPauses(): void {
    const { topic } = this.parts.options;
    if (this.stopping) return;
    const waiting = this.backOffs.partitions();
    try {
      this.consumer.resume([{ topic }]);
      if (this.paused) this.consumer.pause([{ topic }]);
      else if (waiting.length > 0) this.consumer.pause([{ topic, partitions: waiting }]);
    } catch {
      // Between a crash and the restart there is nothing to pause: joining the group applies it.
    }
  }

  /**
   * Returns the partitions whose messages should be fetched now. Before the first join it may be
   * that no member serves them.
   */
  private servable(): number[] | 'all' {
    if (this.generation === 0) return 'all';
    return this.paused ? [] : this.assigned.filter((partition) => !this.backOffs.isWaiting(partition));
  }

  private names(): { group: string; topic: string } {
    return { group: this.parts.options.group, topic: this.parts.options.topic };
  }
}

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
