// Conditions as a tree in which and, or and "some of" are one kind of node ("at least n of these
// hold"), over leaves that are judged once however many rules contain them.
import type { LeafJudge } from '../judges/judge';
import type { Leaf, SegmentLeaf } from '../language/leaves';
import type { Condition } from '../language/rule';

export type Node =
  | { readonly kind: 'leaf'; readonly judge: LeafJudge; readonly index: number; readonly path: string }
  | { readonly kind: 'not'; readonly of: Node }
  | { readonly kind: 'count'; readonly atLeast: number; readonly of: readonly Node[] }
  /**
   * Another segment: its own tree in place of a reference, so that its next change is known as
   * exactly as its answer.
   */
  | { readonly kind: 'segment'; readonly leaf: SegmentLeaf; readonly path: string; readonly of: Node };

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

/** The leaf nodes under a node. */
export function leafNodesOf(node: Node): Extract<Node, { kind: 'leaf' }>[] {
  if (node.kind === 'leaf') return [node];
  return node.kind === 'count' ? node.of.flatMap(leafNodesOf) : leafNodesOf(node.of);
}
