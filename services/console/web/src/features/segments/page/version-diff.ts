// What changed from one version of a segment to the next, condition by condition. Pure.
import { type Node, isGroup } from '../rule/schema';
import { childrenOf } from '../rule/tree';

export interface Versioned {
  name: string;
  rule: unknown;
}

export interface VersionDiff {
  /** The name before; null where it is the same. */
  renamed: string | null;
  added: Node[];
  removed: Node[];
  /** The same conditions, put together in another way. */
  isRearranged: boolean;
}

/** Returns the differences; `before` is the older version. */
export function diffOf(before: Versioned, after: Versioned): VersionDiff {
  const [old, now] = [leavesOf(before.rule), leavesOf(after.rule)];
  const added = without(now, old);
  const removed = without(old, now);
  return {
    renamed: before.name === after.name ? null : before.name,
    added,
    removed,
    isRearranged: added.length + removed.length === 0 && text(before.rule) !== text(after.rule),
  };
}

export const isSame = ({ renamed, added, removed, isRearranged }: VersionDiff): boolean =>
  renamed === null && added.length === 0 && removed.length === 0 && !isRearranged;

function leavesOf(rule: unknown): Node[] {
  const below = (node: Node): Node[] => (isGroup(node) ? childrenOf(node).flatMap(below) : [node]);
  return below((rule as { when: Node }).when);
}

/** The conditions of one list that are not in the other, as often as they are more. */
function without(list: readonly Node[], other: readonly Node[]): Node[] {
  const left = other.map(text);
  return list.filter((node) => {
    const place = left.indexOf(text(node));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

/** JSON with the keys of every object in order. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, one]) => `${key}:${text(one)}`).join(',')}}`;
}
