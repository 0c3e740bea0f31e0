// What must be kept of a customer so that a set of rules can be judged: which traits, and of which touchpoints how many latest times. Plain
// data, stored with the facts' rows by its id.
import { canonical, shortHash } from './canonical';
import type { Condition, Count, EventPattern, Filter, Leaf, Rule } from './language';

/** The `keep` latest times of touchpoints that fit a pattern, under `key` in the facts. */
export interface EventNeed {
  readonly key: string;
  readonly where?: readonly Filter[];
  readonly keep: number;
}

export interface Needs {
  /** Equal needs have equal ids. */
  readonly id: string;
  /** Dotted paths, ascending. */
  readonly traits: readonly string[];
  /** By event name. */
  readonly events: { readonly [name: string]: readonly EventNeed[] };
}

/** What one rule reads. */
export function reads(rule: Rule): Needs {
  return needsOf(leavesOf(rule.when));
}

/** What a set of leaves reads: of one pattern the largest number of times is kept. */
export function needsOf(leaves: Iterable<Leaf>): Needs {
  const gathered = new Gathered();
  for (const leaf of leaves) gathered.addLeaf(leaf);
  return gathered.needs();
}

/** Needs of many rules are the union of theirs. */
export function mergeNeeds(all: readonly Needs[]): Needs {
  const gathered = new Gathered();
  for (const { traits, events } of all) {
    for (const trait of traits) gathered.traits.add(trait);
    for (const [name, needs] of Object.entries(events)) for (const need of needs) gathered.addEvent(name, need);
  }
  return gathered.needs();
}

/** Whether facts that were kept for `have` can serve `want`. If not they must be folded again from history. */
export function covers(have: Needs, want: Needs): boolean {
  const traits = new Set(have.traits);
  if (!want.traits.every((trait) => traits.has(trait))) return false;
  return Object.entries(want.events).every(([name, wanted]) => {
    const kept = Object.hasOwn(have.events, name) ? have.events[name] : undefined;
    return wanted.every((need) => (kept?.find(({ key }) => key === need.key)?.keep ?? 0) >= need.keep);
  });
}

export const NO_NEEDS: Needs = named([], {});

/** The name under which facts keep the times of a pattern. Equal patterns share it, in whatever order their filters are written. */
export function eventKey({ name, where }: EventPattern): string {
  if (!where?.length) return name;
  return `${name}?${where.map(canonical).sort().join('&')}`;
}

/** All leaves of a condition, in writing order. */
export function leavesOf(condition: Condition): Leaf[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'some':
      return condition.of.flatMap(leavesOf);
    case 'not':
      return leavesOf(condition.of);
    default:
      return [condition];
  }
}

/** How many latest times decide: one more than an upper limit, so that its breach is seen. */
export function timesKept(count: Count): number {
  if ('atLeast' in count) return count.atLeast;
  return ('atMost' in count ? count.atMost : count.exactly) + 1;
}

class Gathered {
  readonly traits = new Set<string>();
  private readonly events = new Map<string, Map<string, EventNeed>>();

  addLeaf(leaf: Leaf): void {
    if (leaf.kind === 'trait') this.traits.add(leaf.name);
    if (leaf.kind === 'event') this.addEvent(leaf.name, eventNeed(leaf, timesKept(leaf.times)));
    if (leaf.kind === 'never') this.addEvent(leaf.name, eventNeed(leaf, 1));
  }

  addEvent(name: string, need: EventNeed): void {
    let needs = this.events.get(name);
    if (!needs) this.events.set(name, (needs = new Map()));
    if ((needs.get(need.key)?.keep ?? 0) < need.keep) needs.set(need.key, need);
  }

  needs(): Needs {
    const events = [...this.events]
      .sort(byFirst)
      .map(([name, needs]): [string, EventNeed[]] => [name, [...needs].sort(byFirst).map(([, need]) => need)]);
    return named([...this.traits].sort(), Object.fromEntries(events));
  }
}

function eventNeed(pattern: EventPattern, keep: number): EventNeed {
  return { key: eventKey(pattern), keep, ...(pattern.where?.length ? { where: pattern.where } : {}) };
}

function byFirst([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function named(traits: readonly string[], events: Needs['events']): Needs {
  return { id: shortHash(canonical([traits, events])), traits, events };
}
