// The touchpoints that one leaf is about.
import type { Leaf } from '../language/leaves';
import type { EventPattern } from '../language/patterns';
import { visitsOf } from './leaf-needs';

/** The patterns of touchpoints that a leaf looks at. */
export function patternsOf(leaf: Leaf): EventPattern[] {
  switch (leaf.kind) {
    case 'event':
    case 'never':
    case 'sum':
    case 'average':
    case 'distinct':
    case 'first':
    case 'last':
      return [leaf];
    case 'ratio':
      return [leaf.part, leaf.whole];
    case 'unanswered':
      return [leaf, leaf.by];
    case 'sequence':
      return leaf.steps;
    case 'place':
      return [visitsOf(leaf)];
    default:
      return [];
  }
}
