// How far a service has come on its input, and what time that makes it. Pure.

/**
 * What is stored of one partition: the `recordedAt` of the last message handled, and the last time
 * mark.
 */
export interface PartitionProgress {
  partition: number;
  recordedAt: number | null;
  mark: number | null;
  /** The mark was the last of its replay. */
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
  /**
   * UTC milliseconds: timers may fire up to here. 0 while it is not known, so that nothing fires.
   */
  now: number;
  mode: TimeMode;
  /**
   * What falls due up to here fell due between a replay's end and the wall clock that took over:
   * history. 0 without a replay.
   */
  historyUntil: number;
}

export interface LeastMark {
  at: number;
  last: boolean;
}

/**
 * The mark that all partitions have reached, null before each has one. Only when every partition
 * has seen the last mark is it the last: another replayed message may still be on its way on the
 * others.
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
 * The time by the wall clock. A partition that is caught up is as late as `before`, the wall clock
 * read before its end was asked for; one with unread messages is as late as the last message
 * handled, which no unread one is older than.
 */
export function wallTime(before: number, lags: readonly Lag[], progress: readonly PartitionProgress[]): number {
  const handled = new Map(progress.map((one) => [one.partition, one.recordedAt]));
  const times = lags.map(({ partition, committed, end }) =>
    committed >= end ? before : Math.min(before, handled.get(partition) ?? 0),
  );
  return Math.min(before, ...times);
}
