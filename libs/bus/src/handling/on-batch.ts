// The decorator that makes a controller's method the handler of a topic.
import { type ArgumentsHost, Catch, type RpcExceptionFilter, UseFilters, applyDecorators } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { Topic } from '@segue/contracts';
import { type Observable, throwError } from 'rxjs';
import type { Batch } from '../batch';

/** Tells these handlers from those of other transports in the same app. */
export const BATCHES = Symbol('segue.batches');

export interface OnBatchOptions {
  /** The service that reads; needed only where the contracts name several readers of the topic. */
  group?: string;
  /** Most messages in one call (1,000 if not given). */
  maxBatch?: number;
  /** Calls under way at the same time, each with other partitions (1 if not given). */
  concurrency?: number;
}

/** What the strategy is told of a handler. */
export interface BatchHandlerExtras extends OnBatchOptions {
  topic: Topic<unknown>;
  group: string;
}

type BatchMethod<T> = (batch: Batch<T>) => Promise<void>;

/**
 * The method is called with the decoded messages that wait in the partitions, those of each in its
 * order, and never with the next of a partition before it settles. It resolves when all is durable,
 * throws `Poisoned` for messages that cannot be handled, and any other error to get them again.
 * @throws {Error} at load, when the reader cannot be told from the contracts.
 */
export function OnBatch<T>(topic: Topic<T>, options: OnBatchOptions = {}) {
  const group = options.group ?? onlyReader(topic);
  const extras: BatchHandlerExtras = { ...options, group, topic: topic as Topic<unknown> };
  return <M extends BatchMethod<T>>(target: object, key: string, descriptor: TypedPropertyDescriptor<M>): void => {
    applyDecorators(EventPattern({ topic: topic.name, group }, BATCHES, extras), UseFilters(KeepError))(
      target,
      key,
      descriptor,
    );
  };
}

function onlyReader(topic: Pick<Topic<never>, 'name' | 'readBy'>): string {
  const [reader, ...others] = topic.readBy;
  if (reader === undefined || others.length > 0) {
    throw new Error(
      `@OnBatch(${topic.name}) needs a group: the topic is read by ${topic.readBy.join(', ') || 'nobody'}`,
    );
  }
  return reader;
}

/**
 * Nest's own filter turns every error into "Internal server error"; the strategy has to see which
 * one it was.
 */
@Catch()
class KeepError implements RpcExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}
