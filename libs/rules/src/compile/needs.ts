// What a set of rules reads: which traits, and what must be kept of which touchpoints. Plain data,
// stored by its id beside the rows of facts.
import type { WantedLines } from '@segue/orders';
import { canonical, shortHash } from '../language/canonical';
import {
  type Condition,
  type Count,
  type EventPattern,
  type Filter,
  type Leaf,
  type OrderFilter,
  type OrderLeaf,
  type PlaceLeaf,
  type Rule,
  USUAL_VISITS,
  type Within,
} from '../language/language';
import { FOREVER, latestDecide, reachOf } from '../facts/windows';

interface Pattern {
  /** The name under which it is kept in the facts. */
  readonly key: string;
  readonly where?: readonly Filter[];
}

/** The `keep` latest times of touchpoints that fit a pattern. */
export type TimesNeed = Pattern & { readonly as: 'times'; readonly keep: number };
/**
 * Sums of a property (or mere counts) by time. `reach`: how far back in ms from the latest they may
 * be asked for; null: any way back.
 */
export type SeriesNeed = Pattern & { readonly as: 'series'; readonly property?: string; readonly reach: number | null };
/** The latest times of the `keep` values that were seen last. */
export type DistinctNeed = Pattern & { readonly as: 'distinct'; readonly property: string; readonly keep: number };
/** The `keep` latest values of a property, each with its touchpoint: when, and which. */
export type VisitsNeed = Pattern & { readonly as: 'visits'; readonly property: string; readonly keep: number };
/** The earliest or latest touchpoint: when, and whether it `has` what is asked. */
export type MarkNeed = Pattern & { readonly as: 'first' | 'last'; readonly has?: readonly Filter[] };
export type EventNeed = TimesNeed | SeriesNeed | DistinctNeed | VisitsNeed | MarkNeed;

export interface Needs {
  /** Equal needs have equal ids. */
  readonly id: string;
  /** Dotted paths of the traits that rules read, ascending. Facts keep no traits. */
  readonly traits: readonly string[];
  /** By event name. */
  readonly events: { readonly [name: string]: readonly EventNeed[] };
  /**
   * What must be kept of the lines of orders; absent where no rule names a product or a category.
   */
  readonly lines?: WantedLines;
}

/**
 * How many latest times of each of its patterns a leaf about several looks at; one more is kept,
 * which tells that there were more.
 */
export const LATEST_TIMES = 32;

/**
 * What one rule reads by itself; what segments it refers to read is known to the rulebook only
 * (`CompiledRule.needs`).
 */
export function reads(rule: Rule): Needs {
  return needsOf(leavesOf(rule.when));
}

/** What a set of leaves reads: of one pattern as much as any of them wants. */
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

/**
 * Whether facts that were kept for `have` can serve `want`. If not they must be folded again from
 * history.
 */
export function covers(have: Needs, want: Needs): boolean {
  if (!holdsLines(have.lines, want.lines)) return false;
  return Object.entries(want.events).every(([name, wanted]) => {
    const kept = Object.hasOwn(have.events, name) ? have.events[name] : undefined;
    return wanted.every((need) => kept?.some((other) => isSame(other, need) && isEnough(other, need)));
  });
}

function holdsLines(have: WantedLines | undefined, want: WantedLines | undefined): boolean {
  if (!want || have === want) return true;
  const [products, categories] = [new Set(have?.products), new Set(have?.categories)];
  return want.products.every((id) => products.has(id)) && want.categories.every((name) => categories.has(name));
}

export const NO_NEEDS: Needs = named([], {}, undefined);

/**
 * The name under which facts keep what fits a pattern. Equal patterns share it, in whatever order
 * their filters are written.
 */
