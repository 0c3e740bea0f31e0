import { bgnbdExpectedPurchases } from '../models/bgnbd';
import { discountedPurchases } from './discounting';

/** A year's rate of 10 % by the week. */
const DELTA = Math.log(1.1) / (365.25 / 7);

it('discounts a steady stream as its integral says', () => {
  // ∫₀ᴴ e^(−δt) dt = (1 − e^(−δH)) / δ.
  for (const horizon of [1, 20, 21, 39, 200]) {
    const exact = (1 - Math.exp(-DELTA * horizon)) / DELTA;
    expect(discountedPurchases((weeks) => weeks, horizon, 0.1) / exact).toBeCloseTo(1, 12);
  }
});

it('takes nothing off without a rate', () => {
  expect(discountedPurchases((weeks) => Math.sqrt(weeks), 39, 0)).toBe(Math.sqrt(39));
});

it('looks more often where the horizon is longer', () => {
  const looksFor = (horizon: number) => {
    let looks = 0;
    discountedPurchases((weeks) => (looks++, weeks), horizon, 0.1);
    return looks;
  };
  expect([looksFor(20), looksFor(20.1), looksFor(60)]).toEqual([57, 65, 73]);
});

it('is as exact where the purchases of a fresh customer bend in the first hours', () => {
  // The first and the last by mpmath from the textbook form, the other (which that knows to seven
  // digits) by forty halvings of panels of two weeks.
  const fresh = { x: 0, tx: 0, T: 0 };
  for (const [r, alpha, a, b, horizon, rate, exact] of [
    [0.05, 0.05, 0.8, 1, 52, 0.15, 1.67867895447],
    [12, 3, 5, 0.2, 260, 0.3, 1.04846665702],
    [0.05, 0.5, 1.1, 1, 260, 0.15, 0.72971453083],
  ] as const) {
    const expected = (weeks: number) => bgnbdExpectedPurchases({ r, alpha, a, b }, fresh, weeks);
    expect(Math.abs(discountedPurchases(expected, horizon, rate) / exact - 1)).toBeLessThan(1e-10);
  }
});

it('finds nothing in a horizon of nothing', () => {
  for (const horizon of [0, -1]) expect(discountedPurchases((weeks) => weeks, horizon, 0.1)).toBe(0);
});
