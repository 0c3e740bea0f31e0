// All that customers are judged by, at one version: segments, tier schemes, models, economics. Pure
// data and what was compiled of it.
import {
  type CompiledRule,
  type Needs,
  type Rule,
  type CompiledRules as Rules,
  NO_NEEDS,
  compile,
  compileInSteps,
  covers,
  isBounded,
  leavesOf,
  segmentsIn,
} from '@segue/rules';
import { CDNOW_MODEL, type RfmEdges, type ValueScheme } from '@segue/valuation';
import type { OrderChange } from '@segue/orders';
import type { Brand } from '@segue/parts';
import type { LiveModel } from '../../models/domain/live-model';

export interface Segment {
  id: string;
  name: string;
  rule: Rule;
  /** Of the rulebook in which it was last edited. */
  version: number;
}

/** Maximum number of segments of one rulebook, and of leaves of all their rules. */
export const MAX_SEGMENTS = 1_000;
export const MAX_ALL_LEAVES = 10_000;

/** Returns which limit is exceeded; null if none is. */
export function tooMuchIn(segments: readonly Pick<Segment, 'rule'>[]): string | null {
  if (segments.length > MAX_SEGMENTS) return `at most ${MAX_SEGMENTS} segments`;
  const leaves = segments.reduce((sum, { rule }) => sum + leavesOf(rule.when).length, 0);
  return leaves > MAX_ALL_LEAVES ? `at most ${MAX_ALL_LEAVES} conditions in all segments together` : null;
}

/**
 * Leaves out segments beyond the size limits, saved before there were any: they are listed, and
 * hold for no customer until they are corrected.
 */
export const judgeable = <S extends Pick<Segment, 'rule'>>(segments: readonly S[]): S[] =>
  segments.filter(({ rule }) => isBounded(rule));

/** What an order leaves and what it costs to serve. Costs in minor units. */
export interface Economics {
  /** Margin on revenue, 0 to 1. */
  marginRate: number;
  costPerOrder: number;
  costPerReturn: number;
  costPerContact: number;
}

export interface Settings {
  economics: Economics;
  /** Cut-offs of the scheme `value`. */
  value: ValueScheme;
  /** Cut-offs of the scheme `rfm`, taken from the population at a stated instant. */
  rfm: RfmEdges;
  model: LiveModel;
}

export const DEFAULT_SETTINGS: Settings = {
  economics: { marginRate: 0.3, costPerOrder: 0, costPerReturn: 0, costPerContact: 0 },
  value: { a: 3000, b: 2000 },
  // `rfmEdges` of the CDNOW sample at 1998-06-30: days since the last purchase, purchases, gross
  // spend (edges of dollars, here in cents).
  rfm: { recency: [153, 443, 487, 513], frequency: [2, 2, 3, 5], monetary: [1636, 3296, 6025, 13_144] },
  model: CDNOW_MODEL,
};

export interface Rulebook {
  version: number;
  segments: readonly Segment[];
  rules: Rules;
  settings: Settings;
  /** Of the rulebook in which one of them was last edited. */
  settingsVersion: number;
  brand: Brand;
  /** Event names that campaigns subscribe to. */
  subscribedEvents: ReadonlySet<string>;
  /** Changes of orders that campaigns subscribe to. */
  subscribedOrders: ReadonlySet<OrderChange>;
  /**
   * All needs that facts were ever kept for, by id. Until their backfill facts stay under the needs
   * that they were folded for.
   */
  needs: ReadonlyMap<string, Needs>;
  /** The rules that facts kept for these needs can answer. */
  readable(needs: string): ReadonlySet<CompiledRule>;
  /**
   * Returns the rules to judge again for a customer that was judged by an older version; 'all'
   * where a setting has changed.
   */
  editedSince(version: number): readonly CompiledRule[] | 'all';
}

type Given = Omit<Rulebook, 'rules' | 'readable' | 'editedSince'>;

export function rulebook(given: Given): Rulebook {
  return rulebookOf(given, compile(entriesOf(given.segments)));
}

/** As `rulebook`, with pauses: see `compileInSteps`. */
export function* rulebookInSteps(given: Given): Generator<void, Rulebook> {
  return rulebookOf(given, yield* compileInSteps(entriesOf(given.segments)));
}

/** Returns the rules of segments that are compiled. */
export const entriesOf = (segments: readonly Segment[]) => judgeable(segments).map(({ id, rule }) => ({ id, rule }));

function rulebookOf(given: Given, rules: Rules): Rulebook {
  const needs = new Map(given.needs).set(NO_NEEDS.id, NO_NEEDS).set(rules.needs.id, rules.needs);
  const readable = new Map<string, ReadonlySet<CompiledRule>>();
  const edited = new Map<number, readonly CompiledRule[] | 'all'>();
  return {
    ...given,
    rules,
    needs,
    readable: (id) => {
      const known = readable.get(id) ?? readableUnder(needs.get(id), rules);
      readable.set(id, known);
      return known;
    },
    editedSince: (version) => {
      const known =
        edited.get(version) ?? (given.settingsVersion > version ? 'all' : editedIn(given.segments, version, rules));
      edited.set(version, known);
      return known;
    },
  };
}

function readableUnder(kept: Needs | undefined, rules: Rules): Set<CompiledRule> {
  return new Set(rules.rules.filter((rule) => kept !== undefined && covers(kept, rule.needs)));
}

/** Segments that were edited, and those that refer to one that was or that is gone. */
function editedIn(segments: readonly Segment[], version: number, rules: Rules): CompiledRule[] {
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const isEdited = (id: string): boolean => {
    const segment = byId.get(id);
    return segment === undefined || segment.version > version || segmentsIn(segment.rule).some(isEdited);
  };
  return rules.rules.filter(({ id }) => isEdited(id));
}
