// The rule language once more, slow and plain: it looks at the whole history at one instant and knows nothing of facts or flips. What the real
// evaluator must agree with.
import type { NumberedTouchpoint } from '@segue/contracts';
import { daysBetween, dayOf, dayPosition } from '@segue/valuation';
import { allFit, fits, inRange, rangeOf, valueAt } from '../comparison';
import type { Condition, Count, EventPattern, Within } from '../language';

/** What is true of a customer at any instant. */
export interface World {
  readonly history: readonly NumberedTouchpoint[];
  readonly zone: string;
  readonly lastOrderDay: string | null;
  readonly numberAt: (name: string, at: number) => number | null;
  readonly tierAt: (scheme: string, at: number) => string | null;
}

export function naivelyHolds(condition: Condition, world: World, at: number): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((child) => naivelyHolds(child, world, at));
    case 'or':
      return condition.of.some((child) => naivelyHolds(child, world, at));
    case 'some':
      return condition.of.filter((child) => naivelyHolds(child, world, at)).length >= condition.atLeast;
    case 'not':
      return !naivelyHolds(condition.of, world, at);
    case 'trait':
      return fits(condition, lastWord(condition.name, world));
    case 'event':
      return countFits(condition.times, countWithin(condition, condition.within, world, at));
    case 'never':
      return countWithin(condition, condition.within, world, at) === 0;
    case 'recency': {
      if (world.lastOrderDay === null) return false;
      const days = daysBetween(world.lastOrderDay, dayOf(at, world.zone));
      return condition.is === 'atLeast' ? days >= condition.days : days <= condition.days;
    }
    case 'number': {
      const value = world.numberAt(condition.name, at);
      return value !== null && inRange(rangeOf(condition), value);
    }
    case 'tier': {
      const tier = world.tierAt(condition.scheme, at);
      return tier !== null && condition.in.includes(tier);
    }
  }
}

function lastWord(path: string, { history }: World): unknown {
  const root = path.split('.')[0] as string;
  const words = history
    .filter(({ type, properties }) => type === 'identify' && Object.hasOwn(properties, root))
    .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
  const last = words.at(-1);
  return last ? valueAt(last.properties, path) : null;
}

function countWithin(pattern: EventPattern, within: Within | undefined, world: World, at: number): number {
  return world.history.filter(
    ({ event, properties, occurredAt }) =>
      event === pattern.name && allFit(pattern.where, properties) && isWithin(occurredAt, within, world.zone, at),
  ).length;
}

const UNIT_MS = { hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 };

function isWithin(occurredAt: number, within: Within | undefined, zone: string, at: number): boolean {
  if (!within) return true;
  if (within.unit !== 'days') return at - occurredAt < within.amount * UNIT_MS[within.unit];
  return dayPosition(at, zone) < dayPosition(occurredAt, zone) + within.amount;
}

function countFits(times: Count, count: number): boolean {
  if ('atLeast' in times) return count >= times.atLeast;
  return 'atMost' in times ? count <= times.atMost : count === times.exactly;
}
