// Many rules at once: equal conditions and equal leaves are judged once per customer, and rules
// that read nothing of what a touchpoint changes are not judged (their earlier answer still
// stands).
import { atOnce } from '@segue/contracts';
import type { Facts } from '../facts/facts';
import { View } from '../judges/view';
import type { Context } from '../language/context';
import type { Judgement, Verdict } from '../language/judgement';
import { circleIn } from '../language/references';
import type { RuleEntry } from '../language/rule';
import { needsOf } from '../needs/gather';
import type { Needs } from '../needs/needs';
import { Answers, holdsAt } from '../tree/answers';
import { levelsAsked } from '../tree/levels-asked';
import { nextChangeOf } from '../tree/next-change';
import type { Node } from '../tree/node';
import { type Reason, reasonsOf } from '../tree/reasons';
import type { CompiledRule } from './compiled-rule';
import { Pool } from './pool';
import { type Change, Touched } from './touched';

export interface CompiledRules {
  readonly rules: readonly CompiledRule[];
  /** What facts must be kept for all of its rules. */
  readonly needs: Needs;
  ruleOf(id: string): CompiledRule | undefined;
  /** The rules that read something of this change, each once. */
  touchedBy(change: Change): readonly CompiledRule[];
  /** In the order of the rules. */
  judge(rules: readonly CompiledRule[], facts: Facts, context: Context): Judgement[];
  /**
   * What one rule says, with the very instant at which that changes. @throws {Error} no such rule.
   */
  verdict(id: string, facts: Facts, context: Context): Verdict;
  /** The leaves that decide one rule now. @throws {Error} no such rule. */
  explain(id: string, facts: Facts, context: Context): Reason[];
}

/**
 * A segment that a rule refers to and that is not among the entries holds for no customer.
 * @throws {Error} for two rules of one id, and for segments that refer to each other in a circle
 * (see `circleIn`).
 */
export function compile(entries: readonly RuleEntry[]): CompiledRules {
  return atOnce(compileInSteps(entries));
}

/** As `compile`, with a pause after each rule: a thousand rules take some hundred milliseconds. */
export function* compileInSteps(entries: readonly RuleEntry[]): Generator<void, CompiledRules> {
  const circle = circleIn(entries);
  if (circle) throw new Error(`segments refer to each other in a circle: ${circle.join(' → ')}`);
  yield;
  const pool = new Pool(new Map(entries.map(({ id, rule }) => [id, rule])));
  const rules: CompiledRule[] = [];
  for (const [place, { id, rule }] of entries.entries()) {
    rules.push({ id, place, ...pool.questionOf(rule) });
    yield;
  }
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  if (byId.size < rules.length) throw new Error('two rules of one id');
  yield;
  const touched = new Touched(rules);
  yield;
  const needs = needsOf([...pool.leaves.values()].map(({ judge }) => judge.leaf));
  yield;
  const [answers, later] = [new Answers(pool.leaves.size), new Answers(pool.leaves.size)];
  const plans = new WeakMap<readonly CompiledRule[], Plan>();
  const levels = levelsAsked([...pool.questions.values()].map(({ tree }) => tree));
  const treeOfRule = (id: string): Node => {
    const rule = byId.get(id);
    if (!rule) throw new Error(`no rule "${id}"`);
    return rule.tree;
  };
  return {
    rules,
    needs,
    ruleOf: (id) => byId.get(id),
    touchedBy: (change) => touched.by(change),
    judge: (some, facts, context) => {
      const view = new View(facts, context, levels);
      answers.forget();
      let plan = plans.get(some);
      if (!plan) plans.set(some, (plan = planOf(some)));
      const judgements = plan.asked.map((tree) => judgementOf(tree, view, answers, later));
      return plan.places.map((place) => judgements[place] as Judgement);
    },
    verdict: (id, facts, context) => {
      const view = new View(facts, context);
      const tree = treeOfRule(id);
      const holds = holdsAt(tree, view, context.now, answers.forget());
      const { at, exact } = nextChangeOf(tree, view, context.now, answers, later);
      return { holds, changesAt: at, exact };
    },
    explain: (id, facts, context) => reasonsOf(treeOfRule(id), new View(facts, context), context.now, answers.forget()),
  };
}

/**
 * The questions of a list of rules. Cached by list, because the same kind of change touches the
 * same list again and again.
 */
interface Plan {
  /** Each question once. */
  readonly asked: readonly Node[];
  /** By rule: the place of its question among these. */
  readonly places: readonly number[];
}

function planOf(rules: readonly CompiledRule[]): Plan {
  const places = new Map<number, number>();
  const asked: Node[] = [];
  const placeOf = ({ question, tree }: CompiledRule): number => {
    const known = places.get(question);
    if (known !== undefined) return known;
    places.set(question, asked.length);
    return asked.push(tree) - 1;
  };
  return { places: rules.map(placeOf), asked };
}

function judgementOf(tree: Node, view: View, answers: Answers, later: Answers): Judgement {
  const { now } = view.context;
  if (tree.kind === 'leaf' && tree.judge.judgement) return tree.judge.judgement(view);
  const holds = holdsAt(tree, view, now, answers);
  return { holds, standsUntil: nextChangeOf(tree, view, now, answers, later).at };
}
