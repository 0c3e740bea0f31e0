import { fractionOf, rankOf, uniform, zipf } from './customers';

const CUSTOMERS = 20_000;
const EVENTS = 100_000;

function countsOf(customerOf: (number: number) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let number = 0; number < EVENTS; number++) {
    const customer = customerOf(number);
    counts.set(customer, (counts.get(customer) ?? 0) + 1);
  }
  return counts;
}

it('visits all customers alike', () => {
  const counts = countsOf(uniform(CUSTOMERS));
  expect(counts.size).toBe(CUSTOMERS);
  expect(new Set(counts.values())).toEqual(new Set([EVENTS / CUSTOMERS]));
});

it('gives each rank the share of its reciprocal', () => {
  const counts = countsOf(zipf(CUSTOMERS));
  const shareOf = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, place) => counts.get(`load-${first + place - 1}`) ?? 0).reduce(
      (sum, count) => sum + count,
      0,
    ) / EVENTS;
  const expected = (first: number, last: number) => Math.log((last + 1) / first) / Math.log(CUSTOMERS + 1);
  expect(shareOf(1, 1)).toBeCloseTo(expected(1, 1), 2);
  expect(shareOf(1, 1)).toBeCloseTo(0.07, 2);
  expect(shareOf(1, 100)).toBeCloseTo(expected(1, 100), 2);
  expect(shareOf(10_001, 20_000)).toBeCloseTo(expected(10_001, 20_000), 2);
});

it('returns ranks from the first to the last customer', () => {
  expect(rankOf(0, CUSTOMERS)).toBe(1);
  expect(rankOf(1 - 2 ** -32, CUSTOMERS)).toBe(CUSTOMERS);
  expect(rankOf(1 - 2 ** -53, 1)).toBe(1);
});

it('returns the same customer for the same number', () => {
  expect(zipf(CUSTOMERS)(4_711)).toBe(zipf(CUSTOMERS)(4_711));
});

it('spreads numbers evenly over the fractions', () => {
  const tenths = new Array<number>(10).fill(0);
  for (let number = 0; number < EVENTS; number++) tenths[Math.floor(fractionOf(number) * 10)]! += 1;
  for (const count of tenths) expect(count / EVENTS).toBeCloseTo(0.1, 2);
});
