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
  return mergeNeeds(leavesOf(rule.when).map(needsOf));
}

/** Needs of many rules are the union of theirs: of a pattern the largest number is kept. */
export function mergeNeeds(all: readonly Needs[]): Needs {
  const traits = new Set(all.flatMap((needs) => needs.traits));
  const events = new Map<string, Map<string, EventNeed>>();
  for (const needs of all) {
    for (const [name, wanted] of Object.entries(needs.events)) {
      const kept = events.get(name) ?? new Map<string, EventNeed>();
      for (const need of wanted) kept.set(need.key, more(kept.get(need.key), need));
      events.set(name, kept);
    }
  }
  return named([...traits].sort(), sortedEvents(events));
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

function needsOf(leaf: Leaf): Needs {
  switch (leaf.kind) {
    case 'trait':
      return named([leaf.name], {});
    case 'event':
      return eventNeeds(leaf, timesKept(leaf.times));
    case 'never':
      return eventNeeds(leaf, 1);
    default:
      return NO_NEEDS;
  }
}

function eventNeeds(pattern: EventPattern, keep: number): Needs {
  const need: EventNeed = { key: eventKey(pattern), keep, ...(pattern.where?.length ? { where: pattern.where } : {}) };
  return named([], { [pattern.name]: [need] });
}

function more(a: EventNeed | undefined, b: EventNeed): EventNeed {
  return a && a.keep >= b.keep ? a : b;
}

function sortedEvents(events: Map<string, Map<string, EventNeed>>): Record<string, EventNeed[]> {
  return Object.fromEntries(
    [...events].map(([name, needs]) => [name, [...needs.values()].sort((a, b) => (a.key < b.key ? -1 : 1))]),
  );
}

function named(traits: readonly string[], events: Needs['events']): Needs {
  return { id: shortHash(canonical([traits, events])), traits, events };
}
