import { backoffMs } from './backoff';

it('waits longer each time, from 100 ms to 10 s', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map(backoffMs)).toEqual([
    100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000,
  ]);
});
