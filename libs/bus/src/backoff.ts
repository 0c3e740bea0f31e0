// How long to wait before a batch is tried again.

const FIRST_MS = 100;
const MOST_MS = 10_000;

/**
 * Returns the milliseconds before the next attempt after `tries` failures (1 or more): 100 ms,
 * doubled with each failure, 10 s at most.
 */
export function backoffMs(tries: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 10));
}
