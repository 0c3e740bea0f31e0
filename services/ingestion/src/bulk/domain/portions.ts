// Sizes of the portions of the `bulk` queue. Pure.

/** A live touchpoint waits behind at most one portion: about this many milliseconds of traffic. */
const PORTION_MS = 20;
/** Maximum number of touchpoints in a portion. */
export const MOST = 200;
const MOST_BYTES = 256 * 1024;

/** Returns the size of the next portion at a pace of so many touchpoints a second. */
export const sizeAt = (perSecond: number): number =>
  Math.min(MOST, Math.max(1, Math.round((perSecond * PORTION_MS) / 1000)));

/**
 * Returns how many of these form a portion: at most `size` of them and MOST_BYTES, at least one.
 */
export function portionOf(bytes: readonly number[], size: number): number {
  let sum = 0;
  const end = bytes.findIndex((each, place) => (sum += each) > MOST_BYTES && place > 0);
  return Math.min(size, end === -1 ? bytes.length : end);
}
