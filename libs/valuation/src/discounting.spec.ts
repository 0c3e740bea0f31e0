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
  expect([looksFor(20), looksFor(20.1), looksFor(60)]).toEqual([9, 17, 25]);
});
