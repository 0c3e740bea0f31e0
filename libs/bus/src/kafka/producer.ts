// The idempotent producer, used so that kafkajs's retries are safe. Undocumented in kafkajs 2.2.4:
// - A failed send returns its sequence numbers, and the next send takes them. If the failed one had
// arrived after all, the broker drops the next one as a duplicate. So there is one send at a time,
// and a new producer (with a new producer id) after every failure.
// - A retry sends only to the brokers that have not answered. If a partition moves to a broker that
// has, its records are lost or written twice. So with more than one broker every partition has a
// send of its own, and the result of a send is compared with what it was given.
import type { Load } from './loads';
import { Admin, Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { SerialSender } from '../serial-sender';
import { type Log, reasonOf } from '../log';
import { MAX_LOAD_BYTES } from '../limits';

/** Attempts over about a minute: a broker that died is replaced within 15 s. */
const RETRY = { initialRetryTime: 50, maxRetryTime: 2_000, retries: 34 };
const ONE_BROKER = '*';
/** Milliseconds for which the number of brokers is cached. */
const LAYOUT_MS = 30_000;

/**
 * A producer id and the sends that use it; disconnected once it is replaced and its last send has
 * settled.
 */
interface Generation {
  producer: Promise<Producer>;
  inFlight: number;
  givenUp: boolean;
}

export class KafkaProducer {
  private readonly senders = new Map<string, SerialSender<Load>>();
  private current: Generation | null = null;
  private layout: { oneBroker: Promise<boolean>; until: number } | null = null;
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: () => Promise<Admin>,
    private readonly log: Log,
  ) {}

  /**
   * Sends the loads of one partition in the order of the calls. Resolves when all are on all
   * in-sync replicas.
   */
  async send(loads: readonly Load[]): Promise<void> {
    if (this.closed) throw new Error('the bus is closed');
    const oneBroker = await this.oneBroker();
    // allSettled: when the call rejects, none of its sends may still be under way.
    const results = await Promise.allSettled(loads.map((load) => this.senderOf(load, oneBroker).push(load)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.idle();
    if (this.current) await this.giveUp(this.current);
  }

  /**
   * Resolves with whether the cluster has a single broker. Concurrent calls share one promise, so
   * that none overtakes another.
   */
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
    // The senders of the old layout finish first, so that order is kept over the change.
    if (before && (await before) !== oneBroker) await this.idle();
    return oneBroker;
  }

  private senderOf(load: Load, oneBroker: boolean): SerialSender<Load> {
    const name = oneBroker ? ONE_BROKER : `${load.topic}/${load.partition}`;
    const known = this.senders.get(name);
    if (known) return known;
    const sender = new SerialSender<Load>({
      send: (batch) => this.deliver(batch),
      weightOf: ({ bytes }) => bytes,
      maxWeight: MAX_LOAD_BYTES,
    });
    this.senders.set(name, sender);
    return sender;
  }

  private async idle(): Promise<void> {
    await Promise.all([...this.senders.values()].map((sender) => sender.idle()));
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
