// Many rules at once: equal conditions and equal leaves are judged once per customer, and an index from what a touchpoint changes to the rules that
// read it leaves the others alone (their earlier answer and flip still stand).
import type { NumberedTouchpoint } from '@segue/contracts';
import { canonical } from './canonical';
import { allFit } from './comparison';
import type { Context } from './context';
import type { Verdict } from './evaluate';
import type { Facts } from './facts';
import type { EventPattern, Leaf, Rule, SegmentLeaf } from './language';
import { judgeOf } from './judges/leaf';
import { type Needs, eventKey, needsOf } from './needs';
import { Answers, type Node, type Reason, flipOf, holdsAt, leafNodesOf, reasonsOf, treeOf } from './tree';
import { circleIn } from './references';
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

/** What has changed about a customer, so that only its readers need judging again. */
export interface Change {
  readonly touchpoint?: NumberedTouchpoint;
  /** The last order's day. */
  readonly recency?: boolean;
  /** Names of numbers, or all of them. */
  readonly numbers?: readonly string[] | 'all';
  readonly tiers?: readonly string[] | 'all';
  readonly consents?: boolean;
}

export interface Judged extends Verdict {
  readonly id: string;
}

export interface Rulebook {
  readonly rules: readonly CompiledRule[];
  /** What facts must be kept for all of its rules. */
  readonly needs: Needs;
  ruleOf(id: string): CompiledRule | undefined;
  /** The rules that read something of this change, each once. */
  touchedBy(change: Change): CompiledRule[];
  /** The verdicts of these rules, in their order. */
  judge(rules: Iterable<CompiledRule>, facts: Facts, context: Context): Judged[];
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
  const readers = readersOf(rules);
  const seen = new Float64Array(rules.length);
  let round = 0;
  const [answers, later] = [new Answers(pool.leaves.size), new Answers(pool.leaves.size)];
  const verdicts = new Verdicts(pool.questions.size);
  return {
    rules,
    needs: needsOf([...pool.leaves.values()].map(({ judge }) => judge.leaf)),
    ruleOf: (id) => byId.get(id),
    touchedBy: (change) => touchedBy(change, readers, seen, ++round),
    judge: (some, facts, context) => judge(some, new View(facts, context), verdicts.forget(), answers.forget(), later),
    explain: (id, facts, context) => {
      const rule = byId.get(id);
      if (!rule) throw new Error(`no rule "${id}"`);
      return reasonsOf(rule.tree, new View(facts, context), context.now, answers.forget());
    },
  };
}

function judge(
  rules: Iterable<CompiledRule>,
  view: View,
  verdicts: Verdicts,
  answers: Answers,
  later: Answers,
): Judged[] {
  const judged: Judged[] = [];
  for (const { id, question, tree } of rules) {
    const { holds, flipsAt, exact } =
      verdicts.of(question) ?? verdicts.learn(question, verdictOf(tree, view, answers, later));
    judged.push({ id, holds, flipsAt, exact });
  }
  return judged;
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

type Readers = Map<string, CompiledRule[]>;
interface EventReaders {
  readonly pattern: EventPattern;
  readonly key: string;
  readonly rules: CompiledRule[];
}

interface Index {
  /** By event name, then one entry per pattern. */
  readonly events: Map<string, EventReaders[]>;
  /** By the first step of a trait's path. */
  readonly traits: Readers;
  readonly numbers: Readers;
  readonly tiers: Readers;
  readonly recency: CompiledRule[];
  readonly consents: CompiledRule[];
}

function readersOf(rules: readonly CompiledRule[]): Index {
  const index: Index = {
    events: new Map(),
    traits: new Map(),
    numbers: new Map(),
    tiers: new Map(),
    recency: [],
    consents: [],
  };
  for (const rule of rules) for (const { judge } of leafNodesOf(rule.tree)) addReader(index, judge.leaf, rule);
  return index;
}

function addReader(index: Index, leaf: Leaf, rule: CompiledRule): void {
  switch (leaf.kind) {
    case 'trait':
    case 'date':
    case 'age':
      return push(index.traits, leaf.name.split('.')[0] as string, rule);
    case 'number':
      return push(index.numbers, leaf.name, rule);
    case 'tier':
      return push(index.tiers, leaf.scheme, rule);
    case 'recency':
      index.recency.push(rule);
      return;
    case 'consent':
      index.consents.push(rule);
      return;
    default:
      for (const pattern of patternsOf(leaf)) addEventReader(index, pattern, rule);
  }
}

/** The patterns of touchpoints that a leaf looks at. */
function patternsOf(leaf: Leaf): EventPattern[] {
  switch (leaf.kind) {
    case 'event':
    case 'never':
    case 'sum':
    case 'average':
    case 'distinct':
    case 'first':
    case 'last':
      return [leaf];
    case 'ratio':
      return [leaf.part, leaf.whole];
    case 'unanswered':
      return [leaf, leaf.by];
    case 'sequence':
      return leaf.steps;
    default:
      return [];
  }
}

function addEventReader(index: Index, pattern: EventPattern, rule: CompiledRule): void {
  const patterns = index.events.get(pattern.name) ?? [];
  const key = eventKey(pattern);
  const same = patterns.find((readers) => readers.key === key);
  if (same) same.rules.push(rule);
  else patterns.push({ pattern, key, rules: [rule] });
  index.events.set(pattern.name, patterns);
}

function push(readers: Readers, name: string, rule: CompiledRule): void {
  const rules = readers.get(name);
  if (rules) rules.push(rule);
  else readers.set(name, [rule]);
}

/** @param seen the round in which each rule was taken last: kept from one change to the next, since a thousand cost more to clear than to ask. */
function touchedBy(change: Change, index: Index, seen: Float64Array, round: number): CompiledRule[] {
  const touched: CompiledRule[] = [];
  const take = (rules: readonly CompiledRule[] = []) => {
    for (const rule of rules) {
      if (seen[rule.place] === round) continue;
      seen[rule.place] = round;
      touched.push(rule);
    }
  };
  if (change.touchpoint) takeReaders(change.touchpoint, index, take);
  if (change.recency) take(index.recency);
  if (change.consents) take(index.consents);
  for (const name of namesIn(change.numbers, index.numbers)) take(index.numbers.get(name));
  for (const scheme of namesIn(change.tiers, index.tiers)) take(index.tiers.get(scheme));
  return touched;
}

function takeReaders(
  touchpoint: NumberedTouchpoint,
  index: Index,
  take: (rules?: readonly CompiledRule[]) => void,
): void {
  for (const { pattern, rules } of index.events.get(touchpoint.event) ?? []) {
    if (allFit(pattern.where, touchpoint.properties)) take(rules);
  }
  if (touchpoint.type !== 'identify') return;
  for (const name of Object.keys(touchpoint.properties)) take(index.traits.get(name));
}

function namesIn(names: readonly string[] | 'all' | undefined, readers: Readers): Iterable<string> {
  return names === 'all' ? readers.keys() : (names ?? []);
}
