import { bgnbdCountProbability, mbgnbdCountProbability } from './counts';

it.each([
  // 40 digits by mpmath. P(no purchase) of the negative binomial is 8e-478 in the first five and
  // 9e-1367 in the last.
  [1_000, 1_000, 0, 2_000, 7.5638913231041e-478, 0.25],
  [1_000, 1_000, 3, 2_000, 0.0934065934065934, 0.0662885501595179],
  [1_000, 1_000, 1_900, 2_000, 1.23572170693776e-5, 1.23510945249224e-5],
  [1_000, 1_000, 2_000, 2_000, 2.38448482769952e-5, 2.38348823428583e-5],
  [1_000, 1_000, 2_300, 2_000, 1.80069233486259e-8, 1.80006105381117e-8],
  [800, 3, 40_000, 150, 1.1745407435001e-7, 1.17451624859009e-7],
])('r %d, α %d: %d purchases in %d weeks, where none is too unlikely for a double', (r, alpha, x, t, bg, mbg) => {
  const parameters = { r, alpha, a: 0.8, b: 2.4 };
  const off = (is: number, be: number) => (is === be ? 0 : Math.abs(is / be - 1));
  expect(off(bgnbdCountProbability(parameters, x, t), bg)).toBeLessThan(1e-9);
  expect(off(mbgnbdCountProbability(parameters, x, t), mbg)).toBeLessThan(1e-9);
});

it('comes to one over all counts', () => {
  // P(no purchase) of the negative binomial is (5/6)^4200 = 3e-333; its mean is 840 with a standard
  // deviation of 32.
  const parameters = { r: 4_200, alpha: 1_000, a: 0.8, b: 2.4 };
  const counts = Array.from({ length: 1_080 }, (_, x) => x);
  for (const probability of [bgnbdCountProbability, mbgnbdCountProbability]) {
    expect(counts.reduce((sum, x) => sum + probability(parameters, x, 200), 0)).toBeCloseTo(1, 9);
  }
});
