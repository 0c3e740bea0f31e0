import fc from 'fast-check';
import { Cells } from './cells';
import { Evidence, windowOf } from './evidence';
import { purchaseLogLikelihood } from './purchase-fit';
import { CDNOW_MODEL } from '../worth/value';
import { simulatedStore } from '../../testing/stores';
import { customersIn } from '../models/rows';

describe('the window', () => {
  it('holds out a third of the time, at most the horizon', () => {
    expect(windowOf([0], 90)).toEqual({ first: 0, split: 60, last: 90 });
    expect(windowOf([0], 3_000)).toEqual({ first: 0, split: 3_000 - 273, last: 3_000 });
  });

  it('holds out nothing where that would be less than a week', () => {
    expect(windowOf([0], 20).split).toBeNull();
    expect(windowOf([], 20)).toEqual({ first: 20, split: null, last: 20 });
  });

  it('does not grow by one order with a wrong date', () => {
    const firsts = [-9_000, ...Array.from({ length: 99 }, () => 0)];
    expect(windowOf(firsts, 90).first).toBe(0);
  });
});

it('follows a customer across the split', () => {
  const evidence = new Evidence({ first: 0, split: 14, last: 28 });
  evidence.add([0, 7, 21, 35].map((day) => ({ day, spend: 100 + day })));
  evidence.add([{ day: 20, spend: 50 }]);
  expect(evidence.followed).toEqual([
    { x: 1, tx: 1, T: 2, meanSpend: 107, spend: 207, laterPurchases: 1, laterRevenue: 121 },
  ]);
  expect(evidence.historiesBefore()).toEqual([{ x: 1, tx: 1, T: 2, weight: 1 }]);
  expect(evidence.historiesThrough()).toEqual([{ x: 2, tx: 3, T: 4, weight: 1 }]);
  expect(evidence.spendsAfter()).toEqual([{ x: 1, meanSpend: 121, weight: 1 }]);
  expect([evidence.customers, evidence.repeaters, evidence.purchases]).toEqual([2, 1, 4]);
  expect(evidence.typicalSpend()).toBe((100 + 107 + 121 + 50) / 4);
});

it('keeps weight and means whatever the number of cells', () => {
  const observations = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(observations, fc.integer({ min: 1, max: 20 }), (values, most) => {
      const cells = new Cells(([value = 0], coarseness) => `${Math.floor(value / 2 ** coarseness)}`, most);
      for (const value of values) cells.add([value]);
      const counted = cells.counted();
      expect(counted.length).toBeLessThanOrEqual(most);
      expect(customersIn(counted)).toBe(values.length);
      const sum = counted.reduce((all, { values: [mean = 0], weight }) => all + mean * weight, 0);
      expect(sum).toBeCloseTo(
        values.reduce((all, value) => all + value, 0),
        6,
      );
    }),
  );
});

it('loses next to nothing by counting near histories as one', () => {
  const store = simulatedStore({ customers: 14_000, weeks: 100, seed: 1, aWeek: 0.3, leaves: 0.1 });
  const evidence = new Evidence({ first: 0, split: null, last: 700 });
  let exact = 0;
  for (const days of store) {
    evidence.add(days);
    const [first, last] = [days[0]!.day, days.at(-1)!.day];
    const row = { x: days.length - 1, tx: (last - first) / 7, T: (700 - first) / 7, weight: 1 };
    exact += purchaseLogLikelihood(CDNOW_MODEL, 'bgnbd', [row]);
  }
  const rows = evidence.histories();
  expect(rows.length).toBeLessThanOrEqual(10_000);
  expect(customersIn(rows)).toBe(14_000);
  expect(purchaseLogLikelihood(CDNOW_MODEL, 'bgnbd', rows) / exact).toBeCloseTo(1, 4);
});
