// A slow, plain evaluator of the rule language, without facts or next changes: it reads the whole
// history at one instant. The real evaluator must agree with it.
import { type NumberedTouchpoint, turnOf } from '@segue/contracts';
import { dayNamed, dayNumber, dayOf, dayPosition, daysBetween } from '@segue/valuation';
import { allFit, fits, valueAt } from '../src/judges/values/comparison';
import { inRange, rangeOf } from '../src/judges/values/ranges';
import type { Count, NumberComparison } from '../src/language/comparisons';
import type { Leaf } from '../src/language/leaves';
import type { EventPattern } from '../src/language/patterns';
import type { Condition } from '../src/language/rule';
import type { Scalar } from '../src/language/shapes';
import type { Duration, Within } from '../src/language/time';
import { orderHolds } from './naive-orders';

/** What is true of a customer at any instant. */
export interface World {
  readonly history: readonly NumberedTouchpoint[];
  readonly zone: string;
  readonly customerZone: string;
  readonly lastOrderDay: string | null;
  readonly numberAt: (name: string, at: number) => number | null;
  readonly tierAt: (scheme: string, at: number) => string | null;
  /** Conditions of other segments. */
  readonly segments: Readonly<Record<string, Condition>>;
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
    case 'segment': {
      const other = world.segments[condition.id];
      return other !== undefined && naivelyHolds(other, world, at);
    }
    default:
      return leafHolds(condition, world, at);
  }
}

function leafHolds(leaf: Exclude<Leaf, { kind: 'segment' }>, world: World, at: number): boolean {
  switch (leaf.kind) {
    case 'trait':
      return fits(leaf, lastWord(leaf.name, world));
    case 'event':
      return countFits(leaf.times, within(leaf, leaf.within, world, at).length);
    case 'never':
      return within(leaf, leaf.within, world, at).length === 0;
    case 'sum':
      return compares(leaf, sum(amounts(leaf, leaf.property, world, at)));
    case 'average': {
      const all = amounts(leaf, leaf.property, world, at);
      return all.length > 0 && compares(leaf, sum(all.map((amount) => amount * 10_000)) / all.length / 10_000);
    }
    case 'ratio': {
      const whole = within(leaf.whole, leaf.within, world, at).length;
      return whole > 0 && compares(leaf, within(leaf.part, leaf.within, world, at).length / whole);
    }
    case 'distinct': {
      const values = within(leaf, leaf.within, world, at).map(({ properties }) => valueAt(properties, leaf.property));
      return countFits(leaf.times, new Set(values.filter((value) => value !== null)).size);
    }
    case 'first':
    case 'last': {
      const all = inOrder(fitting(leaf, world));
      const one = leaf.kind === 'first' ? all[0] : all.at(-1);
      return one !== undefined && allFit(leaf.has, one.properties) && isWithin(one.occurredAt, leaf.within, world, at);
    }
    case 'unanswered': {
      const zone = zoneOf(leaf.within, world);
      return within(leaf, leaf.within, world, at).some(
        ({ occurredAt: since }) =>
          elapsed(since, leaf.for, zone, at) &&
          !fitting(leaf.by, world).some(
            ({ occurredAt: then }) => then >= since && (leaf.still === true || !elapsed(since, leaf.for, zone, then)),
          ),
      );
    }
    case 'sequence':
      return runs(leaf.steps, world).some(
        ([start, end]) =>
          isWithin(end, leaf.within, world, at) && !exceeds(start, leaf.span, zoneOf(leaf.within, world), end),
      );
    case 'place': {
      const places = ({ properties }: NumberedTouchpoint) =>
        [valueAt(properties, leaf.property)].flat().filter((one) => one !== null) as Scalar[];
      const isHere = (place: Scalar) => leaf.in.includes(place);
      if (leaf.visit === 'any')
        return within(leaf, leaf.within, world, at).some((one) => places(one).some((place) => isHere(place)));
      const visits = inOrder(fitting(leaf, world))
        .flatMap((one) => places(one).map((place) => ({ place, at: one.occurredAt })))
        .slice(leaf.visit === 'last' ? -1 : -32)
        .filter((visit) => isWithin(visit.at, leaf.within, world, at));
      const often = (place: Scalar) => visits.filter((visit) => visit.place === place).length;
      const most = Math.max(...visits.map(({ place }) => often(place)));
      const usual = visits.findLast(({ place }) => often(place) === most);
      return usual !== undefined && isHere(usual.place);
    }
    case 'order':
      return orderHolds(leaf, world.history, (then, some) => isWithin(then, some, world, at));
    case 'recency': {
      if (world.lastOrderDay === null) return false;
      const days = daysBetween(world.lastOrderDay, dayIn(world.zone, at));
      return leaf.is === 'atLeast' ? days >= leaf.days : days <= leaf.days;
    }
    case 'number': {
      const value = world.numberAt(leaf.name, at);
      if (leaf.is === 'known' || leaf.is === 'unknown') return (value !== null) === (leaf.is === 'known');
      return value !== null && compares(leaf, value);
    }
    case 'tier': {
      const tier = world.tierAt(leaf.scheme, at);
      return tier !== null && leaf.in.includes(tier);
    }
    case 'date':
    case 'age': {
      const written = lastWord(leaf.name, world);
      const today = dayIn(zoneOf(leaf, world), at);
      return (
        typeof written === 'string' &&
        (leaf.kind === 'age' ? ageHolds(leaf, written, today) : dateHolds(leaf, written, today))
      );
    }
    default:
      throw new Error(`no naive answer for ${leaf.kind}`);
  }
}

