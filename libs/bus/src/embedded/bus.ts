// The bus on Postgres, for one machine: a partitioned log whose rows are whole record batches.
// Appending is here; the tables are in schema.ts, members and leases in membership.ts, reading in
// partition.ts.
import type { Pool } from 'pg';
import type { Bus, Outgoing, PartitionLag, SubscribeOptions, Subscription, TopicSpec } from '../bus';
import { compact } from './compaction';
import { Membership } from './membership';
import { RecentRows } from './recent';
import { encodeRecords } from './records';
import { type Item, addTo, placed, rowsOf } from './rows';
import { dropExpired, makeRoom, spanOf } from './retention';
import { type LogTopic, Names, ensureLogs, ensureSchema, topicsIn } from './schema';
import { poolOf } from './pool';
import { EmbeddedSubscription } from './subscription';
import { Tails } from './tails';
import { SerialSender } from '../serial-sender';
import { DEFAULT_CONCURRENCY, MAX_LOAD_BYTES, UnknownTopic } from '../limits';
import { type Log, reasonOf } from '../log';
import { partitionOf } from '../partitioner';
import { Slots } from './slots';
import { Subscriptions } from '../subscriptions';

export interface EmbeddedBusOptions {
  databaseUrl: string;
  /** Schema of the log's tables. */
  schema: string;
  clientId: string;
  /** Maximum number of partitions of a topic, whatever its spec says. */
  mostPartitions: number;
  log: Log;
}

/** Maximum milliseconds between two checks for expired rows. */
const HOUSEKEEPING_MS = 600_000;
/**
 * "no partition of relation found for row": the child table for this instant does not exist yet.
 */
const NO_CHILD = '23514';

