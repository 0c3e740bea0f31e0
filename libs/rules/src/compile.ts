// Many rules at once: equal leaves are judged once per customer, and an index from what a touchpoint changes to the rules that read it leaves
// the others alone (their earlier answer and flip still stand).
import type { NumberedTouchpoint } from '@segue/contracts';
import { canonical } from './canonical';
import { allFit } from './comparison';
import type { Context } from './context';
import type { Verdict } from './evaluate';
import type { Facts } from './facts';
import type { Leaf, Rule } from './language';
import { type LeafJudge, judgeOf } from './leaf';
import { type Needs, eventKey, needsOf } from './needs';
import { type Node, type Reason, flipOf, holdsAt, leafNodesOf, reasonsOf, treeOf } from './tree';
import { View } from './view';

export interface RuleEntry {
  readonly id: string;
  readonly rule: Rule;
}

/** Handed out by a rulebook and given back to it. */
export interface CompiledRule {
  readonly id: string;
  readonly place: number;
  readonly tree: Node;
}

/** What has changed about a customer, so that only its readers need judging again. */
export interface Change {
  readonly touchpoint?: NumberedTouchpoint;
  /** The last order's day. */
  readonly recency?: boolean;
  /** Names of numbers, or all of them. */
  readonly numbers?: readonly string[] | 'all';
  readonly tiers?: readonly string[] | 'all';
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

/** @throws {Error} two rules of one id. */
export function compile(entries: readonly RuleEntry[]): Rulebook {
  const leaves = new LeafPool();
  const rules = entries.map(({ id, rule }, place) => ({ id, place, tree: leaves.treeOf(rule) }));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  if (byId.size < rules.length) throw new Error('two rules of one id');
  const readers = readersOf(rules);
  return {
    rules,
    needs: needsOf(leaves.all()),
    ruleOf: (id) => byId.get(id),
    touchedBy: (change) => touchedBy(change, readers, rules.length),
    judge: (some, facts, context) => judge(some, new View(facts, context), leaves.size),
    explain: (id, facts, context) => {
      const rule = byId.get(id);
      if (!rule) throw new Error(`no rule "${id}"`);
      return reasonsOf(rule.tree, new View(facts, context), context.now, new Uint8Array(leaves.size));
    },
  };
}

function judge(rules: Iterable<CompiledRule>, view: View, leaves: number): Judged[] {
  const answers = new Uint8Array(leaves);
  const { now } = view.context;
  const judged: Judged[] = [];
  for (const { id, tree } of rules) {
    const holds = holdsAt(tree, view, now, answers);
    const flip = flipOf(tree, view, now, answers);
    judged.push({ id, holds, flipsAt: flip.at, exact: flip.exact });
  }
  return judged;
}

/** Gives equal leaves one judge and one index. */
class LeafPool {
  private readonly known = new Map<string, { judge: LeafJudge; index: number }>();

  get size(): number {
    return this.known.size;
  }

  all(): Leaf[] {
    return [...this.known.values()].map(({ judge }) => judge.leaf);
  }

  treeOf(rule: Rule): Node {
    return treeOf(rule.when, (leaf, path) => ({ kind: 'leaf', path, ...this.pooled(leaf) }));
  }

  private pooled(leaf: Leaf): { judge: LeafJudge; index: number } {
    const spelling = canonical(leaf);
    let pooled = this.known.get(spelling);
    if (!pooled) {
      pooled = { judge: judgeOf(leaf), index: this.known.size };
      this.known.set(spelling, pooled);
    }
    return pooled;
  }
}

type Readers = Map<string, CompiledRule[]>;
interface EventReaders {
  readonly leaf: Extract<Leaf, { kind: 'event' | 'never' }>;
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
}

function readersOf(rules: readonly CompiledRule[]): Index {
  const index: Index = { events: new Map(), traits: new Map(), numbers: new Map(), tiers: new Map(), recency: [] };
  for (const rule of rules) for (const { judge } of leafNodesOf(rule.tree)) addReader(index, judge.leaf, rule);
  return index;
}

function addReader(index: Index, leaf: Leaf, rule: CompiledRule): void {
  switch (leaf.kind) {
    case 'event':
    case 'never':
      return addEventReader(index, leaf, rule);
    case 'trait':
      return push(index.traits, leaf.name.split('.')[0] as string, rule);
    case 'number':
      return push(index.numbers, leaf.name, rule);
    case 'tier':
      return push(index.tiers, leaf.scheme, rule);
    case 'recency':
      index.recency.push(rule);
  }
}

function addEventReader(index: Index, leaf: EventReaders['leaf'], rule: CompiledRule): void {
  const patterns = index.events.get(leaf.name) ?? [];
  const same = patterns.find((pattern) => eventKey(pattern.leaf) === eventKey(leaf));
  if (same) same.rules.push(rule);
  else patterns.push({ leaf, rules: [rule] });
  index.events.set(leaf.name, patterns);
}

function push(readers: Readers, name: string, rule: CompiledRule): void {
  const rules = readers.get(name);
  if (rules) rules.push(rule);
  else readers.set(name, [rule]);
}

function touchedBy(change: Change, index: Index, size: number): CompiledRule[] {
  const seen = new Uint8Array(size);
  const touched: CompiledRule[] = [];
  const take = (rules: readonly CompiledRule[] | undefined) => {
    for (const rule of rules ?? []) {
      if (seen[rule.place]) continue;
      seen[rule.place] = 1;
      touched.push(rule);
    }
  };
  if (change.touchpoint) takeReaders(change.touchpoint, index, take);
  if (change.recency) take(index.recency);
  for (const name of namesIn(change.numbers, index.numbers)) take(index.numbers.get(name));
  for (const scheme of namesIn(change.tiers, index.tiers)) take(index.tiers.get(scheme));
  return touched;
}

function takeReaders(
  touchpoint: NumberedTouchpoint,
  index: Index,
  take: (rules?: readonly CompiledRule[]) => void,
): void {
  for (const { leaf, rules } of index.events.get(touchpoint.event) ?? []) {
    if (allFit(leaf.where, touchpoint.properties)) take(rules);
  }
  if (touchpoint.type !== 'identify') return;
  for (const name of Object.keys(touchpoint.properties)) take(index.traits.get(name));
}

function namesIn(names: readonly string[] | 'all' | undefined, readers: Readers): Iterable<string> {
  return names === 'all' ? readers.keys() : (names ?? []);
}
