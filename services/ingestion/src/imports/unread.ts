// Counts accepted touchpoints that are not on timelines yet.
import { type Bus, type PartitionLag, unreadIn } from '@segue/bus';
import { touchpoints, touchpointsBulk } from '@segue/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;

/**
 * Resolves with the number of accepted touchpoints that are not on timelines yet: with 0 once all
 * are that were accepted before the call, with the remaining ones after `patienceMs` or an abort,
 * and with NaN when the log cannot be reached. Profile does not know the orders among the remaining
 * ones.
 */
export async function untilRead(
  bus: Bus,
  patienceMs: number,
  signal: AbortSignal,
  onUnread: (unread: number) => Promise<void> = async () => undefined,
): Promise<number> {
  const until = performance.now() + patienceMs;
  let ends: readonly PartitionLag[] | null = null;
  for (;;) {
    // The `bulk` topic first: what leaves it is in `touchpoints` when that is read.
    const bulk = await lagOf(bus, 'ingestion', touchpointsBulk.name);
    const live = await lagOf(bus, 'profile', touchpoints.name);
    if (unreadOf(bulk) === 0) ends ??= live;
    const unread = ends === null ? unreadOf(bulk) + unreadOf(live) : unreadOf(live, ends);
    if (unread === 0 || performance.now() > until || signal.aborted) return unread;
    await onUnread(unread);
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

const lagOf = (bus: Bus, group: string, topic: string): Promise<readonly PartitionLag[] | null> =>
  bus.lag(group, topic).catch(() => null);

/**
 * Returns the number of unread records up to `ends`, which default to the present ends; NaN if the
 * progress is not known.
 */
export function unreadOf(partitions: readonly PartitionLag[] | null, ends = partitions): number {
  return partitions === null || ends === null ? NaN : unreadIn(partitions, ends);
}
