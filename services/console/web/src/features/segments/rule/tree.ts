// Edits of a rule as a tree of conditions, by path. Each returns a new tree. Pure.
import { groupOf } from './defaults';
import type { Node } from './schema';

/** The way to a part of a rule below `when`: `of`, 0, `times`. */
export type Path = readonly (string | number)[];

/** Returns the path as the language writes it: `when.of.0.times`. */
export const dotted = (path: Path): string => ['when', ...path].join('.');

/** Returns the part at a path; undefined where there is none. */
export function partAt(node: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined),
    node,
  );
}

/**
 * Returns the tree with another part at a path; `undefined` removes a field or an element of a
 * list.
 */
export function withPart<T>(part: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  if (Array.isArray(part)) {
    const changed = [...(part as unknown[])];
    const inner = rest.length === 0 ? value : withPart(changed[Number(key)], rest, value);
    if (inner === undefined) changed.splice(Number(key), 1);
    else changed[Number(key)] = inner;
    return changed as T;
  }
  const fields = { ...(part as Record<string, unknown>) };
  const inner = rest.length === 0 ? value : withPart(fields[key] ?? {}, rest, value);
  if (inner === undefined) delete fields[key];
  else fields[key] = inner;
  return fields as T;
}

/** Returns the conditions of a group; one for `not`, none for a leaf. */
export function childrenOf({ kind, of }: Node): Node[] {
  if (kind === 'not') return [of as Node];
  return Array.isArray(of) ? (of as Node[]) : [];
}

/** Returns the path to a condition of a group. */
export const childPath = (group: Node, path: Path, place: number): Path =>
  group.kind === 'not' ? [...path, 'of'] : [...path, 'of', place];

/** Adds a condition at the end of the group at a path. */
export function withChild(root: Node, path: Path, child: Node): Node {
  const group = partAt(root, path) as Node;
  return withPart(root, [...path, 'of'], [...childrenOf(group), child]);
}

/**
 * Removes the condition at a path. A group that is left empty goes too; the topmost one stays, with
 * a first condition.
 */
export function withoutPart(root: Node, path: Path): Node {
  const above = path.slice(0, path.at(-1) === 'of' ? -1 : -2);
  if (path.length === 0) return groupOf('and');
  const group = partAt(root, above) as Node;
  if (childrenOf(group).length <= 1) return withoutPart(root, above);
  const left = withPart(root, path, undefined);
  const { kind, atLeast } = group;
  if (kind !== 'some' || typeof atLeast !== 'number') return left;
  return withPart(left, [...above, 'atLeast'], Math.min(atLeast, childrenOf(group).length - 1));
}

/**
 * Changes the kind of the group at a path. `not` holds one condition: several are put in an `and`.
 */
export function withKind(root: Node, path: Path, kind: string): Node {
  const group = partAt(root, path) as Node;
  const children = childrenOf(group);
  if (kind === 'not') {
    const [only] = children;
    const of = children.length === 1 ? only : { kind: group.kind, of: children };
    return withPart(root, path, { kind, of });
  }
  return withPart(root, path, { kind, ...(kind === 'some' && { atLeast: 1 }), of: children });
}

/** Puts the condition at a path into a new group. */
export function wrapped(root: Node, path: Path, kind: string): Node {
  const part = partAt(root, path) as Node;
  return withPart(root, path, kind === 'not' ? { kind, of: part } : { kind, of: [part] });
}

/** Returns the rule as a group at the top, so that conditions can be added. */
export function editable(when: Node): Node {
  return ['and', 'or', 'some'].includes(when.kind) ? when : { kind: 'and', of: [when] };
}

/** Returns the rule as it is saved: a topmost `and` of one condition is that condition. */
export function savable(when: Node): Node {
  const [only, ...others] = childrenOf(when);
  return when.kind === 'and' && only !== undefined && others.length === 0 ? only : when;
}
