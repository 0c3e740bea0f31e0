// What must be kept of touchpoints for one leaf.
import { FOREVER, latestDecide, reachOf } from '../facts/windows';
import type { Count } from '../language/comparisons';
import type { Leaf, PlaceLeaf } from '../language/leaves';
import type { OrderLeaf } from '../language/order-leaves';
import { USUAL_VISITS } from '../language/limits';
import type { OrderFilter } from '../language/order-filter';
import type { EventPattern, Filter } from '../language/patterns';
import type { Within } from '../language/time';
import { eventKey, markKey, seriesKey } from './keys';
import type { EventNeed, SeriesNeed, TimesNeed } from './needs';

/**
 * How many latest times of each pattern a leaf about several patterns reads. One more is kept, to
 * show whether there were more.
 */
export const LATEST_TIMES = 32;

/** How many latest times decide: one more than an upper limit, so that exceeding it shows. */
export function timesKept(count: Count): number {
  if ('atLeast' in count) return count.atLeast;
  return ('atMost' in count ? count.atMost : count.exactly) + 1;
}

export function eventNeedsOf(leaf: Leaf): [string, EventNeed][] {
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
 * Returns the touchpoints that a leaf about places reads. For `any` the place is a filter like that
 * on any other property.
 */
export function visitsOf({ name, where, visit, property, in: values }: PlaceLeaf): EventPattern {
  return visit === 'any'
    ? { name, where: [...(where ?? []), { property, is: 'in', values }] }
    : { name, ...kept(where) };
}

/** How many visits decide on a place: for `last` the latest one. */
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

/** Without a window all amounts are summed, and no times are kept apart. */
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
