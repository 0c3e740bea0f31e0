// When a value that only falls between events gets below a level: the instant itself, to the millisecond.

/**
 * The first whole millisecond at which `valueAt` is below `level`, searched outwards from `guess` and not before `from`.
 * Needs a value that never rises and is at least `level` at `from`. The closer the guess the fewer evaluations.
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

/**
 * The argument at which a continuous falling function reaches `level`, by false position with the weights of Anderson & Björck (1973) on
 * ln value, in which these curves are nearly straight. Null if it is still above `level` at `limit`.
 */
export function fallsTo(
  valueAt: (position: number) => number,
  level: number,
  from: number,
  limit: number,
  tolerance: number,
): number | null {
  const height = (position: number) => Math.log(valueAt(position) / level);
  let low = from;
  let above = height(low);
  let high = from + Math.min(FIRST_STEP, limit - from);
  let below = height(high);
  for (let step = FIRST_STEP; below >= 0; step *= 3) {
    if (high >= limit) return null;
    low = high;
    above = below;
    high = Math.min(limit, high + step);
    below = height(high);
  }
  return narrow(height, low, above, high, below, tolerance);
}

const FIRST_STEP = 8;
const MAX_ROUNDS = 200;

function narrow(
  height: (position: number) => number,
  from: number,
  heightFrom: number,
  to: number,
  heightTo: number,
  tolerance: number,
): number {
  let [low, above, high, below] = [from, heightFrom, to, heightTo];
  let kept = 0;
  for (let round = 0; round < MAX_ROUNDS && high - low > tolerance; round++) {
    const guess = below === -Infinity ? (low + high) / 2 : (low * below - high * above) / (below - above);
    const h = height(guess);
    if (Math.abs(h) < CLOSE_ENOUGH || guess <= low || guess >= high) return guess;
    if (h < 0) {
      // A side that is kept a second time is lowered: false position alone would creep towards the other.
      if (kept < 0) above *= lowering(h, below);
      [high, below, kept] = [guess, h, -1];
    } else {
      if (kept > 0) below *= lowering(h, above);
      [low, above, kept] = [guess, h, 1];
    }
  }
  return high;
}

/** By how much the last step came nearer to the level: the better it was, the less the other side needs lowering. */
function lowering(h: number, before: number): number {
  const left = 1 - h / before;
  return left > 0 ? left : 0.5;
}

/** A relative distance from the level at which the last milliseconds are better found by stepping. */
const CLOSE_ENOUGH = 1e-11;
