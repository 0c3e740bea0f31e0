// The size of a segment day by day: as counted, and between counts from who entered and left. Pure.
import { type Day, dayNamed, dayNumber } from '@segue/valuation';

export interface DayMoves {
  day: Day;
  entered: number;
  departed: number;
  /** As counted at the end of the day; null where it was not. */
  size: number | null;
}

export interface DaySize extends DayMoves {
  /** At the end of the day. */
  size: number;
  /**
   * Whether it was counted at the end of the day; else it derives from later moves, which do not
   * include the moves by edits of the rule.
   */
  counted: boolean;
}

/**
 * Returns the days up to today, oldest first, without gaps. Days before the first counted one are
 * not known and left out.
 * @param moves in any order.
 */
export function sizesOf(present: number, moves: readonly DayMoves[], today: Day, most: number): DaySize[] {
  const byDay = new Map(moves.map((one) => [one.day, one]));
  const first = moves.reduce((day, one) => (one.day < day ? one.day : day), today);
  const sizes: DaySize[] = [];
  let known = present;
  for (let number = dayNumber(today); number >= dayNumber(first) && sizes.length < most; number--) {
    const day = dayNamed(number);
    const { entered = 0, departed = 0, size: stored = null } = byDay.get(day) ?? {};
    const size = day === today ? present : (stored ?? Math.max(0, known));
    sizes.push({ day, entered, departed, size, counted: day === today || stored !== null });
    known = size - (entered - departed);
  }
  return sizes.reverse();
}
