// The bus on Kafka: topics, publishing and lag. Sends are in producer.ts, consumers in
// subscription.ts.
import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, type ITopicConfig, Kafka, type LogEntry, type SASLOptions, logLevel } from 'kafkajs';
import type { Bus, Outgoing, PartitionLag, SubscribeOptions, Subscription, TopicSpec } from '../bus';
import { addTo, emptyLoad, loadsOf } from './loads';
import { KafkaProducer } from './producer';
import { KafkaSubscription, groupIdOf } from './subscription';
import { checkOnlyWhatWaits } from './kafkajs.idle';
import { MAX_RECORD_BYTES, UnknownTopic } from '../limits';
import type { Log } from '../log';
import { Subscriptions } from '../subscriptions';

export interface KafkaSecurity {
  /** TLS with the certificates that Node trusts. */
  ssl?: boolean;
  sasl?: { mechanism: 'scram-sha-512' | 'scram-sha-256' | 'plain'; username: string; password: string };
}

export interface KafkaBusOptions {
  brokers: readonly string[];
  security: KafkaSecurity;
  clientId: string;
  log: Log;
}

/** Errors of a broker about a topic that was just created, or whose leader just moved. */
const NOT_YET = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION']);
/** Maximum milliseconds until every partition of a new topic has a leader. */
const LEADERS_WITHIN_MS = 30_000;
const CREATED_WITHIN_MS = 3_000;
const ASK_AGAIN_MS = 100;
const REQUEST_WITHIN_MS = 30_000;

checkOnlyWhatWaits();

export class KafkaBus implements Bus {
  private readonly kafka: Kafka;
  private readonly producer: KafkaProducer;
  private readonly partitionCounts = new Map<string, Promise<number>>();
  private readonly subscriptions = new Subscriptions();
  private connectedAdmin: Promise<Admin> | null = null;
  /** Admin clients with outdated metadata. They stay open while calls wait for their answers. */
  private readonly outdated = new Set<Admin>();

