// How much of the slow lane is passed on at a time. Pure.

/** What the live lane should need for one portion: a live touchpoint waits behind at most one. Milliseconds. */
const LONG_MS = 200;
const SHORT_MS = 100;
const LEAST = 5;
export const MOST = 100;
const MOST_BYTES = 128 * 1024;

/** The size of the next portion, after one of `size` kept the live lane busy for `elapsedMs`. */
export function nextSize(size: number, elapsedMs: number): number {
  if (elapsedMs > LONG_MS) return Math.max(LEAST, Math.floor(size / 2));
  return elapsedMs < SHORT_MS ? Math.min(MOST, Math.ceil(size * 1.25)) : size;
}

/** How many of these make a portion: at most `size` of them and MOST_BYTES, at least one. */
export function portionOf(bytes: readonly number[], size: number): number {
  let sum = 0;
  const end = bytes.findIndex((each, place) => (sum += each) > MOST_BYTES && place > 0);
  return Math.min(size, end === -1 ? bytes.length : end);
}
