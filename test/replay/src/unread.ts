// How many records of a topic a service has not read yet.

/** How far a service has read one; offsets as decimal text. */
export interface Partition {
  partition: number;
  committed: string;
  end: string;
}

/** Number of records up to `ends`, or to the present ends, that are not read. */
export function unreadOf(partitions: readonly Partition[] | null, ends = partitions): number {
  if (partitions === null || ends === null) return NaN;
  const wanted = new Map(ends.map(({ partition, end }) => [partition, BigInt(end)]));
  const unread = partitions.map(({ partition, committed }) => (wanted.get(partition) ?? 0n) - BigInt(committed));
  return Number(unread.reduce((sum, count) => (count > 0n ? sum + count : sum), 0n));
}
