// Hold-out revenue of the CDNOW sample (1997-10-01 to 1998-06-30) held by the top of each ranking.
import { cdnowSample } from '@segue/pages';
import { CALIBRATION_END, type Calibrated, calibrated } from '../../testing/cdnow';
import { bgnbdExpectedPurchases } from '../models/bgnbd';
import { daysBetween } from '../days/day-number';
import { expectedSpend } from '../models/gamma-gamma';
import { calibration, revenueHeld } from './ranking';
import { rankScores } from '../tiers/rfm';
import { CDNOW_MODEL, HORIZON_WEEKS } from '../worth/value';

const customers = cdnowSample().map(calibrated);
const ranked = (score: (customer: Calibrated) => number) =>
  customers.map((customer) => ({ score: score(customer), revenue: customer.later }));
const dollars = { ...CDNOW_MODEL.gammaGamma, gamma: CDNOW_MODEL.gammaGamma.gamma / 100 };
const purchases = (customer: Calibrated) => bgnbdExpectedPurchases(CDNOW_MODEL.bgnbd, customer, HORIZON_WEEKS);
const value = (customer: Calibrated) => purchases(customer) * expectedSpend(dollars, customer.x, customer.meanSpend);
const silent = ({ lastDay }: Calibrated) => daysBetween(lastDay, CALIBRATION_END);

/** Fifths by mean rank; recency reversed. */
const scores = [
  rankScores(customers.map(silent)).map((score) => 6 - score),
  rankScores(customers.map(({ x }) => x + 1)),
  rankScores(customers.map(({ spend }) => spend)),
];
const rfmSums = new Map(
  customers.map((customer, index) => [customer, scores.reduce((sum, list) => sum + list[index]!, 0)]),
);
const rfmSum = (customer: Calibrated) => rfmSums.get(customer)!;

it.each([
  ['expected value', value, 0.2, 0.663],
  ['total spend', ({ spend }: Calibrated) => spend, 0.2, 0.663],
  ['RFM sum, ties broken by spend', (customer: Calibrated) => rfmSum(customer) + customer.spend / 1e6, 0.2, 0.679],
  ['recency', (customer: Calibrated) => -silent(customer), 0.2, 0.613],
  ['perfect foresight', ({ later }: Calibrated) => later, 0.2, 0.943],
  ['expected value', value, 0.05, 0.373],
  ['total spend', ({ spend }: Calibrated) => spend, 0.05, 0.323],
  ['plain RFM sum', rfmSum, 0.05, 0.239],
])('by %s the top holds what the references say', (_, score, share, held) => {
  expect(revenueHeld(ranked(score), share)).toBeCloseTo(held, 3);
});

it('shares a tie across the edge evenly', () => {
  const tied = [5, 5, 5, 1].map((score, index) => ({ score, revenue: [30, 0, 30, 40][index]! }));
  expect(revenueHeld(tied, 0.25)).toBeCloseTo(0.2, 12);
  expect(revenueHeld(tied, 0.375)).toBeCloseTo(0.3, 12);
  expect(revenueHeld(tied, 1)).toBe(1);
});

it('is calibrated: what BG/NBD expects of a decile is about what comes of it', () => {
  const late = new Map(
    cdnowSample().map(({ id, days }) => [id, [...days.keys()].filter((day) => day > CALIBRATION_END).length]),
  );
  const bands = calibration(
    customers.map((customer) => ({ expected: purchases(customer), actual: late.get(customer.id)! })),
  );
  expect(bands).toHaveLength(10);
  expect(bands.reduce((sum, { customers: size }) => sum + size, 0)).toBe(2_357);
  const top = bands.at(-1)!;
  expect(Math.abs(top.expected / top.actual - 1)).toBeLessThan(0.15);
  expect(bands[0]!.actual).toBeLessThan(top.actual / 10);
});

it('cuts bands of equal size, lowest first', () => {
  const list = [5, 1, 4, 2, 3].map((expected) => ({ expected, actual: 10 * expected }));
  expect(calibration(list, 2)).toEqual([
    { customers: 3, expected: 2, actual: 20 },
    { customers: 2, expected: 4.5, actual: 45 },
  ]);
  expect(calibration(list.slice(0, 1), 3)).toEqual([{ customers: 1, expected: 5, actual: 50 }]);
});

it('has no share where nothing came', () => {
  expect(revenueHeld([{ score: 1, revenue: 0 }], 0.5)).toBeNaN();
  expect(
    revenueHeld(
      [
        { score: 1, revenue: 3 },
        { score: 2, revenue: 1 },
      ],
      0.5,
    ),
  ).toBe(0.25);
  expect(
    revenueHeld(
      [
        { score: 1, revenue: 3 },
        { score: 2, revenue: 1 },
      ],
      0,
    ),
  ).toBe(0);
});