/** Before a birth there is no age. */
function ageHolds(comparison: NumberComparison, born: string, today: string): boolean {
  return today >= born && compares(comparison, yearsOn(today, born));
}

function dateHolds(
  { yearly, from, to }: { yearly?: boolean; from: number; to: number },
  written: string,
  today: string,
): boolean {
  const year = Number(written.slice(0, 4));
  // No anniversary farther off can matter: yearly dates reach a year at most.
  const near = Array.from({ length: 5 }, (_, index) => Number(today.slice(0, 4)) - 2 + index);
  const years = yearly ? near.filter((some) => some >= year) : [year];
  return years.some((some) => {
    const days = daysBetween(anniversary(written, some), today);
    return days >= from && days <= to;
  });
}

function anniversary(written: string, year: number): string {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const day = written.slice(5, 10);
  return `${year}-${day === '02-29' && !leap ? '02-28' : day}`;
}

function yearsOn(today: string, born: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today < anniversary(born, Number(today.slice(0, 4))) ? years - 1 : years;
}

/** Starts and ends of all ways through the steps, found once for a world. */
function runs(steps: readonly EventPattern[], world: World): readonly (readonly [number, number])[] {
  let known = knownRuns.get(world);
  if (!known) knownRuns.set(world, (known = new Map()));
  let found = known.get(steps);
  if (!found) known.set(steps, (found = runsAnew(steps, world)));
  return found;
}

const knownRuns = new WeakMap<World, Map<readonly EventPattern[], readonly (readonly [number, number])[]>>();

function runsAnew(steps: readonly EventPattern[], world: World): [number, number][] {
  let found: [number, number][] = fitting(steps[0] as EventPattern, world).map(({ occurredAt }) => [
    occurredAt,
    occurredAt,
  ]);
  for (const step of steps.slice(1)) {
    const times = fitting(step, world).map(({ occurredAt }) => occurredAt);
    found = found.flatMap(([start, end]) =>
      times.filter((time) => time > end).map((time): [number, number] => [start, time]),
    );
  }
  return found;
}

/** What fits a pattern does not hang on the instant, and one world is looked at dozens of times. */
function fitting(pattern: EventPattern, world: World): readonly NumberedTouchpoint[] {
  let patterns = knownFitting.get(world);
  if (!patterns) knownFitting.set(world, (patterns = new Map()));
  let found = patterns.get(pattern);
  if (!found) {
    found = world.history.filter(
      ({ event, properties }) => event === pattern.name && allFit(pattern.where, properties),
    );
    patterns.set(pattern, found);
  }
  return found;
}

