// Sizes of the portions of the `bulk` queue. Pure.

/**
 * Target for the live queue's work on one portion, in milliseconds: a live touchpoint waits behind
 * at most one.
 */
const LONG_MS = 10;
const SHORT_MS = 5;
/**
 * Smallest portion. Heavy events of public sources take up to 10 ms each; and the time of the
 * smallest portion counts as a round trip, not as work.
 */
export const LEAST = 2;
/** Size of the portion that is forwarded when the live queue has not been short for a second. */
export const AFTER_PATIENCE = 10;
export const MOST = 40;
const MOST_BYTES = 32 * 1024;

/**
 * Returns the size of the next portion, after the live queue worked for `workMs` on one of `size`.
 */
export function nextSize(size: number, workMs: number): number {
  if (workMs > LONG_MS) return Math.max(LEAST, Math.floor(size / 2));
  return workMs < SHORT_MS ? Math.min(MOST, Math.ceil(size * 1.25)) : size;
}

/**
 * Factor by which the floor of the measured times rises with each portion, so that it adapts to a
 * machine that became slower.
 */
const RISE = 1.05;

/**
 * Returns the time that a portion takes regardless of its size (round trips, and on Kafka the
 * offsets, which are stored ten times a second): the recent minimum.
 */
export const nextFloor = (floorMs: number, elapsedMs: number): number => Math.min(floorMs * RISE, elapsedMs);

/**
 * Returns how many of these form a portion: at most `size` of them and MOST_BYTES, at least one.
 */
export function portionOf(bytes: readonly number[], size: number): number {
  let sum = 0;
  const end = bytes.findIndex((each, place) => (sum += each) > MOST_BYTES && place > 0);
  return Math.min(size, end === -1 ? bytes.length : end);
}
