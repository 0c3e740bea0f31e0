// When a value that only falls while nothing is bought comes down to a level, on the models' own
// line of time (weeks since the first purchase). For instants of the calendar, to the millisecond,
// see `falling.ts`.

/**
 * The time from `from` on at which a value that never rises falls to a level, as near as doubles
 * lie to one another. Null where the value is below the level at `from` already, for levels of 0 or
 * less, which nothing falls to, and where it never comes down to it.
 */
export function timeAtLevel(valueAt: (time: number) => number, level: number, from: number): number | null {
  if (!(level > 0 && valueAt(from) >= level)) return null;
  let [low, high] = [from, from + 1];
  for (let step = 2; valueAt(high) >= level; step *= 2) {
    [low, high] = [high, high + step];
    if (high === Infinity) return null;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    if (valueAt(middle) < level) high = middle;
    else low = middle;
  }
}