  constructor(private readonly options: KafkaBusOptions) {
    this.kafka = new Kafka({
      brokers: [...options.brokers],
      clientId: options.clientId,
      ssl: options.security.ssl ?? false,
      sasl: options.security.sasl as SASLOptions | undefined,
      connectionTimeout: 10_000,
      requestTimeout: REQUEST_WITHIN_MS,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10 },
      logLevel: logLevel.WARN,
      logCreator: () => (entry) => relay(options.log, entry),
    });
    this.producer = new KafkaProducer(this.kafka, () => this.admin(), options.log);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    const admin = await this.admin();
    const there = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !there.has(name)).map(configOf);
    // False when another process has created them first.
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false, timeout: 30_000 });
    // Not kafkajs's own wait for leaders, which gives up at the first broker that does not know the
    // topic yet.
    for (const { topic } of missing) {
      await this.untilCreated(topic, LEADERS_WITHIN_MS);
      await this.endsOf(topic, LEADERS_WITHIN_MS);
    }
  }

  async publish(topic: string, messages: readonly Outgoing[]): Promise<void> {
    const partitions = await this.partitionsOf(topic);
    await this.producer.send(loadsOf(topic, partitions, messages));
  }

  async publishToAll(topic: string, message: Outgoing): Promise<void> {
    const partitions = await this.partitionsOf(topic);
    await this.producer.send(
      Array.from({ length: partitions }, (_, partition) => addTo(emptyLoad(topic, partition), message)),
    );
  }

  subscribe(options: SubscribeOptions): Promise<Subscription> {
    return this.subscriptions.open(async () => {
      await this.partitionsOf(options.topic);
      const subscription = new KafkaSubscription({
        kafka: this.kafka,
        options,
        log: this.options.log,
        lagging: async (partitions) =>
          (await this.lag(options.group, options.topic)).some(
            ({ partition, committed, end }) =>
              (partitions === 'all' || partitions.includes(partition)) && committed < end,
          ),
      });
      await subscription.start();
      return subscription;
    });
  }

  async lag(group: string, topic: string): Promise<PartitionLag[]> {
    const admin = await this.admin();
    const [ends, [stored]] = await Promise.all([
      this.endsOf(topic, CREATED_WITHIN_MS),
      admin.fetchOffsets({ groupId: groupIdOf(group, topic), topics: [topic] }),
    ]);
    const committed = new Map(stored?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    return ends
      .map(({ partition, low, high }) => ({
        partition,
        // -1 when nothing is stored yet; messages that retention removed count as finished.
        committed: largest(committed.get(partition) ?? 0n, BigInt(low)),
        end: BigInt(high),
      }))
      .sort((a, b) => a.partition - b.partition);
  }

  async ping(): Promise<void> {
    await (await this.admin()).describeCluster();
  }

  async close(): Promise<void> {
    await this.subscriptions.close();
    await this.producer.close();
    await this.connectedAdmin?.then((admin) => admin.disconnect()).catch(() => undefined);
    await Promise.all([...this.outdated].map((admin) => this.disconnect(admin)));
  }

  private admin(): Promise<Admin> {
    this.connectedAdmin ??= this.connectAdmin().catch((error: unknown) => {
      this.connectedAdmin = null;
      throw error;
    });
    return this.connectedAdmin;
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }

  /**
   * Asked once per topic: the number of a topic's partitions never changes, or its keys would lose
   * their order.
   */
  private partitionsOf(topic: string): Promise<number> {
    const known = this.partitionCounts.get(topic);
    if (known) return known;
    const asked = this.untilCreated(topic, CREATED_WITHIN_MS);
    this.partitionCounts.set(topic, asked);
    asked.catch(() => this.partitionCounts.delete(topic));
    return asked;
  }

  /**
   * Returns the number of partitions. A broker may learn of a new topic later than the one that
   * created it.
   * @throws {UnknownTopic} when no broker knows the topic in time.
   */
  private async untilCreated(topic: string, patienceMs: number): Promise<number> {
    for (const until = Date.now() + patienceMs; ; await pause(ASK_AGAIN_MS)) {
      const partitions = await this.askPartitions(topic);
      if (partitions !== null) return partitions;
      if (Date.now() > until) throw new UnknownTopic(topic);
    }
  }

  /**
   * Returns the number of partitions; null while the broker does not know the topic or a partition
   * has no leader.
   */
  private async askPartitions(topic: string): Promise<number | null> {
    const admin = await this.admin();
    // Requesting the metadata of a missing topic would create it, where brokers are configured so.
    if (!(await admin.listTopics()).includes(topic)) return null;
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return topics[0]?.partitions.length ?? null;
    } catch (error) {
      if (isNotYet(error)) return null;
      throw error;
    }
  }

  /** Asks the brokers that lead now, although they may not yet know that they lead. */
  private async endsOf(topic: string, patienceMs: number) {
    for (const until = Date.now() + patienceMs; ; await pause(ASK_AGAIN_MS)) {
      const admin = await this.admin();
      try {
        return await admin.fetchTopicOffsets(topic);
      } catch (error) {
        if (!isNotYet(error) || Date.now() > until) throw error;
        await this.replace(admin);
      }
    }
  }

  /**
   * Replaces the admin client. kafkajs caches leaders for five minutes, whatever they answer; only
   * a new client asks again.
   */
  private async replace(admin: Admin): Promise<void> {
    if ((await this.connectedAdmin) !== admin) return;
    this.connectedAdmin = null;
    this.outdated.add(admin);
    setTimeout(() => void this.disconnect(admin), REQUEST_WITHIN_MS).unref();
  }

  private async disconnect(admin: Admin): Promise<void> {
    if (this.outdated.delete(admin)) await admin.disconnect().catch(() => undefined);
  }
}

const isNotYet = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && NOT_YET.has(String(error.type));

const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function configOf({ name, partitions, retentionMs }: TopicSpec): ITopicConfig {
  const keeping =
    retentionMs === null
      ? { name: 'cleanup.policy', value: 'compact' }
      : { name: 'retention.ms', value: String(retentionMs) };
  // -1: the number of replicas that the cluster is configured for.
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor: -1,
    configEntries: [keeping, { name: 'max.message.bytes', value: String(MAX_RECORD_BYTES + 64 * 1024) }],
  };
}

/**
 * Passes log entries of kafkajs on. It logs what it retries as an error ("coordinator is loading");
 * here that is a warning.
 */
function relay(log: Log, { level, namespace, log: said }: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...fields } = said;
  log(level === logLevel.ERROR ? 'warn' : 'debug', `kafkajs ${namespace}: ${message}`, fields);
}
