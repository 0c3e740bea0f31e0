// Makes touchpoints durable before their request is answered. Requests that come while one publish
// to a topic is under way share the next one; no topic waits for another, so that live touchpoints
// never wait for an import to be written.
import { type Bus, type Log, type Outgoing } from '@segue/bus';
import { BUS, LOG, Problem, faultOf } from '@segue/service';
import { Inject, Injectable } from '@nestjs/common';
import { IngestionConfig } from '../config';

/** One message for one topic. */
export interface Write {
  topic: string;
  message: Outgoing;
}

interface Waiting {
  messages: readonly Outgoing[];
  /** True once its request was answered with 429: it is not published late. */
  isRefused: boolean;
  done(): void;
  failed(problem: Problem): void;
}

const MAX_TOGETHER = 5000;
/** Maximum number of messages in a publish; encoding more would block the event loop. */
const MAX_IN_A_PUBLISH = 2000;

@Injectable()
export class TouchpointWriter {
  private readonly queues = new Map<string, TopicQueue>();
  private unconfirmed = 0;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly config: IngestionConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Resolves once all are durable. One publish at a time to a topic, so that the touchpoints of an
   * identity keep the order in which they came.
   * @throws {Problem} 429 when too many wait already, or when the log has not confirmed in time
   * (they may be durable all the same).
   */
  async write(messages: readonly Write[]): Promise<void> {
    if (messages.length === 0) return;
    if (this.unconfirmed + messages.length > this.config.SEGUE_BUFFER_EVENTS) throw busy(1);
    this.unconfirmed += messages.length;
    await Promise.all(
      [...byTopic(messages)].map(async ([topic, own]) => {
        await this.queueOf(topic).write(own, this.config.SEGUE_CONFIRM_MS);
      }),
    );
  }

  private queueOf(topic: string): TopicQueue {
    const known = this.queues.get(topic);
    if (known) return known;
    const queue = new TopicQueue(
      (messages) => this.publishAll(topic, messages),
      (count) => (this.unconfirmed -= count),
      this.log,
    );
    this.queues.set(topic, queue);
    return queue;
  }

  private async publishAll(topic: string, messages: readonly Outgoing[]): Promise<void> {
    for (let from = 0; from < messages.length; from += MAX_IN_A_PUBLISH) {
      await this.bus.publish(topic, messages.slice(from, from + MAX_IN_A_PUBLISH));
    }
  }
}

/** The writes that wait to be published to one topic. */
class TopicQueue {
  private readonly waiting: Waiting[] = [];
  private writing = false;

  constructor(
    private readonly publishAll: (messages: readonly Outgoing[]) => Promise<void>,
    private readonly release: (count: number) => void,
    private readonly log: Log,
  ) {}

  write(messages: readonly Outgoing[], withinMs: number): Promise<void> {
    return new Promise((done, failed) => {
      const entry: Waiting = { messages, isRefused: false, done, failed };
      const late = setTimeout(() => {
        entry.isRefused = true;
        failed(busy(2));
      }, withinMs);
      entry.done = () => (clearTimeout(late), done());
      entry.failed = (problem) => (clearTimeout(late), failed(problem));
      this.waiting.push(entry);
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    // Requests of the same turn of the event loop share a publish.
    await new Promise((next) => setImmediate(next));
    for (let group = this.next(); group.length > 0; group = this.next()) await this.publish(group);
    this.writing = false;
  }

  private next(): Waiting[] {
    const group: Waiting[] = [];
    for (let size = 0; this.waiting.length > 0 && size < MAX_TOGETHER;) {
      const entry = this.waiting.shift() as Waiting;
      size += entry.messages.length;
      group.push(entry);
    }
    return group;
  }

  private async publish(group: readonly Waiting[]): Promise<void> {
    const wanted = group.filter((entry) => !entry.isRefused);
    const messages = wanted.flatMap((entry) => entry.messages);
    try {
      await this.publishAll(messages);
      for (const entry of wanted) entry.done();
    } catch (error) {
      this.log('warn', 'touchpoints could not be made durable', { events: messages.length, fault: faultOf(error) });
      for (const entry of wanted) entry.failed(busy(2));
    } finally {
      this.release(group.reduce((sum, entry) => sum + entry.messages.length, 0));
    }
  }
}

function byTopic(writes: readonly Write[]): Map<string, Outgoing[]> {
  const grouped = new Map<string, Outgoing[]>();
  for (const { topic, message } of writes) {
    const own = grouped.get(topic);
    if (own) own.push(message);
    else grouped.set(topic, [message]);
  }
  return grouped;
}

const busy = (seconds: number) => Problem.tooMany(seconds, 'busy', 'send the same again after a while');
