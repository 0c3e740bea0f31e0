// The few special functions that the likelihoods need, for positive arguments, to some units in the
// last place; tested against values of 150 digits. No package has ₂F₁, and those that have lnΓ
// bring a hundred others with them.

const { abs, exp, expm1, log, log1p, min } = Math;

/**
 * Stirling's series is exact to a double from here on; smaller arguments are raised by the
 * recurrence.
 */
const LARGE = 10;
const HALF_LN_TWO_PI = 0.918938533204672741780329736406;

/** ln Γ(x), x > 0. Abramowitz & Stegun 6.1.41, 6.1.15. */
export function lnGamma(x: number): number {
  let raised = 1;
  let z = x;
  while (z < LARGE) raised *= z++;
  const w = 1 / (z * z);
  const series =
    1 / 12 + w * (-1 / 360 + w * (1 / 1260 + w * (-1 / 1680 + w * (1 / 1188 + w * (-691 / 360_360 + w / 156)))));
  return (z - 0.5) * log(z) - z + HALF_LN_TWO_PI + series / z - log(raised);
}

/**
 * ln of a(a+1)…(a+n−1) = ln Γ(a+n) − ln Γ(a), a > 0, whole n ≥ 0: for few factors by themselves,
 * since for large a the two ends nearly cancel.
 */
export function lnRising(a: number, n: number): number {
  if (n > FEW) return lnGamma(a + n) - lnGamma(a);
  let product = 1;
  for (let factor = 0; factor < n; factor++) product *= a + factor;
  return log(product);
}

/** Of factors below 1e15, so many do not overflow. */
const FEW = 20;

/** ψ(x) = d ln Γ(x) / dx, x > 0. Abramowitz & Stegun 6.3.18, 6.3.5. */
export function digamma(x: number): number {
  let lowered = 0;
  let z = x;
  while (z < LARGE) lowered += 1 / z++;
  const w = 1 / (z * z);
  const series =
    w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * (691 / 32_760 - w / 12))))));
  return log(z) - 0.5 / z - series - lowered;
}

/** ln(eᵃ + eᵇ) without overflow; either may be −Infinity. */
export function logAddExp(a: number, b: number): number {
  const [more, less] = a > b ? [a, b] : [b, a];
  return more === -Infinity ? more : more + log1p(exp(less - more));
}

/** ln(eᵃ − eᵇ) for a ≥ b, which rounding may have turned round. */
export function logSubExp(a: number, b: number): number {
  return b === -Infinity ? a : a + log(-expm1(min(0, b - a)));
}

/**
 * ₂F₁(1, b; c; z) for 0 ≤ z < 1 and 0 < b < c, by Gauss's continued fraction (NIST DLMF 15.7.1)
 * from the top down (Lentz's method as modified by Thompson & Barnett 1986): where the series takes
 * a million terms, near z = 1, this takes a thousand, so that a fit that runs off comes to its end.
 * The general function comes down to it where the models need it (Euler's transformation,
 * Abramowitz & Stegun 15.3.3).
 */
export function hyp2f1One(b: number, c: number, z: number): number {
  let fraction = 1;
  let upper = 1;
  let lower = 0;
  for (let n = 0; n < MAX_STEPS; n++) {
    const step = -z * (n % 2 === 0 ? evenStep(b, c, n / 2) : oddStep(b, c, (n + 1) / 2));
    lower = 1 / (1 + step * lower);
    upper = 1 + step / upper;
    fraction *= upper * lower;
    if (abs(upper * lower - 1) <= NOTHING) break;
  }
  return 1 / fraction;
}

function evenStep(b: number, c: number, n: number): number {
  return ((b + n) * (c - 1 + n)) / ((c - 1 + 2 * n) * (c + 2 * n));
}

function oddStep(b: number, c: number, n: number): number {
  return (n * (c - 1 - b + n)) / ((c - 2 + 2 * n) * (c - 1 + 2 * n));
}

/** Enough up to z = 1 − 5e-7. */
const MAX_STEPS = 20_000;
/** A share that no double can hold. */
const NOTHING = Number.EPSILON / 2;
