import fc from 'fast-check';
import {
  NO_MONEY,
  RELATIVE_ERROR,
  addHistograms,
  addMoney,
  countQuantile,
  countReachedBy,
  moneyQuantile,
  moneyReachedBy,
  withCount,
  withMoney,
} from './population';

const quantiles = fc.double({ min: 0, max: 1, noNaN: true });
const standing = (values: number[], p: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(p * (values.length - 1))]!;

it('counts are exact', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1 }), quantiles, (values, p) => {
      const histogram = values.reduce((sum, value) => withCount(sum, value), {});
      expect(countQuantile(histogram, p)).toBe(standing(values, p));
    }),
  );
});

it('money is within its stated error, below zero too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1_000_000, max: 100_000_000 }), { minLength: 1 }),
      quantiles,
      (values, p) => {
        const buckets = values.reduce((sum, value) => withMoney(sum, value), NO_MONEY);
        const exact = standing(values, p);
        expect(Math.abs(moneyQuantile(buckets, p) - exact)).toBeLessThanOrEqual(
          RELATIVE_ERROR * Math.abs(exact) * (1 + 1e-9),
        );
      },
    ),
  );
});

it('forgets a value that is taken out, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -500, max: 500 })), fc.integer({ min: -500, max: 500 }), (values, gone) => {
      const all = values.reduce((sum, value) => withMoney(sum, value), NO_MONEY);
      expect(withMoney(withMoney(all, gone), gone, -1)).toEqual(all);
      expect(withCount(withCount({}, gone), gone, -1)).toEqual({});
    }),
  );
});

it('adds up populations', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -500, max: 500 })),
      fc.array(fc.integer({ min: -500, max: 500 })),
      (a, b) => {
        const money = (list: number[]) => list.reduce((sum, value) => withMoney(sum, value), NO_MONEY);
        const counts = (list: number[]) => list.reduce((sum, value) => withCount(sum, value), {});
        expect(addMoney(money(a), money(b))).toEqual(money([...a, ...b]));
        expect(addHistograms(counts(a), counts(b))).toEqual(counts([...a, ...b]));
      },
    ),
  );
});

it('has no quantile of nobody', () => {
  expect(countQuantile({}, 0.5)).toBeNaN();
  expect(moneyQuantile(NO_MONEY, 0.5)).toBeNaN();
});

it('keeps whole counts, and nothing of who is taken out', () => {
  expect(withCount(withCount({}, 3), 3)).toEqual({ '3': 2 });
  expect(withCount({ '3': 2, '4': 1 }, 3, -1)).toEqual({ '3': 1, '4': 1 });
  expect(withCount({ '3': 1, '4': 1 }, 3, -1)).toEqual({ '4': 1 });
});

it('holds money of one size in one bucket, either side of nothing', () => {
  const bucket = Math.ceil(Math.log(500) / Math.log(1.01 / 0.99));
  expect(withMoney(NO_MONEY, 500)).toEqual({ positive: { [bucket]: 1 }, negative: {}, zero: 0 });
  expect(withMoney(NO_MONEY, -500, 2)).toEqual({ positive: {}, negative: { [bucket]: 2 }, zero: 0 });
  expect(withMoney(NO_MONEY, 0.49)).toEqual({ ...NO_MONEY, zero: 1 });
  expect(withMoney(NO_MONEY, -0.49, 3)).toEqual({ ...NO_MONEY, zero: 3 });
  expect(withMoney(NO_MONEY, 0.5).zero).toBe(0);
});

it('takes the value that stands at the quantile', () => {
  const histogram = { '1': 2, '5': 1, '10': 1 };
  expect([0, 0.33, 0.34, 0.66, 0.67, 0.99, 1].map((p) => countQuantile(histogram, p))).toEqual([1, 1, 1, 1, 5, 5, 10]);
  expect(countQuantile({ '10': 1, '9': 1 }, 0)).toBe(9);
  const money = [-300, -300, 0, 700].reduce((sum, amount) => withMoney(sum, amount), NO_MONEY);
  expect(moneyQuantile(money, 0.34) / -300).toBeCloseTo(1, 1);
  expect(moneyQuantile(money, 0.67)).toBe(0);
  expect(moneyQuantile(money, 1) / 700).toBeCloseTo(1, 1);
});

