// The levels of falling numbers that rules ask for: of all those a number may come down to only the
// next matters until it is there.
import { rangeOf } from '../judges/comparison';
import type { Node } from '../language/tree';

export class Levels {
  /** @param levels by the number's name, ascending. */
  constructor(private readonly levels: ReadonlyMap<string, readonly number[]>) {}

  /** The highest level that a value reaches; −Infinity if there is none. */
  below(name: string, value: number): number {
    const levels = this.levels.get(name) ?? [];
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((levels[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return levels[low - 1] ?? -Infinity;
  }
}

/**
 * Of rules that ask for nothing else: only there is an answer sure to change when its level is
 * reached.
 */
export function levelsAsked(trees: readonly Node[]): Levels {
  const levels = new Map<string, Set<number>>();
  for (const tree of trees) {
    if (tree.kind !== 'leaf') continue;
    const { leaf } = tree.judge;
    if (leaf.kind !== 'number' || leaf.is === 'known' || leaf.is === 'unknown') continue;
    const { low, high } = rangeOf(leaf);
    const asked = levels.get(leaf.name) ?? new Set();
    levels.set(leaf.name, asked.add(low).add(high));
  }
  return new Levels(new Map([...levels].map(([name, asked]) => [name, [...asked].sort((a, b) => a - b)])));
}
