// Segments that refer to segments.
import type { RuleEntry } from './rule';
import { leavesOf } from './rule';

/**
 * A circle of references as the ids along it, its first once more at the end; null if there is
 * none.
 */
export function circleIn(entries: readonly RuleEntry[]): string[] | null {
  const refersTo = new Map(entries.map(({ id, rule }) => [id, segmentsIn(rule)]));
  const cleared = new Set<string>();
  const look = (id: string, way: readonly string[]): string[] | null => {
    const seen = way.indexOf(id);
    if (seen >= 0) return [...way.slice(seen), id];
    if (cleared.has(id)) return null;
    for (const next of refersTo.get(id) ?? []) {
      const circle = look(next, [...way, id]);
      if (circle) return circle;
    }
    cleared.add(id);
    return null;
  };
  for (const { id } of entries) {
    const circle = look(id, []);
    if (circle) return circle;
  }
  return null;
}

/** The segments that a rule refers to by itself. */
export function segmentsIn(rule: RuleEntry['rule']): string[] {
  return leavesOf(rule.when).flatMap((leaf) => (leaf.kind === 'segment' ? [leaf.id] : []));
}
