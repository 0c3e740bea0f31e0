// A store is never left without a model, however small or odd its data are.
import { atOnce } from '@segue/contracts';
import fc from 'fast-check';
import { type Store, evidenceOf, simulatedStore } from '../../testing/stores';
import { expectedSpend } from '../models/gamma-gamma';
import { mbgnbdPAlive } from '../models/mbgnbd';
import { PURCHASE_MODELS, expectedPurchases } from '../worth/value';
import { type StoreFit, fitStore } from './store-fit';

const LAST = 1_000;
const fitted = (store: Store, last = LAST): StoreFit => atOnce(fitStore(evidenceOf(store, last)));

const spend = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 1e12 }));
const customer = fc
  .uniqueArray(fc.integer({ min: 0, max: LAST }), { minLength: 1, maxLength: 12 })
  .chain((days) =>
    fc
      .array(spend, { minLength: days.length, maxLength: days.length })
      .map((spends) => days.sort((a, b) => a - b).map((day, index) => ({ day, spend: spends[index]! }))),
  );
const stores = fc
  .array(fc.tuple(customer, fc.constantFrom(1, 1, 1, 40)), { minLength: 1, maxLength: 8 })
  .map((kinds) => kinds.flatMap(([days, times]) => Array.from({ length: times }, () => days)));

it('gives any store with a buyer finite parameters, errors and predictions', () => {
  fc.assert(
    fc.property(stores, (store) => {
      const { model, errors, expected, customers } = fitted(store);
      expect(customers).toBe(store.length);
      const { purchases, ...parameters } = model;
      expect(PURCHASE_MODELS).toContain(purchases);
      const numbers = [parameters, errors].flatMap((of) => Object.values(of).flatMap((one) => Object.values(one)));
      expect(numbers.every((one) => Number.isFinite(one) && one > 0)).toBe(true);
      expect(expected.low).toBeLessThanOrEqual(expected.value);
      expect(expected.value).toBeLessThanOrEqual(expected.high);
      expect(Number.isFinite(expected.high)).toBe(true);
      for (const { x, tx, T } of evidenceOf(store, LAST).histories()) {
        const alive = mbgnbdPAlive(model.mbgnbd, { x, tx, T });
        expect(alive >= 0 && alive <= 1).toBe(true);
        const revenue = expectedPurchases(model, { x, tx, T }, 39) * expectedSpend(model.gammaGamma, x, 1_000);
        expect(revenue >= 0 && revenue < Infinity).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

it.each<[string, Store]>([
  ['no customer', []],
  ['one purchase', [[{ day: 990, spend: 500 }]]],
  ['one purchase today', [[{ day: LAST, spend: 500 }]]],
  ['free samples only', Array.from({ length: 50 }, (_, day) => [{ day, spend: 0 }])],
  ['five hundred equal customers', Array.from({ length: 500 }, () => [0, 7, 14].map((day) => ({ day, spend: 900 })))],
  ['a customer each day', [Array.from({ length: 900 }, (_, day) => ({ day, spend: 100 }))]],
])('%s: no fault', (_, store) => {
  const { model, expected } = fitted(store);
  expect(Number.isFinite(expected.value)).toBe(true);
  expect(expectedSpend(model.gammaGamma, 0, 0)).toBeGreaterThan(0);
});

it('says how little a few customers tell: a wide interval that narrows as they become many', () => {
  const width = (customers: number) => {
    const { low, high } = fitted(simulatedStore({ customers, weeks: 26, seed: 3 }), 182).expected;
    return Math.log(high / low);
  };
  const [few, more, many] = [width(3), width(30), width(300)];
  expect(few).toBeGreaterThan(1.5 * more);
  expect(more).toBeGreaterThan(2 * many);
});

it('knows no currency: money in another unit changes γ alone', () => {
  const store = simulatedStore({ customers: 60, weeks: 30, seed: 5 });
  const dear = store.map((days) => days.map(({ day, spend: amount }) => ({ day, spend: amount * 1_000 })));
  const [one, other] = [fitted(store, 210).model, fitted(dear, 210).model];
  expect(other.gammaGamma.q).toBeCloseTo(one.gammaGamma.q, 4);
  expect(other.gammaGamma.gamma / one.gammaGamma.gamma / 1_000).toBeCloseTo(1, 4);
  expect(other.bgnbd).toEqual(one.bgnbd);
});

it('knows no unit of time: a store that is ten times as slow gets α ten times as large', () => {
  const store = simulatedStore({ customers: 60, weeks: 30, seed: 5, aWeek: 0.4 });
  const slow = store.map((days) => days.map(({ day, spend: amount }) => ({ day: day * 10, spend: amount })));
  const [one, other] = [fitted(store, 210).model, fitted(slow, 2_100).model];
  expect(other.mbgnbd.alpha / one.mbgnbd.alpha / 10).toBeCloseTo(1, 3);
  expect(other.mbgnbd.r).toBeCloseTo(one.mbgnbd.r, 3);
  expect(other.mbgnbd.b).toBeCloseTo(one.mbgnbd.b, 1);
});
