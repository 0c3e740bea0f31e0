// The longest time for which the event loop was held, in processor time: unlike the wall clock it does
// not count what other programs of a busy machine take.

/**
 * Runs the work three times and answers with the most milliseconds of processor time between two
 * turns of the event loop, of the run in which that was least: threads of this process (compilers,
 * the garbage collector) count too, and must not be taken for the work.
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
    // The turn in which the work ends counts too.
    note();
    ended = true;
  }
  return longest;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
