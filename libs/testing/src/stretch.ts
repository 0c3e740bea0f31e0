// Measures the longest time for which the event loop is blocked, in processor time, which unlike
// the wall clock excludes other programs of a busy machine.

/**
 * Runs the work three times and returns, for the best run, the maximum milliseconds of processor
 * time between two turns of the event loop. Threads of this process (compilers, the garbage
 * collector) count too; taking the best run excludes them.
 */
export async function longestStretchMs(work: () => Promise<unknown>): Promise<number> {
  const runs = [await once(work), await once(work), await once(work)];
  return Math.min(...runs);
}

async function once(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let ended = false;
  let before = processorMs();
  const note = (): void => {
    const now = processorMs();
    longest = Math.max(longest, now - before);
    before = now;
  };
  const turn = (): void => {
    if (ended) return;
    note();
    setImmediate(turn);
  };
  setImmediate(turn);
  try {
    await work();
  } finally {
    // Includes the turn in which the work ends.
    note();
    ended = true;
  }
  return longest;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
