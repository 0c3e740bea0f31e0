// Integrals by Gauss and Legendre's rule of 8 points, whose error shrinks with the sixteenth power
// of a panel: a few panels give all digits of a double where the integrand is smooth. Abramowitz &
// Stegun, section 25.4.29 and table 25.4.

/** Abscissas (of a half interval) and weights of Gauss and Legendre's rule of 8 points. */
const NODES = [
  [0.18343464249564980494, 0.36268378337836198297],
  [0.52553240991632898582, 0.3137066458778872873],
  [0.79666647741362673959, 0.22238103445337447054],
  [0.96028985649753623168, 0.10122853629037625915],
] as const;

/** ∫ f between two places, as one panel. */
export function overPanel(f: (t: number) => number, from: number, to: number): number {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  return (
    half * NODES.reduce((sum, [node, weight]) => sum + weight * (f(middle - node * half) + f(middle + node * half)), 0)
  );
}

/** What `lnIntegral` needs of ln f at a place: its value, and its first and second derivative. */
export interface LogShape {
  readonly ln: number;
  readonly slope: number;
  /** Or about so much: it sets the width of panels. Never above 0. */
  readonly bend: number;
}

/**
 * ln ∫ f from −∞ to a place, for a hill that falls at least exponentially to its sides: from its
 * top outwards, in panels so narrow that f at most falls to about a fifth of itself in one, until
 * nothing is left or all that is left is an exponential. Nothing over- or underflows, and nothing
 * is subtracted, so no digit is lost.
 * @param top where f is largest; at most `end`, which may be infinite
 */
export function lnIntegral(shapeAt: (place: number) => LogShape, top: number, end: number): number {
  const highest = shapeAt(top).ln;
  const f = (place: number) => exp(shapeAt(place).ln - highest);
  let sum = 0;
  for (const side of [-1, 1]) {
    const last = side < 0 ? -Infinity : end;
    for (let at = top; side * (last - at) > 0;) {
      const { ln, slope, bend } = shapeAt(at);
      if (ln - highest < LN_NOTHING) break;
      if (abs(last) === Infinity && -bend < STRAIGHTEST * slope * slope) {
        sum += exp(ln - highest) / abs(slope);
        break;
      }
      const width = min(WIDEST, STRAIGHT / (abs(slope) + sqrt(-bend)), side * (last - at));
      const next = at + side * width;
      // A step that is lost in rounding ends the walk: what is left has no width.
      if (next === at) break;
      sum += overPanel(f, min(at, next), max(at, next));
      at = next;
    }
  }
  return highest + log(sum);
}

/**
 * Panels end well before the places in the complex plane where ln(c + eʸ) has no derivative, π
 * away.
 */
const WIDEST = 1;
const STRAIGHT = 1.5;
/** A bend below the precision of doubles. */
const STRAIGHTEST = 1e-17;
/** ln of a share that no double can hold. */
const LN_NOTHING = -42;

// Taken out once: within tests each look at `Math` is a search of the sandbox.
const { abs, exp, log, max, min, sqrt } = Math;
