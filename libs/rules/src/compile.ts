// Many rules at once: equal conditions and equal leaves are judged once per customer, and rules that read nothing of what a touchpoint changes are
// left alone (their earlier answer and flip still stand).
import { canonical } from './canonical';
import type { Context } from './context';
import type { Verdict } from './evaluate';
import type { Facts } from './facts';
import type { Leaf, Rule, SegmentLeaf } from './language';
import { judgeOf } from './judges/leaf';
import { type Needs, needsOf } from './needs';
import { Answers, type Node, type Reason, flipOf, holdsAt, leafNodesOf, reasonsOf, treeOf } from './tree';
import { circleIn } from './references';
import { type Change, Touched } from './touched';
import { View } from './view';

export interface RuleEntry {
  readonly id: string;
  readonly rule: Rule;
}

/** Handed out by a rulebook and given back to it. */
export interface CompiledRule {
  readonly id: string;
  readonly place: number;
  /** Rules of equal conditions ask the same: it is answered once for all of them. */
  readonly question: number;
  readonly tree: Node;
  /** What it reads, the segments that it refers to included. */
  readonly needs: Needs;
}

export interface Rulebook {
  readonly rules: readonly CompiledRule[];
  /** What facts must be kept for all of its rules. */
  readonly needs: Needs;
  ruleOf(id: string): CompiledRule | undefined;
  /** The rules that read something of this change, each once. */
  touchedBy(change: Change): readonly CompiledRule[];
  /** The verdicts of these rules, in their order. */
  judge(rules: readonly CompiledRule[], facts: Facts, context: Context): Verdict[];
  /** The leaves that decide one rule now. @throws {Error} no such rule. */
  explain(id: string, facts: Facts, context: Context): Reason[];
}

/**
 * A segment that a rule refers to and that is not among the entries holds for nobody.
 * @throws {Error} two rules of one id; segments that refer to each other in a circle (see `circleIn`).
 */
export function compile(entries: readonly RuleEntry[]): Rulebook {
  const circle = circleIn(entries);
  if (circle) throw new Error(`segments refer to each other in a circle: ${circle.join(' → ')}`);
  const pool = new Pool(new Map(entries.map(({ id, rule }) => [id, rule])));
  const rules = entries.map(({ id, rule }, place) => ({ id, place, ...pool.questionOf(rule) }));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  if (byId.size < rules.length) throw new Error('two rules of one id');
  const touched = new Touched(rules);
  const [answers, later] = [new Answers(pool.leaves.size), new Answers(pool.leaves.size)];
  const verdicts = new Verdicts(pool.questions.size);
  return {
    rules,
    needs: needsOf([...pool.leaves.values()].map(({ judge }) => judge.leaf)),
    ruleOf: (id) => byId.get(id),
    touchedBy: (change) => touched.by(change),
    judge: (some, facts, context) => judge(some, new View(facts, context), verdicts.forget(), answers.forget(), later),
    explain: (id, facts, context) => {
      const rule = byId.get(id);
      if (!rule) throw new Error(`no rule "${id}"`);
      return reasonsOf(rule.tree, new View(facts, context), context.now, answers.forget());
    },
  };
}

function judge(
  rules: readonly CompiledRule[],
  view: View,
  verdicts: Verdicts,
  answers: Answers,
  later: Answers,
): Verdict[] {
  return rules.map(
    ({ question, tree }) => verdicts.of(question) ?? verdicts.learn(question, verdictOf(tree, view, answers, later)),
  );
}

function verdictOf(tree: Node, view: View, answers: Answers, later: Answers): Verdict {
  const { now } = view.context;
  const holds = holdsAt(tree, view, now, answers);
  const flip = flipOf(tree, view, now, answers, later);
  return { holds, flipsAt: flip.at, exact: flip.exact };
}

/** The verdicts of one judgement by question; kept from one to the next like `Answers`. */
class Verdicts {
  private readonly verdicts: (Verdict | undefined)[];
  private readonly rounds: Float64Array;
  private round = 0;

  constructor(questions: number) {
    this.verdicts = new Array<undefined>(questions);
    this.rounds = new Float64Array(questions);
  }

  forget(): this {
    this.round++;
    return this;
  }

  of(question: number): Verdict | undefined {
    return this.rounds[question] === this.round ? this.verdicts[question] : undefined;
  }

  learn(question: number, verdict: Verdict): Verdict {
    this.rounds[question] = this.round;
    this.verdicts[question] = verdict;
    return verdict;
  }
}

type Question = Pick<CompiledRule, 'question' | 'tree' | 'needs'>;
type Pooled = Pick<Extract<Node, { kind: 'leaf' }>, 'judge' | 'index'>;

/** Gives equal conditions one tree and equal leaves one judge, and puts a segment's tree where it is referred to. */
class Pool {
  readonly questions = new Map<string, Question>();
  readonly leaves = new Map<string, Pooled>();

  constructor(private readonly segments: ReadonlyMap<string, Rule>) {}

  questionOf({ when }: Rule): Question {
    const spelling = canonical(when);
    let known = this.questions.get(spelling);
    if (!known) {
      const tree = treeOf(when, (leaf, path) => this.leafNode(leaf, path));
      const needs = needsOf(leafNodesOf(tree).map(({ judge }) => judge.leaf));
      known = { question: this.questions.size, tree, needs };
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
