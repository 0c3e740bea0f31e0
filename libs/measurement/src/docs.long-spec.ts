// The example of docs/measurement.md, run as it stands there: it must print what the page says and
// draw the charts that the page shows.
import { barChart, cdnowSample, lineChart, published, runExample } from '@segue/pages';
import { random } from '../testing/random';
import * as measurement from './index';

const SPLIT_DAY = '1997-09-30';

const customers = cdnowSample().map(({ id, days }) => {
  const cents = (wanted: (day: string) => boolean) =>
    [...days].reduce((sum, [day, dollars]) => sum + (wanted(day) ? Math.round(dollars * 100) : 0), 0);
  return { id: String(id), before: cents((day) => day <= SPLIT_DAY), after: cents((day) => day > SPLIT_DAY) };
});

it('prints what the page says', () => {
  const { said, printed } = runExample('measurement.md', measurement, { customers });
  expect(printed).toBe(said);
});

const LOOKS = 50;
const RUNS = 2000;
const PER_DAY = 200;
const BUY = 0.03;

/**
 * Per look, the share of runs without any effect that were called by then: by a fixed z, and by an
 * always-valid interval.
 */
function called(): { fixed: number[]; anytime: number[] } {
  const chance = random(20_260_101);
  const [fixed, anytime] = [new Array<number>(LOOKS).fill(0), new Array<number>(LOOKS).fill(0)];
  for (let run = 0; run < RUNS; run++) {
    const first = { fixed: Infinity, anytime: Infinity };
    let [a, b] = [0, 0];
    for (let look = 0; look < LOOKS; look++) {
      a += chance.binomial(PER_DAY, BUY);
      b += chance.binomial(PER_DAY, BUY);
      const n = PER_DAY * (look + 1);
      const [one, other] = [measurement.shareSample({ n, successes: a }), measurement.shareSample({ n, successes: b })];
      const watched = measurement.watch(one, other, { tunedFor: PER_DAY * LOOKS });
      const z = Math.abs(one.mean - other.mean) / Math.sqrt(measurement.squaredError(one, other));
      if (z > 1.96) first.fixed = Math.min(first.fixed, look);
      if (watched && watched.p < 0.05) first.anytime = Math.min(first.anytime, look);
    }
    for (let look = 0; look < LOOKS; look++) {
      if (first.fixed <= look) fixed[look]! += 1 / RUNS;
      if (first.anytime <= look) anytime[look]! += 1 / RUNS;
    }
  }
  return { fixed, anytime };
}

const byLook = (values: number[]) => values.map((share, look): [number, number] => [look + 1, 100 * share]);
const sizes = Array.from({ length: 100 }, (_, index) => 200 * (index + 1));
const spans = (name: string, multiplier: (customers: number) => number) => ({
  name,
  points: sizes.map((size): [number, number] => [size, multiplier(size)]),
});

/** Of spend after the split, in dollars, by each way of counting it. */
function widths() {
  const cap = measurement.winsorCap([customers.map(({ after }) => after)]);
  const width = (most: number, adjust: boolean) => {
    const half = (name: string) =>
      measurement.pairsOf(
        customers
          .filter(({ id }) => (measurement.shareOf('spring', id) < 0.5 ? 'treated' : 'control') === name)
          .map(({ before, after }) => [measurement.winsorised(after, most), before]),
      );
    const [treated, control] = [half('treated'), half('control')];
    const samples = adjust
      ? measurement.cuped(treated, control)
      : { treated: measurement.sampleOf(treated), control: measurement.sampleOf(control) };
    const { interval } = measurement.compareMeans(samples.treated, samples.control)!;
    return [(interval.to - interval.from) / 100];
  };
  return [
    { name: 'plain', values: width(Infinity, false) },
    { name: 'CUPED', values: width(Infinity, true) },
    { name: 'cut at .99', values: width(cap, false) },
    { name: 'both', values: width(cap, true) },
  ];
}

it.each([
  [
    'looks',
    () => {
      const { fixed, anytime } = called();
      return lineChart('Campaigns that do nothing, said to differ: % of 2,000', 'looks, one a day', [
        { name: 'fixed z', points: byLook(fixed) },
        { name: 'always valid', points: byLook(anytime) },
      ]);
    },
  ],
  [
    'multiplier',
    () =>
      lineChart('Standard errors to each side, error .05', 'customers', [
        spans('tuned for 1,000', (size) => measurement.multiplierAt(size, 0.05, 1000)),
        spans('tuned for 10,000', (size) => measurement.multiplierAt(size, 0.05, 10_000)),
        spans('one look', () => 1.96),
      ]),
  ],
  ['width', () => barChart('Width of the interval of spend per customer, $', 'way of counting', widths())],
])('draws the chart %s', (name, draw) => {
  const chart = draw();
  expect(published(`charts/${name}.svg`, chart)).toBe(chart);
});
