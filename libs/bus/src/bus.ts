// The port between services: a partitioned, durable log with consumer groups. Two drivers implement
// it (kafka/bus.ts, embedded/bus.ts), and no code outside a driver depends on which one is used.
// Delivery is at least once, in order within a partition.

export interface TopicSpec {
  name: string;
  partitions: number;
  /** Null keeps the last record of every key (compacted). */
  retentionMs: number | null;
}

export interface Outgoing {
  /** Records of one key keep their order. */
  key: string;
  value: Buffer;
  headers?: Record<string, string>;
}

export interface Received {
  /** Place in the partition, as a decimal string (Kafka's are 64 bit). */
  offset: string;
  key: string;
  value: Buffer;
  headers: Record<string, string>;
}

export interface RawBatch {
  topic: string;
  partition: number;
  /** In offset order, at least one, at most `maxBatch` of the subscription. */
  messages: readonly Received[];
}

/**
 * Called with one batch of one partition at a time, and with the next one of that partition only
 * after the promise settles. When it resolves, the offset of the batch is stored. When it rejects,
 * the same messages are delivered again, in order, after a back-off that grows to 10 s.
 */
export type BatchHandler = (batch: RawBatch) => Promise<void>;

export interface SubscribeOptions {
  group: string;
  topic: string;
  /** Maximum number of messages in one call of the handler. */
  maxBatch: number;
  handler: BatchHandler;
  /** Maximum number of concurrent calls, each for another partition; 2 by default. */
  concurrency?: number;
  /**
   * Milliseconds after which the subscription counts as stalled: a handler has not settled, or
   * nothing was fetched although messages wait.
   */
  stallMs?: number;
  /** Called once when the subscription stalls; the service then ends its process. */
  onStall?: (reason: string) => void;
}

export interface Subscription {
  /**
   * Stops fetching after the batch under way; a paused subscription is not stalled and keeps its
   * partitions.
   */
  pause(): Promise<void>;
  resume(): void;
  /** Waits until the batches under way are handled and committed, then leaves the group. */
  stop(): Promise<void>;
}

export interface PartitionLag {
  partition: number;
  /** The first offset that the group has not committed. */
  committed: bigint;
  /** The offset that the next published message will get. */
  end: bigint;
}

export interface Bus {
  /**
   * Creates the topics that are missing; existing ones are never changed. Several processes may
   * call it at the same time.
   */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /**
   * Resolves once all messages are durable. Rejects when that is not certain: some of them may be
   * durable all the same.
   */
  publish(topic: string, messages: readonly Outgoing[]): Promise<void>;
  /**
   * Puts one copy of the message on every partition of the topic, after everything published to it
   * by this process.
   */
  publishToAll(topic: string, message: Outgoing): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Returns the progress of a group in all partitions of the topic, whichever member owns them. */
  lag(group: string, topic: string): Promise<PartitionLag[]>;
  /** Rejects when the log cannot be reached. */
  ping(): Promise<void>;
  /** Stops every subscription, then closes the connections. */
  close(): Promise<void>;
}
