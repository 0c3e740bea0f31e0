// What a service's consumer sees: decoded messages of one partition, and the failures it may name.
import type { TimeMark } from '@segue/contracts';

export interface Delivered<T> {
  value: T;
  offset: string;
  key: string;
  headers: Record<string, string>;
}

export interface Batch<T> {
  topic: string;
  partition: number;
  /** May be empty when only a mark arrived. */
  messages: readonly Delivered<T>[];
  /** The time mark that follows these messages on this partition, if one does: a batch ends at a mark. */
  mark: TimeMark | null;
}

/**
 * Thrown by a handler when a pure function failed on some messages. They become dead letters and the handler is called again with the
 * rest, so whatever it did in its transaction must be rolled back. Every other error means I/O: the whole batch comes again later.
 */
export class Poisoned extends Error {
  constructor(readonly poisons: readonly Poison[]) {
    super(`${poisons.length} messages cannot be handled`);
  }
}

export interface Poison {
  offset: string;
  code: string;
  path: string;
  reason: string;
}
