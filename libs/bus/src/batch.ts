// What a service's consumer sees: decoded messages, and the failures it may name.
import type { TimeMark } from '@segue/contracts';

export interface Delivered<T> {
  value: T;
  partition: number;
  offset: string;
  key: string;
  headers: Record<string, string>;
}

export interface PartitionMark {
  partition: number;
  mark: TimeMark;
}

/** Of one topic: what waited in its partitions when the handler was free. */
export interface Batch<T> {
  topic: string;
  /** Those of one partition in its order. May be empty when only marks arrived. */
  messages: readonly Delivered<T>[];
  /**
   * The time marks that follow these messages, at most one per partition: of each partition a batch
   * has what stands before its next mark.
   */
  marks: readonly PartitionMark[];
}

/**
 * Thrown by a handler when a pure function failed on some messages. They become dead letters and
 * the handler is called again with the rest, so whatever it did in its transaction must be rolled
 * back. Every other error means I/O: the whole batch comes again later.
 */
export class Poisoned extends Error {
  constructor(readonly poisons: readonly Poison[]) {
    super(`${poisons.length} messages cannot be handled`);
  }
}

/** Which message of the batch it is, and what is wrong with it. */
export interface Poison extends Pick<Delivered<unknown>, 'partition' | 'offset'> {
  code: string;
  path: string;
  reason: string;
}

/**
 * Thrown by a handler that cannot take any batch at present. The batch is delivered again, without
 * a limit on attempts.
 */
export class NotYet extends Error {}
