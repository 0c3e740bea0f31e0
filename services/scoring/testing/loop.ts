// How long work holds the event loop.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const RESOLUTION_MS = 5;
const TRIES = 5;

/** The longest time, ms, for which the loop stood still during the work. The shortest of a few tries: a busy machine makes it stand still as well. */
export async function longestStretch(work: () => Promise<unknown>): Promise<number> {
  let shortest = Infinity;
  for (let tries = 0; tries < TRIES && shortest > 100; tries++) shortest = Math.min(shortest, await once(work));
  return shortest;
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  await sleep(2 * RESOLUTION_MS);
  await work();
  await sleep(2 * RESOLUTION_MS);
  delays.disable();
  return delays.max / 1e6 - RESOLUTION_MS;
}
