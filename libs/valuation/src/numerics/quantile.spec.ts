import { ascending, quantile } from './quantile';

it.each([
  [[1, 2, 3, 4], 0, 1],
  [[1, 2, 3, 4], 1, 4],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[1, 2, 3, 4], 0.1, 1.3],
  [[7], 0.3, 7],
  [[1, 5], 0.25, 2],
])('of %j at %p is %p (type 7 of Hyndman & Fan 1996)', (values, p, value) => {
  expect(quantile(values, p)).toBeCloseTo(value, 12);
});

it('is not there of nobody', () => {
  expect(quantile([], 0.5)).toBeNaN();
});

it('puts numbers in order as numbers', () => {
  expect([...ascending([10, 9, -1, 100])]).toEqual([-1, 9, 10, 100]);
});
