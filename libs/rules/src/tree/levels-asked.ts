// Which levels of falling numbers a set of rules asks for.
import { rangeOf } from '../judges/values/ranges';
import { Levels } from '../judges/values/levels';
import type { Node } from './node';

/**
 * Returns the levels of rules that are a single leaf on a number: only their answer is sure to
 * change when the level is reached.
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
