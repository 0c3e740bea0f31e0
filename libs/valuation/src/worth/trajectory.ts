// A number now and as it goes on if nothing happens: what scores are made of. It may jump at known
// instants and falls or stays in between, so that the first instant at which it passes a level can
// be found and with it the next instant to judge.
import { DAY_MS } from '../days/day-number';
import type { Step } from './net-value';

export interface Trajectory {
  /** Now or later. */
  valueAt(instant: number): number;
  /** Ascending; past steps are ignored. */
  readonly jumps: readonly number[];
  /**
   * What it does between jumps. `unknown` cannot be foreseen: it must be checked daily.
   */
  readonly between: 'stays' | 'falls' | 'unknown';
  /**
   * For what only falls: the first instant at which it is below a level that it reaches now; null
   * if never. Quicker than a search.
   */
  readonly fallsBelow?: (level: number) => number | null;
}

export function still(value: number): Trajectory {
  return { valueAt: () => value, jumps: [], between: 'stays' };
}

/** From each step's instant on it is the step's value; steps ascending. */
export function stepping(value: number, steps: readonly Step[]): Trajectory {
  return {
    valueAt: (instant) => steps.findLast((step) => step.at <= instant)?.value ?? value,
    jumps: steps.map(({ at }) => at),
    between: 'stays',
  };
}

export function falling(valueAt: Trajectory['valueAt'], fallsBelow?: Trajectory['fallsBelow']): Trajectory {
  return { valueAt, jumps: [], between: 'falls', ...(fallsBelow ? { fallsBelow } : {}) };
}

interface Weighted {
  readonly of: Trajectory;
  readonly weight: number;
}

/**
 * A sum of trajectories. What falls may be added but not taken away: the sum could then rise
 * between jumps, and is unknown.
 */
export function weightedSum(terms: readonly Weighted[]): Trajectory {
  const [only] = terms;
  if (only && terms.length === 1 && only.weight === 1) return only.of;
  return {
    valueAt: (instant) => terms.reduce((sum, { of, weight }) => sum + weight * of.valueAt(instant), 0),
    jumps: [...new Set(terms.flatMap(({ of }) => of.jumps))].sort((a, b) => a - b),
    between: terms.map(betweenOf).reduce(combined, 'stays'),
  };
}

function betweenOf({ of, weight }: Weighted): Trajectory['between'] {
  if (weight === 0 || of.between === 'stays') return 'stays';
  return of.between === 'falls' && weight > 0 ? 'falls' : 'unknown';
}

function combined(a: Trajectory['between'], b: Trajectory['between']): Trajectory['between'] {
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  return a === 'falls' || b === 'falls' ? 'falls' : 'stays';
}

/** Null: never, or later than this. */
const FAR_AWAY = 200 * 365 * DAY_MS;

/**
 * The first instant after `after` at which it is below a level that it reaches at `after`; for
 * `unknown`, the first instant to check.
 */
export function firstBelowLevel(trajectory: Trajectory, level: number, after: number): number | null {
  const { valueAt, jumps, between, fallsBelow } = trajectory;
  if (between === 'unknown') return lookAgain(jumps, after);
  if (fallsBelow && jumps.length === 0) return fallsBelow(level);
  let from = after;
  for (const jump of jumps) {
    if (jump <= after) continue;
    if (between === 'falls' && valueAt(jump - 1) < level) return bisected(valueAt, level, from, jump - 1);
    if (valueAt(jump) < level) return jump;
    from = jump;
  }
  const end = after + FAR_AWAY;
  return between === 'falls' && valueAt(end) < level ? bisected(valueAt, level, from, end) : null;
}

/**
 * The first instant after `after` at which it reaches a level that it is below at `after`: only a
 * jump can do that.
 */
export function firstReachingLevel(trajectory: Trajectory, level: number, after: number): number | null {
  const { valueAt, jumps, between } = trajectory;
  if (between === 'unknown') return lookAgain(jumps, after);
  return jumps.find((jump) => jump > after && valueAt(jump) >= level) ?? null;
}

function lookAgain(jumps: readonly number[], after: number): number {
  return Math.min(after + DAY_MS, jumps.find((jump) => jump > after) ?? Infinity);
}

/**
 * Of a falling value that reaches the level at `from` and is below it at `to`: the first
 * millisecond below.
 */
function bisected(valueAt: Trajectory['valueAt'], level: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (valueAt(middle) < level) high = middle;
    else low = middle;
  }
  return high;
}
