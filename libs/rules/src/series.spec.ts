import fc from 'fast-check';
import {
  EMPTY_SERIES,
  KEPT_HOURS,
  RECENT_AMOUNTS,
  type Series,
  addAmount,
  amountOf,
  eachAmount,
  pruned,
} from './series';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

const build = (amounts: readonly (readonly [number, number])[], reach: number | null): Series =>
  amounts.reduce((series, [at, amount]) => addAmount(series, at, amount, reach), EMPTY_SERIES);

const amounts = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 * HOUR }), fc.integer({ min: -500, max: 500 })), {
  minLength: RECENT_AMOUNTS,
  maxLength: 3 * RECENT_AMOUNTS,
});
const reaches = fc.constantFrom(null, 0, 24 * HOUR, WEEK);

it('is the same in every order', () => {
  fc.assert(
    fc.property(
      amounts.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      reaches,
      ([list, shuffled], reach) => expect(build(shuffled, reach)).toEqual(build(list, reach)),
    ),
    { numRuns: 300 },
  );
});

it('loses nothing: all that came in is in it', () => {
  fc.assert(
    fc.property(amounts, reaches, (list, reach) => {
      const series = build(list, reach);
      let [sum, count] = series.rest;
      eachAmount(series, (_, some, many) => {
        sum += some;
        count += many;
      });
      expect([sum, count]).toEqual([list.reduce((total, [, amount]) => total + amount, 0), list.length]);
    }),
    { numRuns: 300 },
  );
});

it('counts what is within reach at its instant, or at the end of its hour', () => {
  fc.assert(
    fc.property(amounts, (list) => {
      const latest = Math.max(...list.map(([at]) => at));
      const wanted = list.filter(([at]) => at > latest - WEEK).reduce((total, [, amount]) => total + amount, 0);
      let within = 0;
      let early = 0;
      eachAmount(build(list, WEEK), (at, sum) => {
        if (at - HOUR > latest - WEEK) within += sum;
        else if (at > latest - WEEK) early += 1;
      });
      // The hour on the edge of the week may be in or out.
      if (early === 0) expect(within).toBe(wanted);
    }),
  );
});

it('forgets the reach that nobody asks for any more as if it had never been kept', () => {
  fc.assert(
    fc.property(amounts, (list) => expect(pruned(build(list, WEEK), 24 * HOUR)).toEqual(build(list, 24 * HOUR))),
    { numRuns: 200 },
  );
});

it('stays bounded', () => {
  const everyHour = Array.from({ length: 3_000 }, (_, hour): [number, number] => [hour * HOUR, 1]);
  const series = build(everyHour, null);
  expect(series.recent).toHaveLength(RECENT_AMOUNTS);
  expect(series.hours).toHaveLength(KEPT_HOURS);
  expect(series.rest).toEqual([3_000 - RECENT_AMOUNTS - KEPT_HOURS, 3_000 - RECENT_AMOUNTS - KEPT_HOURS]);
});

it('takes numbers to four decimals and leaves out what cannot be summed', () => {
  expect(amountOf(25.1)).toBe(251_000);
  expect(amountOf(-0.00005)).toBe(0);
  expect(amountOf(1e11)).toBe(1e15);
  expect([amountOf(1.1e11), amountOf('5'), amountOf(null), amountOf(NaN), amountOf([1])]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