export function eventKey({ name, where }: EventPattern): string {
  // The name is told from what follows it.
  const plain = /[?#%]/.test(name) ? encodeURIComponent(name) : name;
  return where?.length ? `${plain}?${filtersKey(where)}` : plain;
}

export function seriesKey(pattern: EventPattern, property?: string): string {
  return `${eventKey(pattern)}#${property ?? ''}`;
}

export function markKey(pattern: EventPattern, has: readonly Filter[] | undefined): string {
  return has?.length ? `${eventKey(pattern)}#${filtersKey(has)}` : eventKey(pattern);
}

function filtersKey(filters: readonly Filter[]): string {
  return filters.map(canonical).sort().join('&');
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

function eventNeedsOf(leaf: Leaf): [string, EventNeed][] {
  switch (leaf.kind) {
    case 'event':
      return [[leaf.name, countNeed(leaf, timesKept(leaf.times), leaf.within)]];
    case 'never':
      return [[leaf.name, countNeed(leaf, 1, leaf.within)]];
    case 'sum':
    case 'average':
      return [[leaf.name, seriesNeed(leaf, leaf.within, leaf.property)]];
    case 'ratio':
      return [leaf.part, leaf.whole].map((pattern) => [pattern.name, seriesNeed(pattern, leaf.within)]);
    case 'distinct': {
      const { name, where, property, times } = leaf;
      return [
        [name, { as: 'distinct', key: seriesKey(leaf, property), ...kept(where), property, keep: timesKept(times) }],
      ];
    }
    case 'first':
    case 'last': {
      const { name, where, has, kind } = leaf;
      return [[name, { as: kind, key: markKey(leaf, has), ...kept(where), ...(has?.length ? { has } : {}) }]];
    }
    case 'unanswered':
      return [leaf, leaf.by].map((pattern) => [pattern.name, timesNeed(pattern, LATEST_TIMES + 1)]);
    case 'sequence':
      return leaf.steps.map((step) => [step.name, timesNeed(step, LATEST_TIMES + 1)]);
    case 'place':
      return [[leaf.name, placeNeed(leaf)]];
    default:
      return [];
  }
}

/** The filters of a leaf about orders. */
export function filtersOf(leaf: OrderLeaf): OrderFilter[] {
  const filters = [leaf.where, 'has' in leaf ? leaf.has : undefined];
  return filters.filter((filter) => filter !== undefined);
}

/**
 * The touchpoints that a leaf about places looks at. That there was any in a place is asked as for
 * any other property.
 */
export function visitsOf({ name, where, visit, property, in: values }: PlaceLeaf): EventPattern {
  return visit === 'any'
    ? { name, where: [...(where ?? []), { property, is: 'in', values }] }
    : { name, ...kept(where) };
}

/** How many visits tell a place: the last is the usual one of the single latest. */
export function visitsKept({ visit }: PlaceLeaf): number {
  return visit === 'usual' ? USUAL_VISITS : 1;
}

function placeNeed(leaf: PlaceLeaf): EventNeed {
  if (leaf.visit === 'any') return timesNeed(visitsOf(leaf), 1);
  const { where, property } = leaf;
  return { as: 'visits', key: seriesKey(leaf, property), ...kept(where), property, keep: visitsKept(leaf) };
}

function countNeed(pattern: EventPattern, keep: number, within: Within | undefined): EventNeed {
  return latestDecide(within) ? timesNeed(pattern, keep) : seriesNeed(pattern, within);
}

function timesNeed(pattern: EventPattern, keep: number): TimesNeed {
  return { as: 'times', key: eventKey(pattern), ...kept(pattern.where), keep };
}

/** Without a window all is added up for ever, and no time need be told apart. */
function seriesNeed(pattern: EventPattern, within: Within | undefined, property?: string): SeriesNeed {
  const reach = within ? reachOf(within) : 0;
  return {
    as: 'series',
    key: seriesKey(pattern, property),
    ...kept(pattern.where),
    ...(property === undefined ? {} : { property }),
    reach: reach === FOREVER ? null : reach,
  };
}

function kept<T extends readonly Filter[]>(where: T | undefined): { where?: T } {
  return where?.length ? { where } : {};
}

function isSame(a: EventNeed, b: EventNeed): boolean {
  return a.as === b.as && a.key === b.key;
}

/** Whether one need (of the same kind and key) keeps all that another asks for. */
function isEnough(kept: EventNeed, wanted: EventNeed): boolean {
  if (kept.as === 'series') return (kept.reach ?? FOREVER) >= ((wanted as SeriesNeed).reach ?? FOREVER);
  if (kept.as === 'times' || kept.as === 'distinct' || kept.as === 'visits')
    return kept.keep >= (wanted as TimesNeed).keep;
  return true;
}

function byFirst([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/**
 * Without lines the id is the one that older versions gave, so that facts need not be folded again.
 */
function named(traits: readonly string[], events: Needs['events'], lines: WantedLines | undefined): Needs {
  const id = shortHash(canonical(lines ? [traits, events, lines] : [traits, events]));
  return { id, traits, events, ...(lines && { lines }) };
}
