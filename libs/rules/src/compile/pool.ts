// What compiled rules share: equal conditions, equal leaves and the trees of segments.
import { judgeOf } from '../judges/leaf';
import { canonical } from '../language/canonical';
import type { Leaf, SegmentLeaf } from '../language/leaves';
import type { Rule } from '../language/rule';
import { needsOf } from '../needs/gather';
import { leafNodesOf, type Node, treeOf } from '../tree/node';
import type { CompiledRule } from './compiled-rule';

type Question = Pick<CompiledRule, 'question' | 'tree' | 'leaves' | 'needs'>;

type Pooled = Pick<Extract<Node, { kind: 'leaf' }>, 'judge' | 'index'>;

/**
 * Gives equal conditions one tree and equal leaves one judge, and puts a segment's tree where it is
 * referred to.
 */
export class Pool {
  readonly questions = new Map<string, Question>();
  readonly leaves = new Map<string, Pooled>();

  constructor(private readonly segments: ReadonlyMap<string, Rule>) {}

  questionOf({ when }: Rule): Question {
    const spelling = canonical(when);
    let known = this.questions.get(spelling);
    if (!known) {
      const tree = treeOf(when, (leaf, path) => this.leafNode(leaf, path));
      const leaves = leafNodesOf(tree);
      const needs = needsOf(leaves.map(({ judge }) => judge.leaf));
      known = { question: this.questions.size, tree, leaves: leaves.length, needs };
      this.questions.set(spelling, known);
    }
    return known;
  }

  private leafNode(leaf: Leaf, path: string): Node {
    if (leaf.kind !== 'segment') return { kind: 'leaf', path, ...this.pooled(leaf) };
    const rule = this.segments.get(leaf.id);
    const of: Node = rule ? this.questionOf(rule).tree : { kind: 'count', atLeast: 1, of: [] };
    return { kind: 'segment', leaf, path, of };
  }

  private pooled(leaf: Exclude<Leaf, SegmentLeaf>): Pooled {
    const spelling = canonical(leaf);
    let pooled = this.leaves.get(spelling);
    if (!pooled) {
      pooled = { judge: judgeOf(leaf), index: this.leaves.size };
      this.leaves.set(spelling, pooled);
    }
    return pooled;
  }
}
