// Which rules a change touches: an index from what can change about a customer to the rules that
// read it.
import type { NumberedTouchpoint } from '@segue/contracts';
import { allFit } from '../judges/values/comparison';
import type { Leaf } from '../language/leaves';
import type { EventPattern } from '../language/patterns';
import { eventKey } from '../needs/keys';
import { leafNodesOf } from '../tree/node';
import type { CompiledRule } from './compiled-rule';
import { patternsOf } from '../needs/leaf-patterns';

/** What has changed about a customer, so that only its readers need judging again. */
export interface Change {
  readonly touchpoint?: NumberedTouchpoint;
  /** Names of traits whose value changed. */
  readonly traits?: readonly string[];
  /** The last order's day. */
  readonly recency?: boolean;
  /** Whether an order may have changed: placed, worth, contents, state. */
  readonly orders?: boolean;
  /** Names of numbers, or all of them. */
  readonly numbers?: readonly string[] | 'all';
  readonly tiers?: readonly string[] | 'all';
  readonly consents?: boolean;
}

/** The rules that read one thing, numbered. */
interface Readers {
  readonly number: number;
  readonly rules: CompiledRule[];
}

interface EventReaders extends Readers {
  readonly pattern: EventPattern;
}

export class Touched {
  /** By event name, then by pattern. */
  private readonly events = new Map<string, Map<string, EventReaders>>();
  /** By the first step of a trait's path. */
  private readonly traits = new Map<string, Readers>();
  private readonly numbers = new Map<string, Readers>();
  private readonly tiers = new Map<string, Readers>();
  private readonly recency: Readers = { number: 0, rules: [] };
  private readonly consents: Readers = { number: 1, rules: [] };
  private readonly orders: Readers = { number: 2, rules: [] };
  private count = 3;
  /**
   * Changes are of few kinds: what one of each kind touches is put together once. By the numbers of
   * its readers.
   */
  private readonly known = new Map<string, readonly CompiledRule[]>();

  constructor(rules: readonly CompiledRule[]) {
    for (const rule of rules) for (const { judge } of leafNodesOf(rule.tree)) this.addReader(judge.leaf, rule);
  }

  /** Each rule once. */
  by(change: Change): readonly CompiledRule[] {
    const readers = this.readersOf(change);
    let kind = '';
    for (const { number } of readers) kind += `${number} `;
    let touched = this.known.get(kind);
    if (!touched) {
      touched = [...new Set(readers.flatMap(({ rules }) => rules))];
      if (this.known.size >= MOST_KNOWN) this.known.clear();
      this.known.set(kind, touched);
    }
    return touched;
  }

  private readersOf({ touchpoint, traits, recency, orders, consents, numbers, tiers }: Change): Readers[] {
    const readers: Readers[] = [];
    if (touchpoint) this.takeReaders(touchpoint, readers);
    if (recency) readers.push(this.recency);
    if (orders) readers.push(this.orders);
    if (consents) readers.push(this.consents);
    takeNamed(traits, this.traits, readers);
    takeNamed(numbers, this.numbers, readers);
    takeNamed(tiers, this.tiers, readers);
    return readers;
  }

  private takeReaders({ event, properties }: NumberedTouchpoint, to: Readers[]): void {
    for (const readers of this.events.get(event)?.values() ?? []) {
      if (allFit(readers.pattern.where, properties)) to.push(readers);
    }
  }

  private addReader(leaf: Leaf, rule: CompiledRule): void {
    switch (leaf.kind) {
      case 'trait':
      case 'date':
      case 'age':
        return this.push(this.traits, leaf.name.split('.')[0] as string, rule);
      case 'number':
        return this.push(this.numbers, leaf.name, rule);
      case 'tier':
        return this.push(this.tiers, leaf.scheme, rule);
      case 'recency':
        this.recency.rules.push(rule);
        return;
      case 'order':
        this.orders.rules.push(rule);
        return;
      case 'consent':
        this.consents.rules.push(rule);
        return;
      default:
        for (const pattern of patternsOf(leaf)) this.addEventReader(pattern, rule);
    }
  }

  private addEventReader(pattern: EventPattern, rule: CompiledRule): void {
    let patterns = this.events.get(pattern.name);
    if (!patterns) this.events.set(pattern.name, (patterns = new Map<string, EventReaders>()));
    const key = eventKey(pattern);
    const same = patterns.get(key);
    if (same) same.rules.push(rule);
    else patterns.set(key, { pattern, number: this.count++, rules: [rule] });
  }

  private push(named: Map<string, Readers>, name: string, rule: CompiledRule): void {
    const same = named.get(name);
    if (same) same.rules.push(rule);
    else named.set(name, { number: this.count++, rules: [rule] });
  }
}

/**
 * Combinations of patterns with filters are many; beyond this number they are computed each time.
 */
const MOST_KNOWN = 256;

function takeNamed(names: readonly string[] | 'all' | undefined, from: Map<string, Readers>, to: Readers[]): void {
  if (names === undefined) return;
  for (const name of names === 'all' ? from.keys() : names) {
    const readers = from.get(name);
    if (readers) to.push(readers);
  }
}
