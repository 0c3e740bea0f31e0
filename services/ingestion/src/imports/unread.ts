// How many touchpoints that were accepted are not on timelines yet.
import type { Bus, PartitionLag } from '@segue/bus';
import { touchpoints, touchpointsBulk } from '@segue/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;

/**
 * Resolves once all that was accepted before is on timelines, or after `patienceMs`, with the
 * number of touchpoints that are not; NaN when the log cannot be asked. Orders among them are not
 * known to be in.
 */
export async function untilRead(bus: Bus, patienceMs: number, signal: AbortSignal): Promise<number> {
  const until = performance.now() + patienceMs;
  let ends: readonly PartitionLag[] | null = null;
  for (;;) {
    // The `bulk` topic first: what leaves it is in `touchpoints` by then.
    const bulk = await lagOf(bus, 'ingestion', touchpointsBulk.name);
    const live = await lagOf(bus, 'profile', touchpoints.name);
    if (unreadOf(bulk) === 0) ends ??= live;
    const unread = ends === null ? unreadOf(bulk) + unreadOf(live) : unreadOf(live, ends);
    if (unread === 0 || performance.now() > until || signal.aborted) return unread;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

const lagOf = (bus: Bus, group: string, topic: string): Promise<readonly PartitionLag[] | null> =>
  bus.lag(group, topic).catch(() => null);

/** Returns the number of records up to `ends`, else to the present ends, that are not read. */
export function unreadOf(partitions: readonly PartitionLag[] | null, ends = partitions): number {
  if (partitions === null || ends === null) return NaN;
  const wanted = new Map(ends.map(({ partition, end }) => [partition, end]));
  const unread = partitions.map(({ partition, committed }) => (wanted.get(partition) ?? 0n) - committed);
  return Number(unread.reduce((sum, count) => (count > 0n ? sum + count : sum), 0n));
}