const knownFitting = new WeakMap<World, Map<EventPattern, readonly NumberedTouchpoint[]>>();

function inOrder(list: readonly NumberedTouchpoint[]): NumberedTouchpoint[] {
  return [...list].sort((a, b) => a.occurredAt - b.occurredAt || (turnOf(a) < turnOf(b) ? -1 : 1));
}

function lastWord(path: string, { history }: World): unknown {
  const root = path.split('.')[0] as string;
  const words = history.filter(({ type, properties }) => type === 'identify' && Object.hasOwn(properties, root));
  const last = inOrder(words).at(-1);
  return last ? valueAt(last.properties, path) : null;
}

function within(pattern: EventPattern, window: Within | undefined, world: World, at: number): NumberedTouchpoint[] {
  return fitting(pattern, world).filter(({ occurredAt }) => isWithin(occurredAt, window, world, at));
}

function amounts(leaf: EventPattern & { within?: Within }, property: string, world: World, at: number): number[] {
  const values = within(leaf, leaf.within, world, at).map(({ properties }) => valueAt(properties, property));
  return values.flatMap((value) => {
    if (typeof value === 'number') return [value];
    return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? [Number(value)] : [];
  });
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function zoneOf(asked: { zone?: 'customer' } | undefined, world: World): string {
  return asked?.zone ? world.customerZone : world.zone;
}

function isWithin(occurredAt: number, window: Within | undefined, world: World, at: number): boolean {
  if (!window) return true;
  const zone = zoneOf(window, world);
  if ('unit' in window) return !elapsed(occurredAt, window, zone, at);
  const [then, today] = [dayIn(zone, occurredAt), dayIn(zone, at)];
  if ('this' in window) return periodOf(then, window.this) === periodOf(today, window.this);
  if ('last' in window) return periodOf(then, window.last) === before(today, window.last);
  return then >= window.since && (!('until' in window) || then <= window.until);
}

/** The same instants are looked at in every life. */
function dayIn(zone: string, instant: number): string {
  let days = knownDays.get(zone);
  if (!days) knownDays.set(zone, (days = new Map()));
  let day = days.get(instant);
  if (day === undefined) days.set(instant, (day = dayOf(instant, zone)));
  return day;
}

const knownDays = new Map<string, Map<number, string>>();

function periodOf(day: string, period: string): string {
  if (period === 'year') return day.slice(0, 4);
  if (period === 'month') return day.slice(0, 7);
  if (period === 'quarter') return `${day.slice(0, 4)} ${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  if (period === 'day') return day;
  // 1970-01-05 was a Monday.
  return `week ${Math.floor((dayNumber(day) - 4) / 7)}`;
}

/**
 * The period before that of a day: that of the last day not in it, going back day by day. Asked for
 * again and again, so kept.
 */
function before(day: string, period: string): string {
  const asked = `${period} ${day}`;
  const known = periodsBefore.get(asked);
  if (known !== undefined) return known;
  let number = dayNumber(day);
  while (periodOf(dayNamed(number), period) === periodOf(day, period)) number--;
  const found = periodOf(dayNamed(number), period);
  periodsBefore.set(asked, found);
  return found;
}

const periodsBefore = new Map<string, string>();

const UNIT_MS = { hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 };

/** Whether at least so much time has passed. */
function elapsed(since: number, { amount, unit }: Duration, zone: string, at: number): boolean {
  if (unit !== 'days') return at - since >= amount * UNIT_MS[unit];
  return dayPosition(at, zone) >= dayPosition(since, zone) + amount;
}

/** Whether more than so much time has passed. */
function exceeds(since: number, duration: Duration, zone: string, at: number): boolean {
  return elapsed(since, duration, zone, at - 1) && elapsed(since, duration, zone, at);
}

function compares(comparison: NumberComparison, value: number): boolean {
  return inRange(rangeOf(comparison), value);
}

function countFits(times: Count, count: number): boolean {
  if ('atLeast' in times) return count >= times.atLeast;
  return 'atMost' in times ? count <= times.atMost : count === times.exactly;
}
