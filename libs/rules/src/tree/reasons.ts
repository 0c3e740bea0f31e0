// Why a tree holds or does not: the leaves that decide.
import type { View } from '../judges/view';
import type { Leaf } from '../language/leaves';
import { Answers, holdsAt } from './answers';
import type { Node } from './node';

/** One leaf that decided, with what was compared. */
export interface Reason {
  /** Where in the rule it stands, e.g. `when.of.0`. */
  readonly path: string;
  readonly condition: Leaf;
  readonly holds: boolean;
  /** For a segment: the reasons within it. */
  readonly value: unknown;
}

/** Maximum number of leaves named as reasons, including those within other segments. */
export const MAX_REASONS = 50;

/**
 * Returns the leaves that decided: those that hold for a node that holds, otherwise those that do
 * not. Only the first of them, in writing order.
 */
export function reasonsOf(node: Node, view: View, at: number, answers: Answers): Reason[] {
  return [...take(MAX_REASONS, decidingIn(node, view, at, answers))];
}

function* decidingIn(node: Node, view: View, at: number, answers: Answers): Generator<Reason> {
  const holds = holdsAt(node, view, at, answers);
  switch (node.kind) {
    case 'leaf':
      yield { path: node.path, condition: node.judge.leaf, holds, value: node.judge.value(view, at) };
      return;
    case 'not':
      yield* decidingIn(node.of, view, at, answers);
      return;
    case 'segment':
      yield { path: node.path, condition: node.leaf, holds, value: reasonsOf(node.of, view, at, answers) };
      return;
    case 'count':
      for (const child of node.of)
        if (holdsAt(child, view, at, answers) === holds) yield* decidingIn(child, view, at, answers);
  }
}

function* take<T>(most: number, items: Iterable<T>): Generator<T> {
  let left = most;
  for (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}
