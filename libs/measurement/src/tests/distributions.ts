// The distributions that tests and intervals are read from, by the special functions of stdlib
// (erfc, incomplete beta and gamma), each in the form that keeps its digits in the tail. Tested
// against values of 80 digits.
import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';

const { SQRT2, PI, abs, exp, log1p, sqrt } = Math;

/** P(|Z| ≥ |z|) of a standard normal Z. */
export function normalTwoSided(z: number): number {
  return erfc(abs(z) / SQRT2);
}

/** P(Z ≤ z). */
export function normalCdf(z: number): number {
  return erfc(-z / SQRT2) / 2;
}

/** The z with P(Z ≤ z) = p. */
export function normalQuantile(p: number): number {
  return -SQRT2 * erfcinv(2 * p);
}

/**
 * P(|T| ≥ |t|) of Student's T. Abramowitz & Stegun 26.7.1 and 26.5.27; with few and with many
 * degrees of freedom.
 */
export function studentTwoSided(t: number, df: number): number {
  const square = t * t;
  // Of its two forms the one with the small argument, which keeps its digits.
  return square < df
    ? betainc(square / (df + square), 0.5, df / 2, true, true)
    : betainc(df / (df + square), df / 2, 0.5);
}

/** P(T ≤ t). */
export function studentCdf(t: number, df: number): number {
  const outside = studentTwoSided(t, df) / 2;
  return t < 0 ? outside : 1 - outside;
}

export function studentDensity(t: number, df: number): number {
  const scale = exp(gammaln((df + 1) / 2) - gammaln(df / 2)) / sqrt(df * PI);
  return scale * exp((-(df + 1) / 2) * log1p((t * t) / df));
}

const MAX_STEPS = 200;

/**
 * The t with P(|T| ≤ t) = level. The tail is convex in t > 0 and heavier than the normal one, so
 * Newton's steps from the normal quantile never overshoot.
 */
export function studentQuantile(level: number, df: number): number {
  const outside = 1 - level;
  let t = normalQuantile(1 - outside / 2);
  for (let taken = 0; taken < MAX_STEPS; taken++) {
    const step = (studentTwoSided(t, df) - outside) / (2 * studentDensity(t, df));
    t += step;
    if (abs(step) <= Number.EPSILON * t) break;
  }
  return t;
}

/** P(X ≥ x) of χ² with so many degrees of freedom. */
export function chiSquareTail(x: number, df: number): number {
  return gammainc(x / 2, df / 2, true, true);
}

/** P(X ≤ x) of Beta(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  return betainc(x, a, b);
}

/** ln B(a, b). */
export function lnBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}

export { gammaln as lnGamma };
