// Serves the raw batches of one handler: decode, call, bury what is poison, tell who watches. Everything that is not business and not transport.
import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { type TimeMark, type Topic, deadLetters } from '@segue/contracts';
import { type Batch, type Delivered, Poisoned } from './batch';
import { type Buried, type Stretch, stretchesOf } from './batch.decode';
import type { Bus, RawBatch, Received } from './bus';
import { deadLetterOf } from './dead-letter';
import type { Log } from './log';
import { toOutgoing } from './outgoing';

export interface ObservedBatch {
  group: string;
  topic: string;
  partition: number;
  /** Messages that were handled; 0 when only a mark came. */
  size: number;
  handlerMs: number;
  /** Milliseconds from each message's `recordedAt` to the end of its handling, where it has one. */
  ages: number[];
}

export interface PassedMark {
  group: string;
  topic: string;
  partition: number;
  mark: TimeMark;
}

/** What the surroundings take part in; all may be left out. */
export interface BatchHooks {
  /** After each call of a handler that resolved. */
  observe?: (observed: ObservedBatch) => void;
  /** After the handler resolved with this mark and before its offset is stored; if it rejects the batch comes again. */
  onMark?: (passed: PassedMark) => Promise<void> | void;
  /** Runs the handler in the trace that these headers name. */
  inTrace?: <R>(headers: Record<string, string>, name: string, work: () => R) => R;
  /** Records that became dead letters. */
  onBuried?: (place: { group: string; topic: string; partition: number }, count: number) => void;
}

export interface BatchServerParts<T> {
  bus: Bus;
  group: string;
  topic: Topic<T>;
  handler: (batch: Batch<T>) => Promise<void>;
  hooks: BatchHooks;
  /** UTC milliseconds. */
  now: () => number;
  log: Log;
}

export class BatchServer<T> {
  private readonly inTrace: NonNullable<BatchHooks['inTrace']>;

  constructor(private readonly parts: BatchServerParts<T>) {
    this.inTrace = parts.hooks.inTrace ?? inTraceOf;
  }

  /** Resolves when every message is handled or buried; rejects to get the whole batch again. */
  async serve(raw: RawBatch): Promise<void> {
    for (const stretch of stretchesOf(this.parts.topic, raw.messages)) await this.serveStretch(raw, stretch);
  }

  private async serveStretch(raw: RawBatch, stretch: Stretch<T>): Promise<void> {
    const { partition } = raw;
    const { group, topic, hooks } = this.parts;
    await this.bury(partition, stretch.unreadable);
    if (stretch.delivered.length === 0 && stretch.mark === null) return;
    await this.handle(raw, { topic: topic.name, partition, messages: stretch.delivered, mark: stretch.mark });
    if (stretch.mark) await hooks.onMark?.({ group, topic: topic.name, partition, mark: stretch.mark });
  }

  /** Calls the handler, and again without what it found to be poison, until it is content. Each call has fewer messages. */
  private async handle(raw: RawBatch, batch: Batch<T>): Promise<void> {
    const began = performance.now();
    try {
      await this.inTrace(traceOf(batch.messages), `${this.parts.group} ${batch.topic}`, () =>
        this.parts.handler(batch),
      );
    } catch (error) {
      const poisoned = error instanceof Poisoned ? poisonedIn(batch, error) : [];
      if (poisoned.length === 0) throw error;
      await this.bury(
        batch.partition,
        poisoned.map(({ offset, why }) => ({ record: recordAt(raw, offset), why })),
      );
      const gone = new Set(poisoned.map(({ offset }) => offset));
      const messages = batch.messages.filter(({ offset }) => !gone.has(offset));
      if (messages.length > 0 || batch.mark) await this.handle(raw, { ...batch, messages });
      return;
    }
    this.observe(batch, performance.now() - began);
  }

  private async bury(partition: number, buried: readonly Buried[]): Promise<void> {
    if (buried.length === 0) return;
    const { bus, group, topic, hooks, now, log } = this.parts;
    const place = { group, topic: topic.name, partition };
    const codes = [...new Set(buried.map(({ why }) => why.code))];
    log('warn', 'messages became dead letters', { ...place, count: buried.length, codes });
    hooks.onBuried?.(place, buried.length);
    // A dead letter that cannot be read itself would be buried for ever: it is told of here and let go.
    if (topic.name === deadLetters.name) return;
    const letters = buried.map((each) => toOutgoing(deadLetters, deadLetterOf(place, each, now()), traceHeaders(each)));
    await bus.publish(deadLetters.name, letters);
  }

  private observe({ topic, partition, messages }: Batch<T>, handlerMs: number): void {
    const { group, hooks, now } = this.parts;
    if (!hooks.observe) return;
    const at = now();
    const ages = messages.flatMap(({ value }) => ageOf(value, at));
    hooks.observe({ group, topic, partition, size: messages.length, handlerMs, ages });
  }
}

/** Only offsets that are in the batch: a handler that names others would be called again for ever. */
function poisonedIn<T>(batch: Batch<T>, { poisons }: Poisoned): { offset: string; why: Buried['why'] }[] {
  const there = new Set(batch.messages.map(({ offset }) => offset));
  return poisons.filter(({ offset }) => there.has(offset)).map(({ offset, ...why }) => ({ offset, why }));
}

function recordAt(raw: RawBatch, offset: string): Received {
  return raw.messages.find((record) => record.offset === offset) as Received;
}

/** A batch mixes traces; it runs in that of its first message that has one. */
function traceOf(messages: readonly Delivered<unknown>[]): Record<string, string> {
  return messages.find(({ headers }) => headers.traceparent)?.headers ?? {};
}

function traceHeaders({ record }: Buried): Record<string, string> {
  return record.headers.traceparent ? { traceparent: record.headers.traceparent } : {};
}

function ageOf(value: unknown, at: number): number[] {
  const recordedAt = (value as { recordedAt?: unknown }).recordedAt;
  return typeof recordedAt === 'number' ? [at - recordedAt] : [];
}

function inTraceOf<R>(headers: Record<string, string>, _name: string, work: () => R): R {
  return context.with(propagation.extract(ROOT_CONTEXT, headers), work);
}
