// Leaves about the first or the last touchpoint of a pattern.
import { entersAt, leavesAt } from '../facts/windows';
import type { FirstLeaf, LastLeaf } from '../language/leaves';
import { markKey } from '../needs/keys';
import { type LeafJudge, isWithin, nextTurn } from './judge';
import type { View } from './view';

export function markJudge(leaf: FirstLeaf | LastLeaf): LeafJudge {
  const { kind, within } = leaf;
  const key = markKey(leaf, leaf.has);
  /** From when to when it holds. */
  const spanOf = (view: View): [number, number] => {
    const mark = view.mark(kind, key);
    if (!mark?.[2]) return [Infinity, -Infinity];
    const zone = view.zoneOf(within);
    return [entersAt(mark[0], within, zone), leavesAt(mark[0], within, zone)];
  };
  return {
    leaf,
    holds: (view, at) => isWithin(spanOf(view), at),
    changesAfter: (view, at) => nextTurn(...spanOf(view), at),
    value: (view) => {
      const mark = view.mark(kind, key);
      return mark && { at: mark[0], has: mark[2] };
    },
  };
}
