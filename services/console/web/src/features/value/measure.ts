// Numbers of the page: counts of a sample scaled up, shares, and the place of a cut-off. Pure.
import { rankOf } from '../../theme/tiers';

/** The amounts whose distribution is shown. */
export const MEASURES = ['netMargin', 'expectedRevenue'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * Returns what is shown as the second measure: while predictions wait the cut-off of MGC is
 * compared with what was spent.
 */
export const shownAs = (measure: Measure, waits: boolean): Measure | 'spend' =>
  waits && measure === 'expectedRevenue' ? 'spend' : measure;

/** How much of the store an answer of the API speaks of. */
export interface Looked {
  looked: number;
  population: number;
  exact: boolean;
}

/** Returns a count or a sum for the whole store; as it is where everyone was looked at. */
export const scaled = (count: number, { looked, population, exact }: Looked): number =>
  exact || looked === 0 ? count : Math.round((count * population) / looked);

/** Returns the part of each amount in the sum of those above zero. */
export function sharesOf(amounts: readonly number[]): number[] {
  const sum = amounts.reduce((all, amount) => all + Math.max(0, amount), 0);
  return amounts.map((amount) => (sum === 0 ? 0 : Math.max(0, amount) / sum));
}

export interface Scale {
  /** Minor units. */
  low: number;
  step: number;
  bars: readonly unknown[];
}

export const highOf = ({ low, step, bars }: Scale): number => low + step * bars.length;

/** Returns where an amount lies between the ends of the chart, 0 to 1. */
export const placeOf = (amount: number, scale: Scale): number =>
  Math.min(1, Math.max(0, (amount - scale.low) / (highOf(scale) - scale.low)));

/** A cut-off moves in tenths of a bar. */
export const notchOf = ({ step }: Scale): number => Math.max(1, Math.round(step / 10));

/** Returns the amount at a place, on a notch; cut-offs are never below zero. */
export function amountAt(place: number, scale: Scale): number {
  const notch = notchOf(scale);
  const amount = scale.low + place * (highOf(scale) - scale.low);
  return Math.min(highOf(scale), Math.max(0, Math.round(amount / notch) * notch));
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

/** Returns the amount after a key; null for keys that move nothing. */
export function amountAfter(key: string, amount: number, scale: Scale): number | null {
  if (key === 'Home') return Math.max(0, scale.low);
  if (key === 'End') return highOf(scale);
  const steps = STEPS[key];
  if (steps === undefined) return null;
  return Math.min(highOf(scale), Math.max(0, amount + steps * notchOf(scale)));
}

export type Direction = 'up' | 'down' | 'other';

/** Returns the direction between value tiers; names and first tiers have none. */
export function directionOf(from: string | null, to: string): Direction {
  const [before, after] = [rankOf(from), rankOf(to)];
  if (before === 0 || after === 0 || before === after) return 'other';
  return after > before ? 'up' : 'down';
}
