// What a judge of a leaf answers: whether the leaf holds at an instant, and when that changes if
// nothing happens.
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
   * Both at once for the present, where that is cheaper. For a falling number the answer may stand
   * only until the next level that any rule asks for.
   */
  judgement?(view: View): Judgement;
  /**
   * Whether the kept facts are not exact enough: amounts are summed by the hour, or amounts and
   * times were dropped. Absent: never.
   */
  isRough?(view: View): boolean;
  /** What was compared, at `at`: plain JSON for the record. */
  value(view: View, at: number): unknown;
}

export function orNever(instant: number): number | null {
  return instant === FOREVER ? null : instant;
}

/**
 * Returns the next change of something that holds from one instant until before another; null if
 * there is none after `at`.
 */
export function nextTurn(from: number, until: number, at: number): number | null {
  if (from >= until || at >= until) return null;
  return orNever(at < from ? from : until);
}

export function isWithin([from, until]: [number, number], at: number): boolean {
  return from <= at && at < until;
}
