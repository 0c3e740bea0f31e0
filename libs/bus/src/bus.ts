// The port between services: a partitioned, durable log with consumer groups. Two drivers stand
// behind it (kafka/bus.ts, embedded/bus.ts), and no code outside a driver knows which. Delivery is
// at least once; order holds within a partition.

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
 * Called with one batch of one partition at a time, and never with the next of that partition
 * before it settles. Resolved: the batch is done and its offset is stored. Rejected: the same
 * messages come again, in order, after a back-off that grows to 10 s.
 */
export type BatchHandler = (batch: RawBatch) => Promise<void>;

export interface SubscribeOptions {
  group: string;
  topic: string;
  /** Most messages in one call of the handler. */
  maxBatch: number;
  handler: BatchHandler;
  /** Handlers under way at the same time, each with another partition (2 if not given). */
  concurrency?: number;
  /**
   * A handler that has neither resolved nor rejected, or no fetch turn while there is lag, for this
   * long means stalled.
   */
  stallMs?: number;
  /** Called once when stalled; the service then ends its process. */
  onStall?: (reason: string) => void;
}

export interface Subscription {
  /**
   * Stops fetching after the batch under way; a paused subscription is not stalled and keeps its
   * partitions.
   */
  pause(): Promise<void>;
  resume(): void;
  /** Waits for the batches under way (they are committed), then leaves the group. */
  stop(): Promise<void>;
}

export interface PartitionLag {
  partition: number;
  /** The first offset that the group has not finished. */
  committed: bigint;
  /** The offset that the next published message will get. */
  end: bigint;
}

export interface Bus {
  /**
   * Creates what is missing; safe to call from several processes at once; never changes a topic
   * that exists.
   */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /**
   * Resolves once all messages are durable, rejects if that is not known (some may be durable all
   * the same).
   */
  publish(topic: string, messages: readonly Outgoing[]): Promise<void>;
  /**
   * Puts one copy of the message on every partition of the topic, after everything published to it
   * by this process.
   */
  publishToAll(topic: string, message: Outgoing): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** How far a group has come, for all partitions of the topic, whoever owns them. */
  lag(group: string, topic: string): Promise<PartitionLag[]>;
  /** Rejects when the log cannot be reached. */
  ping(): Promise<void>;
  /** Stops every subscription, then lets go of the connections. */
  close(): Promise<void>;
}
