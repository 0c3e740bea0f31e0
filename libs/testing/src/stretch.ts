// Measures the longest time for which the event loop is blocked, in processor time, which unlike
// the wall clock excludes other programs of a busy machine.

/** What `reference` takes on the machine for which bounds in milliseconds are meant. */
const REFERENCE_MS = 30;

/**
 * Runs the work three times and returns, for the best run, the maximum milliseconds of processor
 * time between two turns of the event loop. Threads of this process (compilers, the garbage
 * collector) count too; taking the best run excludes them. The result is divided by how much slower
 * than REFERENCE_MS this machine is just then, so that a bound says the same everywhere.
 */
export async function longestStretchMs(work: () => Promise<unknown>): Promise<number> {
  const runs = [await once(work), await once(work), await once(work)];
  const slower = Math.max(1, referenceMs() / REFERENCE_MS);
  return Math.min(...runs) / slower;
}

/** Returns the processor time of fixed work: the best of three. */
function referenceMs(): number {
  const times = [0, 1, 2].map(() => {
    const before = processorMs();
    reference();
    return processorMs() - before;
  });
  return Math.min(...times);
}

/** Objects made, written as text, read again and sorted, like what services do with rows. */
function reference(): void {
  const rows = Array.from({ length: 20_000 }, (_, n) => {
    return { id: `order-${n}`, at: (n * 7_919) % 10_007, lines: [n, n + 1, n + 2], text: 'x'.repeat(n % 40) };
  });
  const read = JSON.parse(JSON.stringify(rows)) as typeof rows;
  read.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
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
