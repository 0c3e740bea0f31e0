// Callbacks of the host process while batches are handled.
import type { Batch } from '../batch';
import type { InFlight } from './in-flight';

export interface ObservedBatch {
  group: string;
  topic: string;
  /** Number of messages that were handled; 0 when only marks came. */
  size: number;
  handlerMs: number;
}

/** A batch whose handler has resolved. */
export interface HandledBatch {
  group: string;
  topic: string;
  batch: Batch<unknown>;
  /** `recordedAt` (UTC milliseconds) of the messages that count for the latency of this stage. */
  reached: readonly number[];
}

/** Callbacks of the host process; all are optional. */
export interface BatchHooks {
  /**
   * Part of handling a batch: runs after its handler has resolved, and alone for a batch that holds
   * only time marks. When it rejects the batch is delivered again.
   */
  onHandled?: (handled: HandledBatch) => Promise<void>;
  /** Called after each call of a handler that resolved. */
  observe?: (observed: ObservedBatch) => void;
  /** Runs the handler in the trace that these headers name. */
  inTrace?: <R>(headers: Record<string, string>, name: string, work: () => R) => R;
  /** Called with the number of records that became dead letters. */
  onDeadLetters?: (place: { group: string; topic: string }, count: number) => void;
  /**
   * Returns whether the dependencies of the group's handlers are available. While they are not, a
   * failing message does not become a dead letter. Defaults to true.
   */
  isHealthy?: (group: string) => Promise<boolean>;
  /**
   * The messages that the handlers of this process work on; defaults to those of this strategy
   * alone.
   */
  inFlight?: InFlight;
}
