// Every function that is asked of all models is there for each of them, and the crossings are where
// the functions themselves come down to the level.
import { discountedPurchases } from '../numerics/discounting';
import * as valuation from '../index';
import type { History } from './history';

const models = {
  bgnbd: { fit: 'fitBgNbd', parameters: valuation.CDNOW_MODEL.bgnbd },
  mbgnbd: { fit: 'fitMbgNbd', parameters: valuation.CDNOW_MODEL.mbgnbd },
  paretoNbd: {
    fit: 'fitParetoNbd',
    parameters: { r: 0.5532770621, alpha: 10.577683353, s: 0.6062399461, beta: 11.6687328594 },
  },
} as const;
type Name = keyof typeof models;
const names = Object.keys(models) as Name[];

type Of = (parameters: object, ...given: never[]) => number;
const functionOf = (name: string): unknown => (valuation as Record<string, unknown>)[name];
const of = (name: Name, what: string) => functionOf(name + what) as (parameters: object, ...given: unknown[]) => number;
const histories: History[] = [
  { x: 0, tx: 0, T: 0 },
  { x: 0, tx: 0, T: 39 },
  { x: 2, tx: 213 / 7, T: 272 / 7 },
  { x: 40, tx: 30, T: 39 },
  { x: 2_000, tx: 1_990, T: 2_000 },
];

