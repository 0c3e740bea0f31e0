import fc from 'fast-check';
import {
  EMPTY_SERIES,
  type Amount,
  type HourSum,
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
    { numRuns: cases(300) },
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
    { numRuns: cases(300) },
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
    { numRuns: cases(200) },
  );
});

it('stays bounded', () => {
  const hours = Array.from({ length: KEPT_HOURS + 3 }, (_, hour): HourSum => [hour, 10, 2]);
  const recent = Array.from({ length: RECENT_AMOUNTS }, (): Amount => [5_000 * HOUR, 1]);
  const series = pruned({ recent, hours, rest: [5, 1] }, null);
  expect(series.recent).toHaveLength(RECENT_AMOUNTS);
  expect(series.hours).toEqual(hours.slice(3));
  expect(series.rest).toEqual([35, 7]);
  const next = addAmount(series, 5_000 * HOUR, 9, null);
  expect(next.recent).toHaveLength(RECENT_AMOUNTS);
  expect(next.hours).toEqual([...hours.slice(4), [5_000, 1, 1]]);
  expect(next.rest).toEqual([45, 9]);
});

describe('of amounts', () => {
  const full = build(
    Array.from({ length: RECENT_AMOUNTS }, (_, index): [number, number] => [100 * HOUR + index, 1]),
    null,
  );

  it('the latest stand alone, earlier ones with their hour', () => {
    expect(full.hours).toEqual([]);
    const later = addAmount(full, 100 * HOUR + 500, 7, null);
    expect(later.recent[0]).toEqual([100 * HOUR + 500, 7]);
    expect(later.recent).toHaveLength(RECENT_AMOUNTS);
    expect(later.hours).toEqual([[100, 1, 1]]);
    const late = addAmount(addAmount(later, 98 * HOUR + 9, 4, null), 99 * HOUR, 5, null);
    expect(late.hours).toEqual([
      [98, 4, 1],
      [99, 5, 1],
      [100, 1, 1],
    ]);
    expect(addAmount(late, 98 * HOUR, 6, null).hours[0]).toEqual([98, 10, 2]);
    expect(late.rest).toEqual([0, 0]);
  });

  it('of one instant the larger comes first', () => {
    expect(
      build(
        [
          [5, 1],
          [5, 3],
          [5, 2],
          [4, 9],
        ],
        null,
      ).recent,
    ).toEqual([
      [5, 3],
      [5, 2],
      [5, 1],
      [4, 9],
    ]);
  });

  it('hours that no window reaches are one heap', () => {
    const old = addAmount(addAmount(full, 10 * HOUR, 4, null), 50 * HOUR, 5, null);
    expect(pruned(old, 50 * HOUR)).toMatchObject({ hours: [[50, 5, 1]], rest: [4, 1] });
    expect(pruned(old, 49 * HOUR - 64)).toMatchObject({ hours: [[50, 5, 1]], rest: [4, 1] });
    expect(pruned(old, 48 * HOUR)).toMatchObject({ hours: [], rest: [9, 2] });
    expect(pruned(old, 49 * HOUR)).toMatchObject({ hours: [[50, 5, 1]], rest: [4, 1] });
    expect(pruned(old, null)).toBe(old);
    expect(pruned(EMPTY_SERIES, 5)).toBe(EMPTY_SERIES);
  });

  it('each counts at its instant, or at the last millisecond of its hour', () => {
    const seen: number[][] = [];
    eachAmount({ recent: [[7, 3]], hours: [[2, 5, 4]], rest: [9, 9] }, (...one) => seen.push(one));
    expect(seen).toEqual([
      [7, 3, 1],
      [3 * HOUR - 1, 5, 4],
    ]);
  });
});

it('takes numbers, and the text of them, to four decimals and leaves out what cannot be summed', () => {
  expect(amountOf(25.1)).toBe(251_000);
  expect(amountOf(-0.00005)).toBe(0);
  expect(amountOf(1e11)).toBe(1e15);
  expect([amountOf('29.33'), amountOf('-5'), amountOf('0')]).toEqual([293_300, -50_000, 0]);
  const none = [1.1e11, '999999999999', '5 USD', '1e3', '0x10', ' 5', '', null, NaN, [1]];
  expect(none.map(amountOf)).toEqual(none.map(() => null));
});
