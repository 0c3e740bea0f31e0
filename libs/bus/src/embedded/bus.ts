// The bus on Postgres, for one machine: a partitioned log whose rows are whole record batches.
// Appending is here; the tables are in schema.ts, members and leases in membership.ts, reading in
// partition.ts.
import { Pool } from 'pg';
import type { Bus, Outgoing, PartitionLag, SubscribeOptions, Subscription, TopicSpec } from '../bus';
import { compact } from './compaction';
import { Membership } from './membership';
import { MAX_ROW_RECORDS } from './partition';
import { RecentRows } from './recent';
import { type Placed, encodeRecords } from './records';
import { dropExpired, makeRoom, spanOf } from './retention';
import { type LogTopic, Names, ensureLogs, ensureSchema, topicsIn } from './schema';
import { EmbeddedSubscription } from './subscription';
import { Tails } from './tails';
import { Lane } from '../lane';
import { DEFAULT_CONCURRENCY, MAX_LOAD_BYTES, UnknownTopic, assertFits } from '../limits';
import { type Log, reasonOf } from '../log';
import { partitionOf } from '../partitioner';
import { Slots } from './slots';
import { Subscriptions } from '../subscriptions';

export interface EmbeddedBusOptions {
  databaseUrl: string;
  /** Of the log's tables. */
  schema: string;
  clientId: string;
  /** Of a topic, whatever its spec asks for. */
  mostPartitions: number;
  log: Log;
}

/** What one call of `publish` puts on one partition. */
interface Item {
  partition: number;
  messages: Outgoing[];
  bytes: number;
}

/** No longer than this between two looks at what is too old. */
const HOUSEKEEPING_MS = 600_000;
const QUERY_TIMEOUT_MS = 30_000;
/** "no partition of relation found for row": the child table for this instant is not there yet. */
const NO_CHILD = '23514';

export class EmbeddedBus implements Bus {
  /** Appends are durable when they resolve. */
  private readonly durable: Pool;
  /**
   * Progress and heartbeats: losing the last ones in a crash of Postgres means redelivery, nothing
   * else.
   */
  private readonly relaxed: Pool;
  private readonly names: Names;
  private readonly tails: Tails;
  private readonly recent = new RecentRows();
  private readonly membership: Membership;
  private readonly subscriptions = new Subscriptions();
  private readonly lanes = new Map<string, Lane<Item[]>>();
  private topics = new Map<string, LogTopic>();
  private prepared: Promise<void> | null = null;
  private housekeeping: NodeJS.Timeout | null = null;
  private keeping: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: EmbeddedBusOptions) {
    this.durable = this.poolOf(4, '');
    this.relaxed = this.poolOf(6, '-c synchronous_commit=off');
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
    await Promise.all([...this.lanes.values()].map((lane) => lane.idle()));
    this.closed = true;
    if (this.housekeeping) clearTimeout(this.housekeeping);
    this.membership.stop();
    await this.tails.close();
    await this.keeping;
    await Promise.all([this.durable.end(), this.relaxed.end()]);
  }

  private async append(topic: string, items: Item[]): Promise<void> {
    if (this.closed) throw new Error('the bus is closed');
    const lane = this.lanes.get(topic) ?? this.laneOf(topic);
    await lane.push(items);
  }

  private laneOf(topic: string): Lane<Item[]> {
    const lane = new Lane<Item[]>({
      send: (load) => this.write(topic, load.flat()),
      weightOf: (items) => items.reduce((sum, { bytes }) => sum + bytes, 0),
      maxWeight: 4 * MAX_LOAD_BYTES,
    });
    this.lanes.set(topic, lane);
    return lane;
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
    void this.tails.tellOthers();
  }

  /** Committed up to `end`. */
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

  private poolOf(max: number, options: string): Pool {
    const pool = new Pool({
      connectionString: this.options.databaseUrl,
      application_name: this.options.clientId,
      max,
      options,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: QUERY_TIMEOUT_MS,
    });
    // An idle connection that breaks is replaced when it is needed.
    pool.on('error', (error) => this.options.log('warn', 'a connection of the log broke', { reason: error.message }));
    // A connection in use that breaks between two statements rejects the next one; without a
    // listener its error event would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  }
}

function addTo(topic: string, item: Item, message: Outgoing): Item {
  assertFits(topic, message.value);
  item.messages.push(message);
  item.bytes += message.value.length + message.key.length;
  return item;
}

/** What the items put on each partition, in partition order, in rows of at most MAX_ROW_RECORDS. */
function rowsOf(items: readonly Item[]): { partition: number; records: Outgoing[] }[] {
  const partitions = new Map<number, Outgoing[]>();
  for (const { partition, messages } of items) {
    const known = partitions.get(partition);
    if (known) known.push(...messages);
    else partitions.set(partition, [...messages]);
  }
  return [...partitions]
    .sort(([a], [b]) => a - b)
    .flatMap(([partition, messages]) => rowsOfPartition(messages).map((records) => ({ partition, records })));
}

function rowsOfPartition(messages: readonly Outgoing[]): Outgoing[][] {
  const rows = [];
  for (let start = 0; start < messages.length; start += MAX_ROW_RECORDS) {
    rows.push(messages.slice(start, start + MAX_ROW_RECORDS));
  }
  return rows;
}

const placed = (records: readonly Outgoing[]): Placed[] => records.map((record, place) => ({ place, record }));
