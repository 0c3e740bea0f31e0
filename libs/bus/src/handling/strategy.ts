// The bus as a custom transport of NestJS: `app.connectMicroservice({ strategy: new
// BusStrategy({...}) })`. One strategy may serve several services of one process; each handler
// belongs to one group, so they do not mix.
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { InvalidMessage, type Topic } from '@segue/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import { type Batch, Poisoned } from '../batch';
import type { BatchHooks } from './hooks';
import { BatchServer } from './server';
import type { Bus, Subscription } from '../bus';
import { type Log, stderrLog } from '../log';
import { BATCHES, type BatchHandlerExtras } from './on-batch';

/** A service whose handlers run in this process, and the topics that it must handle. */
export interface Served {
  group: string;
  topics: readonly Pick<Topic<never>, 'name'>[];
}

export interface BusStrategyOptions extends BatchHooks {
  bus: Bus;
  /** Handlers of other groups are ignored: another strategy of the app may serve them. */
  serves: readonly Served[];
  /**
   * The clock for times of dead letters and ages of messages, UTC milliseconds; the wall clock if
   * not given.
   */
  now?: () => number;
  log?: Log;
  stallMs?: number;
  /** Called when a subscription has stalled: the process should end, so that another takes over. */
  onStall?: (reason: string) => void;
}

interface Handler {
  extras: BatchHandlerExtras;
  call: MessageHandler;
}

const MAX_BATCH = 1_000;
/** Partitions that are fetched concurrently; the handler then takes their messages together. */
const PARTITIONS_AT_ONCE = 64;

export class BusStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = BATCHES;
  private readonly handlers: Handler[] = [];
  private subscriptions: Subscription[] = [];

  constructor(private readonly options: BusStrategyOptions) {
    super();
  }

  /**
   * Registers a handler. Nest's own method would chain two handlers of one pattern; here the start
   * reports the second one.
   */
  override addHandler(_pattern: unknown, call: MessageHandler, _isEvent?: boolean, extras?: unknown): void {
    this.handlers.push({ call, extras: extras as BatchHandlerExtras });
  }

  /**
   * Subscribes every handler. Calls back with an error when a declared topic has no handler or two,
   * or the bus cannot be reached.
   */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      const handlers = matched(this.handlers, this.options.serves);
      const opened = await Promise.allSettled(handlers.map((handler) => this.subscribe(handler)));
      this.subscriptions = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      const failed = opened.find((each) => each.status === 'rejected');
      if (failed) throw failed.reason;
      callback();
    } catch (error) {
      await this.close();
      callback(error);
    }
  }

  /** Stops fetching everywhere; resolves when no handler is under way. */
  async pause(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.pause()));
  }

  resume(): void {
    for (const subscription of this.subscriptions) subscription.resume();
  }

  /** Drains: the batches under way are finished and stored. The bus itself stays open. */
  async close(): Promise<void> {
    await Promise.all(this.subscriptions.splice(0).map((subscription) => subscription.stop()));
  }

  /** Does nothing: the transport has no events. */
  on(): void {
    throw new Error('the bus strategy emits no events');
  }

  unwrap<T>(): T {
    return this.options.bus as T;
  }

  private subscribe({ extras, call }: Handler): Promise<Subscription> {
    const { bus, now = Date.now, log = stderrLog, stallMs, onStall } = this.options;
    const { group, topic, maxBatch = MAX_BATCH, concurrency = 1 } = extras;
    const handler = (batch: Batch<unknown>) => this.handle(extras, call, batch);
    const server = new BatchServer({
      bus,
      group,
      topic,
      maxBatch,
      concurrency,
      handler,
      hooks: this.options,
      now,
      log,
    });
    return bus.subscribe({
      group,
      topic: topic.name,
      maxBatch,
      concurrency: PARTITIONS_AT_ONCE,
      handler: (raw) => server.serve(raw),
      stallMs,
      onStall: (reason) => onStall?.(`${group} on ${topic.name}: ${reason}`),
    });
  }

  private async handle(extras: BatchHandlerExtras, call: MessageHandler, batch: Batch<unknown>): Promise<void> {
    const reached = batch.messages.length === 0 ? [] : await resultOf(call, batch);
    const { group, topic, isTimed } = extras;
    await this.options.onHandled?.({ group, topic: topic.name, batch, reached: reached ?? timesOf(batch, isTimed) });
  }
}

/**
 * Resolves with what the handler returns. Nest returns an observable where a filter, guard or
 * interceptor took part; its error is the one that the handler threw.
 */
async function resultOf(call: MessageHandler, batch: Batch<unknown>): Promise<readonly number[] | undefined> {
  try {
    const result: unknown = await call(batch, undefined);
    return (isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result) as
      readonly number[] | undefined;
  } catch (error) {
    const message = error instanceof InvalidMessage ? batch.messages[error.index] : undefined;
    if (!(error instanceof InvalidMessage) || message === undefined) throw error;
    const { partition, offset } = message;
    throw new Poisoned([{ partition, offset, code: error.code, path: error.path, reason: error.message }]);
  }
}

interface Recorded {
  origin?: string;
  recordedAt?: number;
}

function timesOf({ messages }: Batch<unknown>, isTimed: BatchHandlerExtras['isTimed'] = isLive): number[] {
  const times: number[] = [];
  for (const { value } of messages) {
    const { recordedAt } = value as Recorded;
    if (recordedAt !== undefined && isTimed(value)) times.push(recordedAt);
  }
  return times;
}

const isLive = (message: unknown): boolean => (message as Recorded).origin === 'live';

/**
 * Returns the handlers of the served groups.
 * @throws {Error} that lists every declared topic without a handler or with two, and every handler
 * of an undeclared topic.
 */
export function matched<H extends { extras: Pick<BatchHandlerExtras, 'group'> & { topic: { name: string } } }>(
  handlers: readonly H[],
  serves: readonly Served[],
): H[] {
  const faults: string[] = [];
  const mine = serves.flatMap(({ group, topics }) => {
    const own = handlers.filter(({ extras }) => extras.group === group);
    const declared = new Set(topics.map(({ name }) => name));
    const handled = own.map(({ extras }) => extras.topic.name);
    for (const name of declared) if (!handled.includes(name)) faults.push(`${group} has no handler for ${name}`);
    for (const name of new Set(handled)) {
      if (!declared.has(name)) faults.push(`${group} handles ${name}, which it does not declare`);
      if (handled.indexOf(name) !== handled.lastIndexOf(name)) faults.push(`${group} has two handlers for ${name}`);
    }
    return own;
  });
  if (faults.length > 0) throw new Error(faults.join('; '));
  return mine;
}
