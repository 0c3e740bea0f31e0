// Parts of an uploaded order file, all of one size except the last. Pure.

/** Size of a part, which is the body of one request. */
export const PART_BYTES = 1_048_576;
/** The orders of an import are kept in memory while it runs, about half a kilobyte each. */
export const MAX_IMPORT_LINES = 1_000_000;
export const MAX_IMPORT_BYTES = 200 * 1_048_576;

export const partsOf = (size: number): number => Math.ceil(size / PART_BYTES);

/** Returns the size of a part; null for a number that the file does not have. */
export function sizeOfPart(size: number, number: number): number | null {
  if (number < 0 || number >= partsOf(size)) return null;
  return Math.min(PART_BYTES, size - number * PART_BYTES);
}

/** Returns the numbers of the parts that are missing. */
export function missingParts(size: number, received: ReadonlySet<number>): number[] {
  return Array.from({ length: partsOf(size) }, (_, number) => number).filter((number) => !received.has(number));
}
