// Serves raw batches to one handler: decodes messages, calls the handler, makes dead letters of
// messages that cannot be handled, and reports to the hooks. A failed batch is delivered again
// after the driver's back-off; after MAX_ATTEMPTS it is split, and a message that fails alone while
// the dependencies are available becomes a dead letter. So every batch ends.
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { type Topic, deadLetters } from '@segue/contracts';
import { type Batch, type Delivered, NotYet, Poisoned } from '../batch';
import { type Unhandled, stretchesOf } from './decode';
import type { Bus, RawBatch } from '../bus';
import { deadLetterOf } from './dead-letter';
import { backoffMs } from '../backoff';
import { type Span, isSetAside, mustBeAlone } from './ends';
import { Gathering } from './gathering';
import type { BatchHooks } from './hooks';
import { InFlight } from './in-flight';
import { type Log, reasonOf } from '../log';
import { toOutgoing } from './outgoing';
import { isOutage } from './outage';
import { type Part, batchOf, unhandledOf, hasWork, poisonsIn, without } from './part';

/** Attempts of a whole batch; the driver's back-off grows between them. */
export const MAX_ATTEMPTS = 5;
/** Attempts of a single message, with pauses of 100 ms, 200 ms, … between them. */
export const MAX_ATTEMPTS_ALONE = 3;
const ISOLATES_FOR_MS = 30_000;

export interface BatchServerParts<T> {
  bus: Bus;
  group: string;
  topic: Topic<T>;
  /** Maximum number of messages in one call, unless one partition alone brings more. */
  maxBatch: number;
  /** Maximum number of concurrent calls. */
  concurrency: number;
  handler: (batch: Batch<T>) => Promise<void>;
  hooks: BatchHooks;
  /** UTC milliseconds. */
  now: () => number;
  log: Log;
}

export class BatchServer<T> {
  private readonly inTrace: NonNullable<BatchHooks['inTrace']>;
  private readonly gathering: Gathering<Part<T>>;
  private readonly inFlight: InFlight;
  /** Failed attempts by partition and first offset, until that partition's batch is done. */
  private readonly failures = new Map<number, Map<string, number>>();
  /**
   * Offsets by partition that became dead letters while the rest of their batch has to come again.
   */
  private readonly setAsideOffsets = new Map<number, Set<string>>();

  constructor(private readonly parts: BatchServerParts<T>) {
    const { maxBatch: most, concurrency } = parts;
    this.inTrace = parts.hooks.inTrace ?? inTraceOf;
    this.inFlight = parts.hooks.inFlight ?? new InFlight();
    this.gathering = new Gathering({
      most,
      concurrency,
      sizeOf: ({ delivered }) => delivered.length,
      work: (together) => this.handle(together),
    });
  }

  /**
   * Handles a raw batch; several partitions may be served concurrently. Resolves when every message
   * is handled or a dead letter; rejects to have the whole batch delivered again.
   */
  async serve(raw: RawBatch): Promise<void> {
    const place = this.placeOf(raw.partition);
    for (const { unreadable, delivered: all, ...others } of stretchesOf(this.parts.topic, raw)) {
      await this.toDeadLetters(unreadable);
      const setAside = this.setAsideOffsets.get(raw.partition);
      const stretch = { ...others, delivered: setAside ? all.filter(({ offset }) => !setAside.has(offset)) : all };
      if (stretch.delivered.length === 0 && stretch.mark === null) continue;
      const part = { ...stretch, records: raw.messages };
      if (this.inFlight.suspicionOf(place) === null) await this.gathering.add(part);
      else await this.serveSuspect(part);
    }
    this.failures.delete(raw.partition);
    this.setAsideOffsets.delete(raw.partition);
    this.inFlight.passed(place, BigInt(raw.messages.at(-1)?.offset ?? -1));
  }

  /**
   * Handles messages one at a time and exclusively, because a process ended by itself with some of
   * them in flight.
   */
  private async serveSuspect(part: Part<T>): Promise<void> {
    const suspicion = this.inFlight.suspicionOf(this.placeOf(part.partition));
    const isAlone = ({ offset }: Delivered<T>) =>
      suspicion !== null && (mustBeAlone(suspicion, BigInt(offset)) || isSetAside(suspicion, BigInt(offset)));
    for (const message of part.delivered.filter(isAlone)) {
      if (suspicion && isSetAside(suspicion, BigInt(message.offset))) await this.setAside(part, message);
      else {
        const span = this.spanOf(part.partition, [message]);
        await this.inFlight.alone(span, () => this.attempt([{ ...part, delivered: [message], mark: null }]));
      }
    }
    const rest = { ...part, delivered: part.delivered.filter((message) => !isAlone(message)) };
    if (hasWork(rest)) await this.gathering.add(rest);
  }

  private async setAside(part: Part<T>, { offset }: Delivered<T>): Promise<void> {
    const { partition } = part;
    const reason = 'the process ended by itself each time while it handled this message alone';
    await this.toDeadLetters([unhandledOf([part], { partition, offset, code: 'ended_process', path: '', reason })]);
  }

  private async handle(parts: readonly Part<T>[]): Promise<void> {
    const spans = parts
      .filter(({ delivered }) => delivered.length > 0)
      .map(({ partition, delivered }) => this.spanOf(partition, delivered));
    await this.inFlight.share(spans, () => this.attempt(parts));
  }

