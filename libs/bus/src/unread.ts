// How many records a group has not read.
import type { PartitionLag } from './bus';

/** Returns the number of records up to `ends`, else up to the present ends, that are not read. */
export function unreadIn(lag: readonly PartitionLag[], ends: readonly PartitionLag[] = lag): number {
  const wanted = new Map(ends.map(({ partition, end }) => [partition, end]));
  const unread = lag.map(({ partition, committed }) => (wanted.get(partition) ?? 0n) - committed);
  return Number(unread.reduce((sum, count) => (count > 0n ? sum + count : sum), 0n));
}
