import fc from 'fast-check';
import { type PurchaseDays, historyAt, isBuyer, meanSpend, updateFrom } from './history';
import { startOfDay } from '../days/calendar';

const NOBODY: PurchaseDays = { count: 0, first: null, last: null, repeatSpend: 0 };

it('is the plain count of days and of what was spent after the first', () => {
  const purchases = fc
    .array(fc.record({ day: fc.integer({ min: 10, max: 28 }), spend: fc.integer({ min: 0, max: 5_000 }) }), {
      minLength: 1,
    })
    .map((list) => list.sort((a, b) => a.day - b.day).map(({ day, spend }) => ({ day: `1997-02-${day}`, spend })));
  fc.assert(
    fc.property(purchases, (list) => {
      const state = list.reduce<PurchaseDays>((days, { day, spend }) => updateFrom(days, day, spend)!, NOBODY);
      const first = list[0]!.day;
      expect(state).toEqual({
        count: new Set(list.map(({ day }) => day)).size,
        first,
        last: list.at(-1)!.day,
        repeatSpend: list.filter(({ day }) => day > first).reduce((sum, { spend }) => sum + spend, 0),
      });
    }),
  );
});

it('cannot take a purchase from before the last', () => {
  const days = { count: 2, first: '1997-01-01', last: '1997-02-01', repeatSpend: 100 };
  expect(updateFrom(days, '1997-01-31', 50)).toBeNull();
});

it('never watches for less time than the purchases took', () => {
  const days = { count: 2, first: '1997-01-01', last: '1997-01-15', repeatSpend: 100 };
  if (!isBuyer(days)) throw new Error('a buyer was expected');
  expect(historyAt(days, startOfDay('1997-01-08', 'UTC'), 'UTC')).toEqual({ x: 1, tx: 2, T: 2 });
  expect(meanSpend(days)).toBe(100);
  expect(meanSpend({ ...days, count: 1 })).toBe(0);
});

it('is a buyer who has a first and a last day', () => {
  const days = { count: 2, first: '1997-01-01', last: '1997-01-15', repeatSpend: 100 };
  expect(isBuyer(days)).toBe(true);
  expect(isBuyer({ ...days, count: 0 })).toBe(false);
  expect(isBuyer({ ...days, first: null })).toBe(false);
  expect(isBuyer({ ...days, last: null })).toBe(false);
});

it('counts weeks to the fraction of the present day', () => {
  const days = { count: 4, first: '1997-01-01', last: '1997-01-22', repeatSpend: 90 };
  if (!isBuyer(days)) throw new Error('a buyer was expected');
  const now = startOfDay('1997-01-30', 'UTC') + 6 * 3_600_000;
  expect(historyAt(days, now, 'UTC')).toEqual({ x: 3, tx: 3, T: 29.25 / 7 });
  expect(meanSpend(days)).toBe(30);
});
