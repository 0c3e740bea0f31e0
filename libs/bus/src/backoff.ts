// How long to wait before a batch is tried again.

const FIRST_MS = 100;
const MOST_MS = 10_000;

/**
 * Milliseconds before try number `tries + 1`, doubling from 100 ms to 10 s. `tries` counts the
 * failures so far, from 1.
 */
export function backoffMs(tries: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 10));
}