it('adds up what is next to nothing, and orders what is below it', () => {
  expect(addMoney({ ...NO_MONEY, zero: 2 }, { ...NO_MONEY, zero: 3 })).toEqual({ ...NO_MONEY, zero: 5 });
  expect([0, 0.5, 1].map((p) => countQuantile({ '-1': 1, '-5': 1, '3': 1 }, p))).toEqual([-5, -1, 3]);
});

it('has no quantile outside 0 to 1, and none is below the lowest by more than its error', () => {
  for (const p of [-0.1, 1.1, NaN]) {
    expect(countQuantile({ '3': 2 }, p)).toBeNaN();
    expect(moneyQuantile(withMoney(NO_MONEY, 500), p)).toBeNaN();
  }
  for (const amount of [1, 2, 500, 99_999_999]) {
    const lowest = moneyQuantile(withMoney(withMoney(NO_MONEY, amount), 2 * amount), 0);
    expect(Math.abs(lowest / amount - 1)).toBeLessThanOrEqual(RELATIVE_ERROR);
  }
});

describe('what a share of the customers reaches', () => {
  const amounts = (list: number[]) => list.reduce((sum, value) => withMoney(sum, value), NO_MONEY);
  const counts = (list: number[]) => list.reduce((sum, value) => withCount(sum, value), {});
  const reaching = (list: number[], level: number) => list.filter((value) => value >= level).length;

  it.each([
    [[7], 0.2, 7],
    [[7], 0.001, 7],
    [[7], 1, 7],
    [[3, 7], 0.2, 7],
    [[3, 7], 0.5, 7],
    [[3, 7], 0.51, 3],
    [[1, 3, 5, 7, 9], 0.2, 9],
    [[1, 3, 5, 7, 9], 0.21, 7],
    [[1, 3, 5, 7, 9], 0.8, 3],
    [[4, 4, 4, 4, 4], 0.2, 4],
    [[1, 9, 9, 9, 9], 0.2, 9],
  ])('of %j %p is %d, by count', (list, share, level) => {
    expect(countReachedBy(counts(list), share)).toBe(level);
  });

  it('is nothing of nobody, nor for no share', () => {
    for (const share of [0, -1, 1.1, NaN]) {
      expect(countReachedBy({ '3': 2 }, share)).toBeNaN();
      expect(moneyReachedBy(amounts([500]), share)).toBeNaN();
    }
    expect(countReachedBy({}, 0.2)).toBeNaN();
    expect(moneyReachedBy(NO_MONEY, 0.2)).toBeNaN();
  });

  it('is reached by that many at least, and by no more than have it or nearly so much', () => {
    const money = fc.array(fc.integer({ min: -100_000, max: 100_000_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(money, fc.integer({ min: 1, max: 100 }), (list, hundredths) => {
        const share = hundredths / 100;
        const due = Math.ceil((hundredths * list.length) / 100);
        const sorted = [...list].sort((a, b) => b - a);
        const exact = sorted[due - 1]!;
        expect(countReachedBy(counts(list), share)).toBe(exact);
        const level = moneyReachedBy(amounts(list), share);
        expect(level).toBeLessThanOrEqual(exact);
        expect(exact - level).toBeLessThanOrEqual(2 * RELATIVE_ERROR * Math.abs(exact) * (1 + 1e-9));
        expect(reaching(list, level)).toBeGreaterThanOrEqual(due);
      }),
    );
  });

  it('goes by shares that are added up', () => {
    const hundred = counts(Array.from({ length: 100 }, (_, value) => value));
    expect(countReachedBy(hundred, 0.05 + 0.15)).toBe(80);
    expect(countReachedBy(hundred, 0.1 + 0.2)).toBe(70);
  });
});
