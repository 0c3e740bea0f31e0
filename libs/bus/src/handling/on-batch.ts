// The decorator that makes a controller's method the handler of a topic.
import { type ArgumentsHost, Catch, type RpcExceptionFilter, UseFilters, applyDecorators } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { Topic } from '@segue/contracts';
import { type Observable, throwError } from 'rxjs';
import type { Batch } from '../batch';

/**
 * Transport id of these handlers, which distinguishes them from those of other transports in the
 * app.
 */
export const BATCHES = Symbol('segue.batches');

export interface OnBatchOptions<T> {
  /** Maximum number of messages in one call (1,000 if not given). */
  maxBatch?: number;
  /** Maximum number of concurrent calls, each with other partitions (1 if not given). */
  concurrency?: number;
  /**
   * Returns whether a handled message counts for the latency of this stage; if not given, live ones
   * do.
   */
  isTimed?: (message: T) => boolean;
}

/** The description of a handler that Nest passes to the strategy. */
export interface BatchHandlerExtras extends OnBatchOptions<unknown> {
  topic: Topic<unknown>;
  group: string;
}

/**
 * Resolves with nothing, or with the `recordedAt` (UTC milliseconds) of what reached this stage
 * where that is not simply each of the messages.
 */
type BatchMethod<T> = (batch: Batch<T>) => Promise<void> | Promise<readonly number[]>;

/**
 * Returns the decorator `@OnBatch(topic)` for the consumers of one service.
 *
 * The method is called with the decoded messages that wait in the partitions, each partition's in
 * order, and never with the next of a partition before it settles. It resolves when all is durable
 * and throws
 * - `InvalidMessage` or `Poisoned` for messages that cannot be handled: they become dead letters,
 *   and the method is called again with the rest, so its transaction must be rolled back;
 * - any other error to have the batch delivered again.
 *
 * Afterwards the stage's latency is noted and, on the topic that carries the service's time, how
 * far that has come; neither is the method's task.
 */
export function batchesOf(group: string) {
  return <T>(topic: Topic<T>, options: OnBatchOptions<T> = {}) => {
    const extras = { ...options, group, topic } as unknown as BatchHandlerExtras;
    return <M extends BatchMethod<T>>(target: object, key: string, descriptor: TypedPropertyDescriptor<M>): void => {
      applyDecorators(EventPattern({ topic: topic.name, group }, BATCHES, extras), UseFilters(KeepError))(
        target,
        key,
        descriptor,
      );
    };
  };
}

/** Passes errors on as they are; Nest's own filter turns each into "Internal server error". */
@Catch()
class KeepError implements RpcExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}
