import fc from 'fast-check';
import {
  NO_MONEY,
  RELATIVE_ERROR,
  addHistograms,
  addMoney,
  countQuantile,
  moneyQuantile,
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