export class EmbeddedBus implements Bus {
  /** Appends are durable when they resolve. */
  private readonly durable: Pool;
  /**
   * Writes progress and heartbeats without waiting for the disk: losing the last ones in a crash of
   * Postgres only means redelivery.
   */
  private readonly relaxed: Pool;
  private readonly names: Names;
  private readonly tails: Tails;
  private readonly recent = new RecentRows();
  private readonly membership: Membership;
  private readonly subscriptions = new Subscriptions();
  private readonly senders = new Map<string, SerialSender<Item[]>>();
  private topics = new Map<string, LogTopic>();
  private prepared: Promise<void> | null = null;
  private housekeeping: NodeJS.Timeout | null = null;
  private keeping: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: EmbeddedBusOptions) {
    this.durable = poolOf(this.options, 4, '');
    this.relaxed = poolOf(this.options, 6, '-c synchronous_commit=off');
    this.names = new Names(options.schema);
    const { names, relaxed: pool } = this;
    this.tails = new Tails({ databaseUrl: options.databaseUrl, pool, names, log: options.log });
    this.membership = new Membership({ pool, names, log: options.log });
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    await this.prepare();
    const { mostPartitions } = this.options;
    const capped = topics.map((spec) => ({ ...spec, partitions: Math.min(spec.partitions, mostPartitions) }));
    await ensureLogs(this.durable, this.names, capped);
    await this.learnTopics();
    for (const topic of this.topics.values()) await makeRoom(this.durable, this.names, topic);
  }

  async publish(topic: string, messages: readonly Outgoing[]): Promise<void> {
    if (messages.length === 0) return;
    const { partitions } = await this.topicOf(topic);
    const items = new Map<number, Item>();
    for (const message of messages) {
      const partition = partitionOf(message.key, partitions);
      const item = items.get(partition) ?? { partition, messages: [], bytes: 0 };
      items.set(partition, addTo(topic, item, message));
    }
    await this.append(topic, [...items.values()]);
  }

  async publishToAll(topic: string, message: Outgoing): Promise<void> {
    const { partitions } = await this.topicOf(topic);
    const all = Array.from({ length: partitions }, (_, partition) => ({ partition, messages: [], bytes: 0 }));
    await this.append(
      topic,
      all.map((item) => addTo(topic, item, message)),
    );
  }

  subscribe(options: SubscribeOptions): Promise<Subscription> {
    return this.subscriptions.open(() => this.open(options));
  }

  async lag(group: string, topic: string): Promise<PartitionLag[]> {
    const { id } = await this.topicOf(topic);
    const { rows } = await this.relaxed.query<{ partition: number; committed: string; end: string }>({
      name: 'lag',
      text: `select p.partition, greatest(coalesce(g.next_offset, 0), p.first_offset) as committed, p.next_offset as end
        from ${this.names.table('partition')} p left join ${this.names.table('progress')} g
          on g.group_name = $1 and g.topic_id = p.topic_id and g.partition = p.partition
        where p.topic_id = $2 order by p.partition`,
      values: [group, id],
    });
    return rows.map(({ partition, committed, end }) => ({ partition, committed: BigInt(committed), end: BigInt(end) }));
  }

  async ping(): Promise<void> {
    await this.relaxed.query('select 1');
  }

  async close(): Promise<void> {
    if (this.closed) return;
    await this.subscriptions.close();
    await Promise.all([...this.senders.values()].map((sender) => sender.idle()));
    this.closed = true;
    if (this.housekeeping) clearTimeout(this.housekeeping);
    this.membership.stop();
    await this.tails.close();
    await this.keeping;
    await Promise.all([this.durable.end(), this.relaxed.end()]);
  }

  private async append(topic: string, items: Item[]): Promise<void> {
    if (this.closed) throw new Error('the bus is closed');
    const sender = this.senders.get(topic) ?? this.senderOf(topic);
    await sender.push(items);
  }

  private senderOf(topic: string): SerialSender<Item[]> {
    const sender = new SerialSender<Item[]>({
      send: (load) => this.write(topic, load.flat()),
      weightOf: (items) => items.reduce((sum, { bytes }) => sum + bytes, 0),
      maxWeight: 4 * MAX_LOAD_BYTES,
    });
    this.senders.set(topic, sender);
    return sender;
  }

  private async write(topicName: string, items: readonly Item[]): Promise<void> {
    const topic = await this.topicOf(topicName);
    const rows = rowsOf(items).map((row) => ({ ...row, body: encodeRecords(placed(row.records)) }));
    const values = [
      rows.map(({ partition }) => partition),
      rows.map(({ records }) => records.length),
      rows.map(({ body }) => body.length),
      Buffer.concat(rows.map(({ body }) => body)),
    ];
    const ends = await this.insert(topic, values).catch(async (error: { code?: string }) => {
      if (error.code !== NO_CHILD) throw error;
      await makeRoom(this.durable, this.names, topic);
      return this.insert(topic, values);
    });
    rows.forEach(({ partition, records }, index) => this.appended(topic.id, partition, records, Number(ends[index])));
    void this.tails.notifyOthers();
  }

  /** Reports that the records were committed; `end` is the offset after the last one. */
  private appended(topicId: number, partition: number, records: readonly Outgoing[], end: number): void {
    if (this.tails.isWatched(topicId)) this.recent.add(topicId, partition, end - records.length, records);
    this.tails.grew(topicId, partition, end);
  }

  private async insert(topic: LogTopic, values: readonly unknown[]): Promise<string[]> {
    const { rows } = await this.durable.query<{ ends: string[] }>({
      name: `append_${topic.id}`,
      text: `select ${this.names.append(topic.id)}($1, $2, $3, $4) as ends`,
      values: [...values],
    });
    return rows[0]?.ends ?? [];
  }

  private async open(options: SubscribeOptions): Promise<Subscription> {
    const topic = await this.topicOf(options.topic);
    await this.tails.look([topic.id]);
    const subscription = new EmbeddedSubscription({
      pool: this.relaxed,
      names: this.names,
      topic,
      options,
      slots: new Slots(options.concurrency ?? DEFAULT_CONCURRENCY),
      log: this.options.log,
      end: (partition) => this.tails.endOf(topic.id, partition),
      recent: (partition, offset, enough) => this.recent.from(topic.id, partition, offset, enough),
      membership: this.membership,
      watchTails: (wake) => this.tails.watch(topic.id, wake),
    });
    await this.membership.join(subscription);
    return subscription;
  }

  private async topicOf(name: string): Promise<LogTopic> {
    const known = this.topics.get(name);
    if (known) return known;
    await this.prepare();
    await this.learnTopics();
    const topic = this.topics.get(name);
    if (!topic) throw new UnknownTopic(name);
    return topic;
  }

  private prepare(): Promise<void> {
    this.prepared ??= ensureSchema(this.durable, this.names).catch((error: unknown) => {
      this.prepared = null;
      throw error;
    });
    return this.prepared;
  }

  private async learnTopics(): Promise<void> {
    this.topics = new Map((await topicsIn(this.relaxed, this.names)).map((topic) => [topic.name, topic]));
    if (!this.housekeeping) this.keepHouseLater();
  }

  private keepHouseLater(): void {
    if (this.closed) return;
    const spans = [...this.topics.values()].flatMap(({ retentionMs }) =>
      retentionMs === null ? [] : [spanOf(retentionMs)],
    );
    this.housekeeping = setTimeout(
      () => {
        this.keeping = this.keepHouse()
          .catch((error: unknown) =>
            this.options.log('warn', 'housekeeping of the log failed', { reason: reasonOf(error) }),
          )
          .finally(() => this.keepHouseLater());
      },
      Math.min(HOUSEKEEPING_MS, ...spans),
    );
    this.housekeeping.unref();
  }

  private async keepHouse(): Promise<void> {
    for (const topic of this.topics.values()) {
      await makeRoom(this.durable, this.names, topic);
      await dropExpired(this.durable, this.names, topic);
      await compact(this.relaxed, this.names, topic);
    }
  }
}
