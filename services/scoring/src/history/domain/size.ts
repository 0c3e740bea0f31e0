// The size of a segment day by day, from its present size and who entered and left. Pure.
import { type Day, dayNamed, dayNumber } from '@segue/valuation';

export interface DayMoves {
  day: Day;
  entered: number;
  departed: number;
}

export interface DaySize extends DayMoves {
  /** At the end of the day. */
  size: number;
}

/**
 * Returns the days up to today, oldest first, without gaps. Before the first move of which there is
 * a count nothing is known.
 * @param moves in any order.
 */
export function sizesOf(present: number, moves: readonly DayMoves[], today: Day, most: number): DaySize[] {
  const byDay = new Map(moves.map((one) => [one.day, one]));
  const first = moves.reduce((day, one) => (one.day < day ? one.day : day), today);
  const sizes: DaySize[] = [];
  let size = present;
  for (let number = dayNumber(today); number >= dayNumber(first) && sizes.length < most; number--) {
    const day = dayNamed(number);
    const { entered = 0, departed = 0 } = byDay.get(day) ?? {};
    sizes.push({ day, entered, departed, size: Math.max(0, size) });
    size -= entered - departed;
  }
  return sizes.reverse();
}
