// Serves the raw batches of one handler: decode, call, bury what is poison, tell who watches. Everything that is not business and not transport.
import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { type Topic, deadLetters } from '@segue/contracts';
import { type Batch, type Delivered, type Poison, Poisoned } from './batch';
import { type Buried, type Stretch, stretchesOf } from './batch.decode';
import type { Bus, RawBatch, Received } from './bus';
import { deadLetterOf } from './dead-letter';
import { Gathering } from './gathering';
import type { Log } from './log';
import { toOutgoing } from './outgoing';

export interface ObservedBatch {
  group: string;
  topic: string;
  /** Messages that were handled; 0 when only marks came. */
  size: number;
  handlerMs: number;
}

/** What the surroundings take part in; all may be left out. */
export interface BatchHooks {
  /** After each call of a handler that resolved. */
  observe?: (observed: ObservedBatch) => void;
  /** Runs the handler in the trace that these headers name. */
  inTrace?: <R>(headers: Record<string, string>, name: string, work: () => R) => R;
  /** Records that became dead letters. */
  onBuried?: (place: { group: string; topic: string }, count: number) => void;
}

export interface BatchServerParts<T> {
  bus: Bus;
  group: string;
  topic: Topic<T>;
  /** Most messages in one call, unless one partition alone brings more. */
  maxBatch: number;
  /** Calls under way at the same time. */
  concurrency: number;
  handler: (batch: Batch<T>) => Promise<void>;
  hooks: BatchHooks;
  /** UTC milliseconds. */
  now: () => number;
  log: Log;
}

/** What one partition brings to a call. */
interface Part<T> extends Pick<Stretch<T>, 'partition' | 'delivered' | 'mark'> {
  /** As they came, for what turns out to be poison. */
  records: readonly Received[];
}

export class BatchServer<T> {
  private readonly inTrace: NonNullable<BatchHooks['inTrace']>;
  private readonly gathering: Gathering<Part<T>>;

  constructor(private readonly parts: BatchServerParts<T>) {
    const { maxBatch: most, concurrency } = parts;
    this.inTrace = parts.hooks.inTrace ?? inTraceOf;
    this.gathering = new Gathering({
      most,
      concurrency,
      sizeOf: ({ delivered }) => delivered.length,
      work: (together) => this.handle(together),
    });
  }

  /** Several partitions may be served side by side. Resolves when every message is handled or buried; rejects to get the whole batch again. */
  async serve(raw: RawBatch): Promise<void> {
    for (const { unreadable, ...stretch } of stretchesOf(this.parts.topic, raw)) {
      await this.bury(unreadable);
      if (stretch.delivered.length === 0 && stretch.mark === null) continue;
      await this.gathering.add({ ...stretch, records: raw.messages });
    }
  }

  /** Calls the handler, and again without what it found to be poison, until it is content. Each call has fewer messages. */
  private async handle(parts: readonly Part<T>[]): Promise<void> {
    const { group, topic, handler } = this.parts;
    const batch = batchOf(topic.name, parts);
    const began = performance.now();
    try {
      await this.inTrace(traceOf(batch.messages), `${group} ${topic.name}`, () => handler(batch));
    } catch (error) {
      const poisons = error instanceof Poisoned ? poisonsIn(batch, error) : [];
      if (poisons.length === 0) throw error;
      await this.bury(poisons.map((poison) => buriedOf(parts, poison)));
      const rest = parts.map((part) => without(part, poisons)).filter(hasWork);
      if (rest.length > 0) await this.handle(rest);
      return;
    }
    const handlerMs = performance.now() - began;
    this.parts.hooks.observe?.({ group, topic: topic.name, size: batch.messages.length, handlerMs });
  }

  private async bury(buried: readonly Buried[]): Promise<void> {
    if (buried.length === 0) return;
    const { bus, group, topic, hooks, now, log } = this.parts;
    const place = { group, topic: topic.name };
    const codes = [...new Set(buried.map(({ why }) => why.code))];
    log('warn', 'messages became dead letters', { ...place, count: buried.length, codes });
    hooks.onBuried?.(place, buried.length);
    // A dead letter that cannot be read itself would be buried for ever: it is told of here and let go.
    if (topic.name === deadLetters.name) return;
    const letters = buried.map((each) => toOutgoing(deadLetters, deadLetterOf(place, each, now()), traceHeaders(each)));
    await bus.publish(deadLetters.name, letters);
  }
}

function batchOf<T>(topic: string, parts: readonly Part<T>[]): Batch<T> {
  return {
    topic,
    messages: parts.flatMap(({ delivered }) => delivered),
    marks: parts.flatMap(({ partition, mark }) => (mark ? [{ partition, mark }] : [])),
  };
}

/** Only what is in the batch: a handler that names others would be called again for ever. */
function poisonsIn(batch: Batch<unknown>, { poisons }: Poisoned): Poison[] {
  const there = new Set(batch.messages.map(placeOf));
  return poisons.filter((poison) => there.has(placeOf(poison)));
}

const placeOf = ({ partition, offset }: Pick<Poison, 'partition' | 'offset'>): string => `${partition}/${offset}`;

function buriedOf<T>(parts: readonly Part<T>[], { partition, offset, ...why }: Poison): Buried {
  const part = parts.find((each) => each.partition === partition);
  return { partition, record: part?.records.find((record) => record.offset === offset) as Received, why };
}

function without<T>(part: Part<T>, poisons: readonly Poison[]): Part<T> {
  const gone = new Set(poisons.map(placeOf));
  return { ...part, delivered: part.delivered.filter((message) => !gone.has(placeOf(message))) };
}

const hasWork = ({ delivered, mark }: Part<unknown>): boolean => delivered.length > 0 || mark !== null;

/** A batch mixes traces; it runs in that of its first message that has one. */
function traceOf(messages: readonly Delivered<unknown>[]): Record<string, string> {
  return messages.find(({ headers }) => headers.traceparent)?.headers ?? {};
}

function traceHeaders({ record }: Buried): Record<string, string> {
  return record.headers.traceparent ? { traceparent: record.headers.traceparent } : {};
}

function inTraceOf<R>(headers: Record<string, string>, _name: string, work: () => R): R {
  return context.with(propagation.extract(ROOT_CONTEXT, headers), work);
}
