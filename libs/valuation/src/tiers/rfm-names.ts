// Names for combinations of the scores of recency, frequency and monetary value.

export interface RfmScores {
  readonly r: number;
  readonly f: number;
  readonly m: number;
}

/** A name covers a block of scores, both bounds included. */
export interface RfmName {
  readonly name: string;
  readonly r: readonly [number, number];
  readonly f: readonly [number, number];
  readonly m: readonly [number, number];
}

/**
 * The usual names, by recency and by how often and how much was bought. The first that fits is
 * taken; every combination has one.
 */
export const RFM_NAMES: readonly RfmName[] = [
  { name: 'Champions', r: [4, 5], f: [4, 5], m: [4, 5] },
  { name: 'Loyal', r: [3, 5], f: [3, 5], m: [3, 5] },
  { name: 'Potential Loyalists', r: [4, 5], f: [2, 5], m: [1, 5] },
  { name: 'New', r: [5, 5], f: [1, 1], m: [1, 5] },
  { name: 'Promising', r: [4, 4], f: [1, 1], m: [1, 5] },
  { name: 'Need Attention', r: [3, 3], f: [2, 5], m: [1, 5] },
  { name: 'Cannot Lose', r: [1, 1], f: [4, 5], m: [4, 5] },
  { name: 'At Risk', r: [1, 2], f: [2, 5], m: [2, 5] },
  { name: 'About to Sleep', r: [2, 3], f: [1, 5], m: [1, 5] },
  { name: 'Lost', r: [1, 1], f: [1, 5], m: [1, 5] },
];

/**
 * The first name in the table that covers these scores; '' if the table leaves them out (see
 * `uncovered`).
 */
export function nameOf({ r, f, m }: RfmScores, names: readonly RfmName[] = RFM_NAMES): string {
  for (const name of names) {
    if (within(r, name.r) && within(f, name.f) && within(m, name.m)) return name.name;
  }
  return '';
}

/** Scores that a table of names leaves out: none, if it may be used. */
export function uncovered(names: readonly RfmName[], scores = 5): RfmScores[] {
  const range = Array.from({ length: scores }, (_, index) => index + 1);
  const all = range.flatMap((r) => range.flatMap((f) => range.map((m) => ({ r, f, m }))));
  return all.filter((some) => nameOf(some, names) === '');
}

function within(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}
