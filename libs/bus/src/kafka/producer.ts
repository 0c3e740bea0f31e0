// The idempotent producer, used so that kafkajs's retries stay safe. What kafkajs 2.2.4 does not
// say:
// - A send that failed gives its sequence numbers back. Whatever is sent next takes them, and if
//   the failed one had arrived after all the broker drops its successor as a duplicate. So nothing
//   is sent beside or after a send in doubt: one lane, and a fresh producer (with a new producer
//   id) after every failure.
// - A retry asks only the brokers that have not answered. If a partition moves to one that has, its
//   records are forgotten or written twice. So with more than one broker every partition has a send
//   of its own, and what a send says it wrote is checked against what it was given.
import { Admin, Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { Lane } from '../lane';
import { type Log, reasonOf } from '../log';
import { MAX_LOAD_BYTES } from '../limits';

export interface Load {
  topic: string;
  partition: number;
  messages: Message[];
  bytes: number;
}

/** About a minute in all: a broker that died is replaced within 15 s. */
const RETRY = { initialRetryTime: 50, maxRetryTime: 2_000, retries: 34 };
const ONE_BROKER = '*';
/** How long the number of brokers is taken for granted. */
const LAYOUT_MS = 30_000;

/**
 * A producer id and the sends that use it: let go of when it was given up and the last of them has
 * settled.
 */
interface Generation {
  producer: Promise<Producer>;
  inFlight: number;
  givenUp: boolean;
}

export class KafkaProducer {
  private readonly lanes = new Map<string, Lane<Load>>();
  private current: Generation | null = null;
  private layout: { oneBroker: Promise<boolean>; until: number } | null = null;
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: () => Promise<Admin>,
    private readonly log: Log,
  ) {}

  /**
   * Loads of one partition keep the order of the calls. Resolves when all are on all in-sync
   * replicas.
   */
  async send(loads: readonly Load[]): Promise<void> {
    if (this.closed) throw new Error('the bus is closed');
    const oneBroker = await this.oneBroker();
    // allSettled: a rejected publish must not leave a part of itself behind that is still under
    // way.
    const results = await Promise.allSettled(loads.map((load) => this.laneOf(load, oneBroker).push(load)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.idle();
    if (this.current) await this.giveUp(this.current);
  }

  /** One promise for all who ask at the same time, so that none overtakes another here. */
  private oneBroker(): Promise<boolean> {
    if (this.layout && Date.now() < this.layout.until) return this.layout.oneBroker;
    const oneBroker = this.askLayout(this.layout?.oneBroker ?? null);
    this.layout = { oneBroker, until: Date.now() + LAYOUT_MS };
    oneBroker.catch(() => (this.layout = null));
    return oneBroker;
  }

  private async askLayout(before: Promise<boolean> | null): Promise<boolean> {
    const { brokers } = await (await this.admin()).describeCluster();
    const oneBroker = brokers.length === 1;
    // The lanes of the old layout are emptied first: order holds over the change.
    if (before && (await before) !== oneBroker) await this.idle();
    return oneBroker;
  }

  private laneOf(load: Load, oneBroker: boolean): Lane<Load> {
    const name = oneBroker ? ONE_BROKER : `${load.topic}/${load.partition}`;
    const known = this.lanes.get(name);
    if (known) return known;
    const lane = new Lane<Load>({
      send: (batch) => this.deliver(batch),
      weightOf: ({ bytes }) => bytes,
      maxWeight: MAX_LOAD_BYTES,
    });
    this.lanes.set(name, lane);
    return lane;
  }

  private async idle(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.idle()));
  }

  private async deliver(loads: readonly Load[]): Promise<void> {
    const generation = (this.current ??= { producer: this.connect(), inFlight: 0, givenUp: false });
    generation.inFlight++;
    try {
      const producer = await generation.producer;
      assertAllWritten(loads, await producer.sendBatch({ acks: -1, topicMessages: byTopic(loads) }));
    } catch (error) {
      this.log('warn', 'a send failed, the next starts with a fresh producer', { reason: reasonOf(error) });
      generation.givenUp = true;
      if (this.current === generation) this.current = null;
      throw error;
    } finally {
      generation.inFlight--;
      if (generation.givenUp) await this.giveUp(generation);
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: RETRY,
      // Every message names its partition: see partitioner.ts.
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    await producer.connect();
    return producer;
  }

  private async giveUp(generation: Generation): Promise<void> {
    if (generation.inFlight > 0) return;
    await generation.producer.then((producer) => producer.disconnect()).catch(() => undefined);
  }
}

function byTopic(loads: readonly Load[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, messages } of loads) {
    const known = topics.get(topic);
    if (known) known.push(...messages);
    else topics.set(topic, [...messages]);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

function assertAllWritten(loads: readonly Load[], written: readonly RecordMetadata[]): void {
  const done = new Set(
    written.filter(({ errorCode }) => errorCode === 0).map((each) => `${each.topicName}/${each.partition}`),
  );
  const missing = loads.find(({ topic, partition }) => !done.has(`${topic}/${partition}`));
  if (missing) throw new Error(`no confirmation for ${missing.topic}/${missing.partition}`);
}