  /** Handles the parts; splits a batch of a single partition that has failed MAX_ATTEMPTS times. */
  private async attempt(parts: readonly Part<T>[]): Promise<void> {
    try {
      await this.call(parts);
    } catch (error) {
      const [only, ...others] = parts;
      if (only === undefined || others.length > 0 || isOutage(error) || !this.hasFailedEnough(only)) throw error;
      await this.isolate(only, Date.now() + ISOLATES_FOR_MS);
    }
  }

  private hasFailedEnough({ partition, delivered }: Part<T>): boolean {
    const first = delivered[0]?.offset ?? '';
    const counts = this.failures.get(partition) ?? new Map<string, number>();
    const attempts = (counts.get(first) ?? 0) + 1;
    this.failures.set(partition, counts.set(first, attempts));
    return attempts >= MAX_ATTEMPTS;
  }

  /**
   * Handles a batch in halves, down to single messages, in order; a mark goes with the last
   * message.
   * @throws {NotYet} when time is up, well before the call counts as stalled. The batch is then
   * delivered again without the messages that became dead letters.
   */
  private async isolate(part: Part<T>, until: number): Promise<void> {
    const { delivered } = part;
    if (Date.now() > until) throw new NotYet('isolating takes long');
    if (delivered.length <= 1) return this.tryAlone(part);
    const middle = Math.ceil(delivered.length / 2);
    for (const half of [
      { ...part, delivered: delivered.slice(0, middle), mark: null },
      { ...part, delivered: delivered.slice(middle) },
    ]) {
      await this.call([half]).catch((error: unknown) => {
        if (isOutage(error)) throw error;
        return this.isolate(half, until);
      });
    }
  }

  /**
   * Handles one message; makes it a dead letter when it keeps failing while the dependencies are
   * available.
   * @throws the handler's error while a dependency may be the cause: the batch is then delivered
   * again.
   */
  private async tryAlone(part: Part<T>): Promise<void> {
    const { group, hooks } = this.parts;
    for (let attempts = 1; ; attempts++) {
      try {
        return await this.call([part]);
      } catch (error) {
        const [message] = part.delivered;
        if (message === undefined || isOutage(error) || (await hooks.isHealthy?.(group)) === false) throw error;
        if (attempts === MAX_ATTEMPTS_ALONE)
          return this.setAsideAlone(part, message, `failed ${attempts} times alone: ${reasonOf(error)}`);
      }
      await pause(backoffMs(attempts));
    }
  }

  private async setAsideAlone(part: Part<T>, { offset }: Delivered<T>, reason: string): Promise<void> {
    const { partition } = part;
    await this.toDeadLetters([unhandledOf([part], { partition, offset, code: 'unhandled', path: '', reason })]);
    this.setAsideOffsets.set(partition, (this.setAsideOffsets.get(partition) ?? new Set<string>()).add(offset));
    if (part.mark) await this.call([{ ...part, delivered: [] }]);
  }

  /**
   * Calls the handler, and again without the messages that it found to be poison, until it
   * resolves. Each call has fewer messages.
   */
  private async call(parts: readonly Part<T>[]): Promise<void> {
    const { group, topic, handler } = this.parts;
    const batch = batchOf(topic.name, parts);
    const began = performance.now();
    try {
      await this.inTrace(traceOf(batch.messages), `${group} ${topic.name}`, () => handler(batch));
    } catch (error) {
      const poisons = error instanceof Poisoned ? poisonsIn(batch, error) : [];
      if (poisons.length === 0) throw error;
      await this.toDeadLetters(poisons.map((poison) => unhandledOf(parts, poison)));
      const rest = parts.map((part) => without(part, poisons)).filter(hasWork);
      if (rest.length > 0) await this.call(rest);
      return;
    }
    const handlerMs = performance.now() - began;
    this.parts.hooks.observe?.({ group, topic: topic.name, size: batch.messages.length, handlerMs });
  }

  private placeOf(partition: number): { group: string; topic: string; partition: number } {
    return { group: this.parts.group, topic: this.parts.topic.name, partition };
  }

  private spanOf(partition: number, delivered: readonly Delivered<T>[]): Span {
    const first = BigInt(delivered[0]?.offset ?? 0);
    return { ...this.placeOf(partition), first, last: BigInt(delivered.at(-1)?.offset ?? first) };
  }

  private async toDeadLetters(unhandled: readonly Unhandled[]): Promise<void> {
    if (unhandled.length === 0) return;
    const { bus, group, topic, hooks, now, log } = this.parts;
    const place = { group, topic: topic.name };
    const codes = [...new Set(unhandled.map(({ why }) => why.code))];
    log('warn', 'messages became dead letters', { ...place, count: unhandled.length, codes });
    hooks.onDeadLetters?.(place, unhandled.length);
    // An unreadable record on the topic of dead letters is only logged: as a dead letter it would
    // return to this topic for ever.
    if (topic.name === deadLetters.name) return;
    const letters = unhandled.map((each) =>
      toOutgoing(deadLetters, deadLetterOf(place, each, now()), traceHeaders(each)),
    );
    await bus.publish(deadLetters.name, letters);
  }
}

/**
 * Returns the trace of the first message that has one; a batch may hold messages of many traces.
 */
function traceOf(messages: readonly Delivered<unknown>[]): Record<string, string> {
  return messages.find(({ headers }) => headers.traceparent)?.headers ?? {};
}

function traceHeaders({ record }: Unhandled): Record<string, string> {
  return record.headers.traceparent ? { traceparent: record.headers.traceparent } : {};
}

function inTraceOf<R>(headers: Record<string, string>, _name: string, work: () => R): R {
  return context.with(propagation.extract(ROOT_CONTEXT, headers), work);
}
