// What a set of rules reads: which traits, and what must be kept of which touchpoints. Plain data,
// stored by its id beside the rows of facts.
import type { WantedLines } from '@segue/orders';
import { canonical, shortHash } from '../language/canonical';
import type { Filter } from '../language/patterns';

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
/** The `keep` latest values of a property, each with the instant and turn of its touchpoint. */
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

export const NO_NEEDS: Needs = named([], {}, undefined);

/**
 * Without lines the id is the one that older versions gave, so that facts need not be folded again.
 */
export function named(traits: readonly string[], events: Needs['events'], lines: WantedLines | undefined): Needs {
  const id = shortHash(canonical(lines ? [traits, events, lines] : [traits, events]));
  return { id, traits, events, ...(lines && { lines }) };
}
