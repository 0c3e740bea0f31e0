// The time of a service by its progress on its input. Pure.

/**
 * Progress on one partition: the `recordedAt` of the last message handled, and the last time mark.
 */
export interface PartitionProgress {
  partition: number;
  recordedAt: number | null;
  mark: number | null;
  /** Whether the mark was the last of its replay. */
  last: boolean;
}

export interface Lag {
  partition: number;
  committed: bigint;
  end: bigint;
}

/** `stream` while a replay's marks set the time; `wall` otherwise. */
export type TimeMode = 'wall' | 'stream';

export interface TimeReading {
  /** UTC milliseconds up to which timers may fire; 0 while it is not known, so that none fires. */
  now: number;
  mode: TimeMode;
  /**
   * UTC milliseconds up to which due times count as history: the wall clock at the end of a replay.
   * 0 without a replay.
   */
  historyUntil: number;
}

export interface LeastMark {
  at: number;
  last: boolean;
}

/**
 * Returns the mark that all partitions have reached; null before each has one. It is the last one
 * only when every partition has reached the last mark, since others may still hold replayed
 * messages.
 */
export function leastMark(progress: readonly PartitionProgress[], partitions: number): LeastMark | null {
  const marked = progress.filter((one) => one.mark !== null);
  if (marked.length === 0 || marked.length < partitions) return null;
  return {
    at: Math.min(...marked.map((one) => one.mark as number)),
    last: marked.every((one) => one.last),
  };
}

/**
 * Returns the time when no replay sets it: the least over the partitions. For a partition without
 * unread messages it is `before`, the wall clock read before the ends of the partitions; for one
 * with unread messages it is the `recordedAt` of the last message handled, since unread ones are
 * not older.
 */
export function wallTime(before: number, lags: readonly Lag[], progress: readonly PartitionProgress[]): number {
  const handled = new Map(progress.map((one) => [one.partition, one.recordedAt]));
  const times = lags.map(({ partition, committed, end }) =>
    committed >= end ? before : Math.min(before, handled.get(partition) ?? 0),
  );
  return Math.min(before, ...times);
}

/** Whether a mark, or a later one, was forwarded already; the last of a replay always goes. */
export const isPassedOn = (mark: LeastMark, { passedOn }: { passedOn: number | null }): boolean =>
  passedOn !== null && passedOn >= mark.at && !mark.last;

export const later = (a: number | null, b: number | null = null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);
