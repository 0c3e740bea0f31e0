import { winsorCap, winsorised } from './winsorise';

it('cuts at the quantile of all groups together', () => {
  // R: quantile(c(0, 0, 5, 9, 0, 3, 100), .9) = 45.4; of the groups alone 7.8 and 80.6.
  const groups = [
    [0, 0, 5, 9],
    [0, 3, 100],
  ];
  const cap = winsorCap(groups, 0.9);
  expect(cap).toBeCloseTo(45.4, 12);
  expect(groups.flat().map((amount) => winsorised(amount, cap))).toEqual([0, 0, 5, 9, 0, 3, cap]);
});

it('cuts a hundredth by default, and nothing at 1', () => {
  const amounts = Array.from({ length: 101 }, (_, amount) => amount);
  expect(winsorCap([amounts])).toBe(99);
  expect(winsorCap([amounts], 1)).toBe(100);
});

it('refuses what cannot be', () => {
  expect(() => winsorCap([[], []])).toThrow(new RangeError('groups must be of at least one customer, not empty'));
  expect(() => winsorCap([[1]], 0)).toThrow(new RangeError('share must be above 0 and at most 1, not 0'));
  expect(() => winsorCap([[1]], 1.01)).toThrow(new RangeError('share must be above 0 and at most 1, not 1.01'));
});