describe.each(names)('%s', (name) => {
  const { parameters, fit } = models[name];
  const alive = (history: History) => of(name, 'PAlive')(parameters, history);
  const purchases = (history: History, t: number) => of(name, 'ExpectedPurchases')(parameters, history, t);
  const later = (history: History, count: number, t: number) =>
    of(name, 'LaterCountProbability')(parameters, history, count, t);

  it.each([
    'RowsLogLikelihood',
    'PAlive',
    'CountProbability',
    'LaterCountProbability',
    'ExpectedPurchases',
    'Crossing',
    'PurchasesCrossing',
  ])('has its %s', (what) => {
    expect(functionOf(name + what) satisfies unknown as Of).toBeInstanceOf(Function);
    expect(functionOf(fit)).toBeInstanceOf(Function);
  });

  it('comes out as a number at the ends of what the API takes for its shapes', () => {
    const [first, scale, ...others] = Object.keys(parameters) as [string, string, ...string[]];
    const ends = [0.001, 1, 60, 1_000];
    for (const r of ends) {
      for (const shape of ends) {
        const some = Object.fromEntries([...others.map((key) => [key, shape]), [first, r], [scale, 10]]) as never;
        for (const history of histories) {
          const stillThere = of(name, 'PAlive')(some, history);
          expect(stillThere).toBeGreaterThanOrEqual(0);
          expect(stillThere).toBeLessThanOrEqual(1);
          expect(of(name, 'ExpectedPurchases')(some, history, 39)).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it('weighs the log-likelihood of rows', () => {
    const rows = (weight: number) => [{ x: 2, tx: 213 / 7, T: 272 / 7, weight }];
    const once = of(name, 'RowsLogLikelihood')(parameters, rows(1));
    expect(once).toBeLessThan(0);
    expect(of(name, 'RowsLogLikelihood')(parameters, [...rows(3), ...rows(2)])).toBeCloseTo(5 * once, 9);
  });

  it.each(histories)(
    'counts after $x purchases in $T weeks come to one, and their mean to what is expected',
    (history) => {
      const t = 10;
      const probabilities: number[] = [];
      for (let count = 0; count < 4_000; count++) {
        probabilities.push(later(history, count, t));
        if (count > 100 && probabilities[count]! < 1e-16) break;
      }
      const mean = probabilities.reduce((sum, probability, count) => sum + probability * count, 0);
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 10);
      expect(mean / purchases(history, t)).toBeCloseTo(1, 9);
    },
  );

  it('knows nothing more of who was just seen for the first time than of anybody', () => {
    const fresh = { x: 0, tx: 0, T: 0 };
    for (const count of [0, 1, 5])
      expect(later(fresh, count, 39)).toBeCloseTo(of(name, 'CountProbability')(parameters, count, 39), 14);
  });

  it('expects some purchases in some time and none in none', () => {
    for (const history of histories) {
      expect(purchases(history, 0)).toBe(0);
      expect(purchases(history, -1)).toBe(0);
      expect(later(history, 0, 0)).toBeCloseTo(1, 14);
      expect(later(history, 1, 0)).toBe(0);
    }
  });

  it('crosses levels of P(alive) and of expected purchases where they come down to them', () => {
    for (const { x, tx } of histories) {
      if (!(name === 'bgnbd' && x === 0)) {
        const level = 0.3 * alive({ x, tx, T: tx });
        const T: number = of(name, 'Crossing')(parameters, x, tx, level);
        expect(T).toBeGreaterThan(tx);
        expect(alive({ x, tx, T }) / level).toBeCloseTo(1, 9);
      }
      for (const share of [1, 0.9, 0.5, 1e-6]) {
        const level = share * purchases({ x, tx, T: tx }, 39);
        const T: number = of(name, 'PurchasesCrossing')(parameters, x, tx, 39, level);
        expect(T).toBeGreaterThanOrEqual(tx);
        expect(purchases({ x, tx, T }, 39) / level).toBeCloseTo(1, 9);
      }
    }
  });

  it('never comes down to nothing, nor to what it does not reach', () => {
    for (const level of [0, -1, 1, 2, NaN]) expect(of(name, 'Crossing')(parameters, 2, 30, level)).toBeNull();
    for (const level of [0, -1, 1e6, NaN])
      expect(of(name, 'PurchasesCrossing')(parameters, 2, 30, 39, level)).toBeNull();
    expect(of(name, 'PurchasesCrossing')(parameters, 2, 30, 0, 0.1)).toBeNull();
  });

  it('discounts purchases: nothing off at no rate, and less the higher it is', () => {
    for (const history of histories) {
      const expected = (weeks: number) => purchases(history, weeks);
      expect(discountedPurchases(expected, 156, 0) / expected(156)).toBeCloseTo(1, 12);
      expect(discountedPurchases(expected, 156, 0.2)).toBeLessThan(discountedPurchases(expected, 156, 0.1));
    }
  });
});

it.each([
  [2, 213 / 7, 272 / 7, 6.513887336338805],
  [0, 0, 39, 0.4770702930023676],
  [400, 390, 400, 8.672494019787547],
])(
  'Pareto/NBD: discounted purchases of %d, endlessly, are DERT of Fader, Hardie & Lee (2005), "RFM and CLV", eq. 2 (mpmath, 40 digits, Tricomi function)',
  (x, tx, T, dert) => {
    const { parameters } = models.paretoNbd;
    const expected = (weeks: number) => valuation.paretoNbdExpectedPurchases(parameters, { x, tx, T }, weeks);
    // Of 12,000 weeks: 1e-14 of what is worth anything is left out.
    expect(discountedPurchases(expected, 12_000, 0.15) / dert).toBeCloseTo(1, 10);
  },
);

it.each([
  [13, 0.46887050032955],
  [39, 1.2030291929026],
  [156, 2.9856900825014],
])(
  'MBG/NBD: discounted purchases of customer 1 in %d weeks (mpmath, 40 digits, integral of the discounted rate)',
  (horizon, value) => {
    const history = { x: 2, tx: 213 / 7, T: 272 / 7 };
    const expected = (weeks: number) => valuation.mbgnbdExpectedPurchases(models.mbgnbd.parameters, history, weeks);
    expect(discountedPurchases(expected, horizon, 0.15) / value).toBeCloseTo(1, 10);
  },
);

it('Gamma-Gamma has its log-likelihood, fit and expected spend', () => {
  for (const name of ['gammaGammaLikelihood', 'fitGammaGamma', 'expectedSpend'])
    expect(functionOf(name)).toBeInstanceOf(Function);
});
