// What every kind of leaf can do: answer twice. Does it hold at an instant, and at which first
// later instant does its own answer change if nothing happens.
import { FOREVER } from '../facts/windows';
import type { Judgement } from '../language/judgement';
import type { Leaf } from '../language/leaves';
import type { View } from './view';

export interface LeafJudge {
  readonly leaf: Leaf;
  /** At `at`, which is now or later, if nothing happens until then. */
  holds(view: View, at: number): boolean;
  /** The first instant after `at` at which `holds` is other than at `at`; null if never. */
  changesAfter(view: View, at: number): number | null;
  /**
   * Both at once for the present, where that is cheaper than one after the other. A falling number
   * may be told to stand only until it comes to the next level that any rule asks for.
   */
  judgement?(view: View): Judgement;
  /**
   * Whether what is kept does not tell: amounts put together by the hour, or amounts and times that
   * were left out. Absent: never.
   */
  isRough?(view: View): boolean;
  /** What was compared, at `at`: plain JSON for the record. */
  value(view: View, at: number): unknown;
}

export function orNever(instant: number): number | null {
  return instant === FOREVER ? null : instant;
}

/**
 * The next turn of what holds from one instant until before another; null if there is none after
 * `at`.
 */
export function nextTurn(from: number, until: number, at: number): number | null {
  if (from >= until || at >= until) return null;
  return orNever(at < from ? from : until);
}

export function isWithin([from, until]: [number, number], at: number): boolean {
  return from <= at && at < until;
}
