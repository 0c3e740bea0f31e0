// The instants of decisions: the wall clock, or a replay's own time.
import type { Clock, ServiceTime } from '@segue/service';
import type { Instants } from './domain/batch';

/** While history is replayed a decision is taken at its own instant, else now. */
export async function instantsOf(time: ServiceTime, clock: Clock): Promise<Instants> {
  const { mode, now } = await time.ofBatches();
  if (mode === 'stream') return { ofSignal: (occurredAt) => Math.max(occurredAt, now), ofWait: (dueAt) => dueAt };
  const wall = clock.now();
  return { ofSignal: () => wall, ofWait: () => wall };
}
