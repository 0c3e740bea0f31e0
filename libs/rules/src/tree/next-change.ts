// When the answer of a tree changes next if nothing happens.
import type { View } from '../judges/view';
import { Answers, holdsAt } from './answers';
import type { Node } from './node';

/**
 * The first instant after `now` at which the answer is another if nothing happens; null if never.
 * `exact` is false if it was not found within MAX_CHANGES changes of leaves: then the answer is
 * certain to stand until `at`, and must be looked at again there. It is false as well where amounts
 * are kept by the hour only: then `at` may be up to an hour late, and what lies before the hours
 * that are kept is not counted; and where the times that decide may be among those that are not
 * kept any more.
 */
export function nextChangeOf(node: Node, view: View, now: number, answers: Answers, later: Answers): NextChange {
  // A leaf finds its next change itself.
  if (node.kind === 'leaf') return { at: node.judge.changesAfter(view, now), exact: !isRough(node, view) };
  const holds = holdsAt(node, view, now, answers);
  let at = now;
  for (let round = 0; round < MAX_CHANGES; round++) {
    const next = earliestChange(node, view, at, round === 0 ? answers : later);
    if (next === null) return { at: null, exact: !isRough(node, view) };
    if (holdsAt(node, view, next, later.forget()) !== holds) return { at: next, exact: !isRough(node, view) };
    at = next;
  }
  return { at, exact: false };
}

/** Whether one of its leaves reads facts that are not kept exactly. */
function isRough(node: Node, view: View): boolean {
  switch (node.kind) {
    case 'leaf':
      return node.judge.isRough?.(view) === true;
    case 'count':
      return node.of.some((child) => isRough(child, view));
    default:
      return isRough(node.of, view);
  }
}

export interface NextChange {
  readonly at: number | null;
  readonly exact: boolean;
}

const MAX_CHANGES = 500;

/**
 * Returns an instant after `at` before which the answer cannot change; for a leaf it is the instant
 * of the change itself. For "at least n hold": while it holds, enough of the holding leaves must
 * fail; while it does not, enough of the failing ones must come to hold.
 */
function earliestChange(node: Node, view: View, at: number, answers: Answers): number | null {
  switch (node.kind) {
    case 'leaf':
      return node.judge.changesAfter(view, at);
    case 'not':
    case 'segment':
      return earliestChange(node.of, view, at, answers);
    case 'count':
      return earliestOfCount(node.of, node.atLeast, view, at, answers);
  }
}

function earliestOfCount(
  nodes: readonly Node[],
  atLeast: number,
  view: View,
  at: number,
  answers: Answers,
): number | null {
  let holding = 0;
  for (const node of nodes) if (holdsAt(node, view, at, answers)) holding++;
  const holds = holding >= atLeast;
  const deciding = holds ? holding : nodes.length - holding;
  const needed = holds ? holding - atLeast + 1 : atLeast - holding;
  const changes: number[] = [];
  let never = 0;
  for (const node of nodes) {
    if (holdsAt(node, view, at, answers) !== holds) continue;
    const change = earliestChange(node, view, at, answers);
    if (change !== null) changes.push(change);
    else if (++never > deciding - needed) return null;
  }
  return nthSmallest(changes, needed);
}

function nthSmallest(instants: number[], n: number): number | null {
  if (instants.length < n) return null;
  if (n === 1) return Math.min(...instants);
  return instants.sort((a, b) => a - b)[n - 1] as number;
}
