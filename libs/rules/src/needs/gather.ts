// The needs of a rule and of many rules: the union of what their leaves read.
import type { WantedLines } from '@segue/orders';
import type { Leaf } from '../language/leaves';
import { type Rule, leavesOf } from '../language/rule';
import { isEnough } from './covers';
import { eventNeedsOf, filtersOf } from './leaf-needs';
import { type EventNeed, type Needs, named } from './needs';

/**
 * What one rule reads by itself; what segments it refers to read is known to the rulebook only
 * (`CompiledRule.needs`).
 */
export function reads(rule: Rule): Needs {
  return needsOf(leavesOf(rule.when));
}

/** Returns what a set of leaves reads: of each pattern, as much as the most demanding leaf. */
export function needsOf(leaves: Iterable<Leaf>): Needs {
  const gathered = new Gathered();
  for (const leaf of leaves) gathered.addLeaf(leaf);
  return gathered.needs();
}

/** Needs of many rules are the union of theirs. */
export function mergeNeeds(all: readonly Needs[]): Needs {
  const gathered = new Gathered();
  for (const { traits, events, lines } of all) {
    gathered.addLines(lines);
    for (const trait of traits) gathered.traits.add(trait);
    for (const [name, needs] of Object.entries(events)) for (const need of needs) gathered.addEvent(name, need);
  }
  return gathered.needs();
}

class Gathered {
  readonly traits = new Set<string>();
  private readonly events = new Map<string, Map<string, EventNeed>>();
  private readonly products = new Set<string>();
  private readonly categories = new Set<string>();

  addLeaf(leaf: Leaf): void {
    switch (leaf.kind) {
      case 'trait':
      case 'date':
      case 'age':
        this.traits.add(leaf.name);
        return;
      case 'order':
        for (const filter of filtersOf(leaf)) this.addLines(filter);
        return;
      default:
        for (const [name, need] of eventNeedsOf(leaf)) this.addEvent(name, need);
    }
  }

  addEvent(name: string, need: EventNeed): void {
    let needs = this.events.get(name);
    if (!needs) this.events.set(name, (needs = new Map()));
    const spelling = `${need.as} ${need.key}`;
    const kept = needs.get(spelling);
    if (!kept || !isEnough(kept, need)) needs.set(spelling, need);
  }

  addLines({ products = [], categories = [] }: Partial<WantedLines> = {}): void {
    for (const id of products) this.products.add(id);
    for (const name of categories) this.categories.add(name);
  }

  private lines(): WantedLines | undefined {
    if (this.products.size + this.categories.size === 0) return undefined;
    return { products: [...this.products].sort(), categories: [...this.categories].sort() };
  }

  needs(): Needs {
    const events = [...this.events]
      .sort(byFirst)
      .map(([name, needs]): [string, EventNeed[]] => [name, [...needs].sort(byFirst).map(([, need]) => need)]);
    return named([...this.traits].sort(), Object.fromEntries(events), this.lines());
  }
}

function byFirst([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
