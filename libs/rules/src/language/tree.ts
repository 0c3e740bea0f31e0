// Conditions as a tree in which and, or and "some of" are one kind of node ("at least n of these
// hold"), over leaves that are judged once however many rules contain them.
import type { LeafJudge } from '../judges/judge';
import type { Condition, Leaf, SegmentLeaf } from './language';
import type { View } from '../compile/view';

export type Node =
  | { readonly kind: 'leaf'; readonly judge: LeafJudge; readonly index: number; readonly path: string }
  | { readonly kind: 'not'; readonly of: Node }
  | { readonly kind: 'count'; readonly atLeast: number; readonly of: readonly Node[] }
  /**
   * Another segment: its own tree in place of a reference, so that its flips are known as exactly
   * as its answer.
   */
  | { readonly kind: 'segment'; readonly leaf: SegmentLeaf; readonly path: string; readonly of: Node };

/** One leaf that decided, with what was compared. */
export interface Reason {
  /** Where in the rule it stands, e.g. `when.of.0`. */
  readonly path: string;
  readonly condition: Leaf;
  readonly holds: boolean;
  /** For a segment: the reasons within it. */
  readonly value: unknown;
}

/**
 * Answers of leaves at one instant, by leaf index; kept from one judgement to the next, since
 * clearing a thousand would cost more than judging ten.
 */
export class Answers {
  /** Twice the round in which a leaf was answered, and one more if it held. */
  private readonly answers: Float64Array;
  private round = 1;

  constructor(leaves: number) {
    this.answers = new Float64Array(leaves);
  }

  /** For another instant, or another customer: all is unknown. */
  forget(): this {
    this.round++;
    return this;
  }

  of(index: number): boolean | undefined {
    const answer = (this.answers[index] as number) - 2 * this.round;
    return answer < 0 ? undefined : answer === 1;
  }

  learn(index: number, holds: boolean): void {
    this.answers[index] = 2 * this.round + (holds ? 1 : 0);
  }
}

export function treeOf(condition: Condition, leafNode: (leaf: Leaf, path: string) => Node, path = 'when'): Node {
  const children = (of: readonly Condition[]) =>
    of.map((child, index) => treeOf(child, leafNode, `${path}.of.${index}`));
  switch (condition.kind) {
    case 'and':
      return { kind: 'count', atLeast: condition.of.length, of: children(condition.of) };
    case 'or':
      return { kind: 'count', atLeast: 1, of: children(condition.of) };
    case 'some':
      return { kind: 'count', atLeast: condition.atLeast, of: children(condition.of) };
    case 'not':
      return { kind: 'not', of: treeOf(condition.of, leafNode, `${path}.of`) };
    default:
      return leafNode(condition, path);
  }
}

/**
 * Whether the condition holds at `at`; `answers` are those of the leaves at that instant and are
 * filled on the way.
 */
export function holdsAt(node: Node, view: View, at: number, answers: Answers): boolean {
  switch (node.kind) {
    case 'leaf': {
      const known = answers.of(node.index);
      if (known !== undefined) return known;
      const holds = node.judge.holds(view, at);
      answers.learn(node.index, holds);
      return holds;
    }
    case 'not':
      return !holdsAt(node.of, view, at, answers);
    case 'segment':
      return holdsAt(node.of, view, at, answers);
    case 'count':
      return enoughHold(node.of, node.atLeast, view, at, answers);
  }
}

function enoughHold(nodes: readonly Node[], atLeast: number, view: View, at: number, answers: Answers): boolean {
  let missing = atLeast;
  let left = nodes.length;
  for (const node of nodes) {
    if (missing <= 0 || left < missing) break;
    if (holdsAt(node, view, at, answers)) missing--;
    left--;
  }
  return missing <= 0;
}

/**
 * The first instant after `now` at which the answer is another if nothing happens; null if never.
 * `exact` is false if it was not found within MAX_CHANGES changes of leaves: then the answer is
 * certain to stand until `at`, and must be looked at again there. It is false as well where amounts
 * are kept by the hour only: then `at` may be up to an hour late, and what lies before the hours
 * that are kept is not counted; and where the times that decide may be among those that are not
 * kept any more.
 */
export function flipOf(node: Node, view: View, now: number, answers: Answers, later: Answers): Flip {
  // A leaf knows for itself.
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

/** Whether one of its leaves rests on what is not kept as exactly. */
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

export interface Flip {
  readonly at: number | null;
  readonly exact: boolean;
}

const MAX_CHANGES = 500;

/**
 * An instant after `at` before which the answer cannot change; for a leaf the very instant at which
 * it does. Of "at least n hold", those that hold now must fall below n, or of those that do not
 * enough must come to hold: the rest cannot bring it about.
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

/** The leaf nodes under a node. */
export function leafNodesOf(node: Node): Extract<Node, { kind: 'leaf' }>[] {
  if (node.kind === 'leaf') return [node];
  return node.kind === 'count' ? node.of.flatMap(leafNodesOf) : leafNodesOf(node.of);
}
