// Which levels of falling numbers a set of rules asks for.
import { rangeOf } from '../judges/comparison';
import { Levels } from '../judges/levels';
import type { Node } from './node';

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
