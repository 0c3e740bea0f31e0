// When a value that only falls between events gets below one level: the instant itself, to the
// millisecond.

/**
 * The first whole millisecond at which `valueAt` is below `level`, searched outwards from `guess`
 * and not before `from`. Needs a value that never rises and is at least `level` at `from`. The
 * closer the guess the fewer evaluations.
 */
export function firstBelow(valueAt: (instant: number) => number, level: number, from: number, guess: number): number {
  let low = Math.max(from, Math.floor(guess) - 1);
  let high = low + 1;
  for (let step = 1; low > from && valueAt(low) < level; step *= 4) {
    high = low;
    low = Math.max(from, low - step);
  }
  for (let step = 1; valueAt(high) >= level; step *= 4) {
    low = high;
    high += step;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (valueAt(middle) < level) high = middle;
    else low = middle;
  }
  return high;
}
