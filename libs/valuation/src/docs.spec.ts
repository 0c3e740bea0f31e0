// The example of docs/valuation.md, run as it stands there: it must print what the page says and
// draw the charts that the page shows.
import { barChart, cdnowSample, lineChart, published, runExample } from '@segue/pages';
import { CALIBRATION_END, type Calibrated, calibrated } from '../testing/cdnow';
import * as valuation from './index';

const { CDNOW_MODEL, HORIZON_WEEKS } = valuation;

const sample = cdnowSample();
const customers = sample.map(calibrated);
const dollars = { ...CDNOW_MODEL.gammaGamma, gamma: CDNOW_MODEL.gammaGamma.gamma / 100 };
const purchases = (some: Calibrated) => valuation.bgnbdExpectedPurchases(CDNOW_MODEL.bgnbd, some, HORIZON_WEEKS);

const rankings: [string, (some: Calibrated) => number][] = [
  ['expected value', (some) => purchases(some) * valuation.expectedSpend(dollars, some.x, some.meanSpend)],
  ['spend so far', ({ spend }) => spend],
  ['recency', ({ lastDay }) => -valuation.daysBetween(lastDay, CALIBRATION_END)],
  ['foresight', ({ later }) => later],
];
const held = (score: (some: Calibrated) => number, share: number) =>
  valuation.revenueHeld(
    customers.map((some) => ({ score: score(some), revenue: some.later })),
    share,
  );

function customer(id: number): { id: number; days: valuation.PurchaseDays } {
  const { days } = sample.find((some) => some.id === id)!;
  const known = [...days]
    .filter(([day]) => day <= CALIBRATION_END)
    .map(([day, spent]): [string, number] => [day, Math.round(spent * 100)]);
  const nobody: valuation.PurchaseDays = { count: 0, first: null, last: null, repeatSpend: 0 };
  return { id, days: known.reduce((state, [day, cents]) => valuation.updateFrom(state, day, cents)!, nobody) };
}

it('prints what the page says', () => {
  const given = { calibrationRows: valuation.compress(customers), customer, rankings, held };
  const { said, printed } = runExample('valuation.md', valuation, given);
  expect(printed).toBe(said);
});

const late = new Map(
  sample.map(({ id, days }) => [id, [...days.keys()].filter((day) => day > CALIBRATION_END).length]),
);

/** Months from the end of the calibration period, if nothing is bought. */
function fading(id: number) {
  const { days } = customer(id);
  const start = valuation.startOfDay(CALIBRATION_END, 'UTC');
  const value = (month: number) =>
    valuation.expectedRevenue(days, CDNOW_MODEL, HORIZON_WEEKS, start + month * 30 * 86_400_000, 'UTC') / 100;
  const crossing = valuation.expectedRevenueFallsBelow(500, days, CDNOW_MODEL, HORIZON_WEEKS, start, 'UTC');
  const points = Array.from({ length: 37 }, (_, month): [number, number] => [month, value(month)]);
  const at = crossing === null ? Infinity : (crossing - start) / (30 * 86_400_000);
  return { name: `customer ${id}`, points, ...(at <= 36 ? { dot: [at, 5] as [number, number] } : {}) };
}

it.each([
  [
    'expected-revenue',
    () =>
      lineChart(
        'Expected revenue of 39 weeks, $; a dot where it falls below $5',
        'months of silence',
        [1, 2, 3].map(fading),
      ),
  ],
  [
    'held',
    () =>
      barChart(
        'Share of later revenue held by the best fifth',
        'ranked by',
        rankings.map(([name, score]) => ({ name, values: [held(score, 0.2)] })),
      ),
  ],
  [
    'calibration',
    () => {
      const bands = valuation.calibration(
        customers.map((some) => ({ expected: purchases(some), actual: late.get(some.id)! })),
      );
      return barChart(
        'Purchases in 39 weeks: expected (blue), actual (orange)',
        'decile of what was expected',
        bands.map(({ expected, actual }, index) => ({ name: String(index + 1), values: [expected, actual] })),
      );
    },
  ],
])('draws the chart %s', (name, draw) => {
  const chart = draw();
  expect(published(`charts/${name}.svg`, chart)).toBe(chart);
});
