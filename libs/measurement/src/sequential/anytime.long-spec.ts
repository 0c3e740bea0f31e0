// Does what holds at any time hold at any time? Ten thousand campaigns without any effect, each
// looked at on each of fifty days, from a seed that each test names. Draws are exact: binomial
// counts of buyers, each buyer's amount by itself.
import { type Random, random } from '../../testing/random';
import { normalQuantile } from '../tests/distributions';
import { type Moments, NO_MOMENTS } from '../means/moments';
import { watchRates } from './rate-sequences';
import { type Sample, type Successes, sampleOf, shareSample } from '../tests/sample';
import { watchSampleRatio } from '../tests/sample-ratio';
import { squaredError, watch } from './sequences';
import { verdict } from '../describe/verdict';

const SEED = 20_260_101;
const RUNS = cases(10_000);
const IS_WHOLE = RUNS === 10_000;
const LOOKS = 50;
/** Customers per day and group. */
const PER_DAY = 200;
const BUY = 0.03;
const ERROR = 0.05;
/** Narrowest half-way. */
const TUNED_FOR = PER_DAY * LOOKS;
const SQUARED_Z = normalQuantile(1 - ERROR / 2) ** 2;

/** The share of runs in which each test finds something on any day. */
function falseWinners<State, Seen>(
  runs: number,
  start: State,
  day: (chance: Random, before: State) => State,
  see: (state: State) => Seen,
  tests: readonly ((treated: Seen, control: Seen) => boolean)[],
): number[] {
  const chance = random(SEED);
  const found = tests.map(() => 0);
  for (let run = 0; run < runs; run++) {
    let [treated, control] = [start, start];
    let open = tests.map((_, index) => index);
    for (let look = 0; look < LOOKS; look++) {
      treated = day(chance, treated);
      control = day(chance, control);
      const [one, other] = [see(treated), see(control)];
      open = open.filter((index) => {
        const finds = tests[index]!(one, other);
        if (finds) found[index]!++;
        return !finds;
      });
    }
  }
  return found.map((times) => times / runs);
}

const fixed = (treated: Sample, control: Sample) =>
  (treated.mean - control.mean) ** 2 > SQUARED_Z * squaredError(treated, control);

const anytime = (treated: Sample, control: Sample) => {
  const watched = watch(treated, control, { error: ERROR, tunedFor: TUNED_FOR });
  return watched !== null && (watched.interval.from > 0 || watched.interval.to < 0);
};

const none: Successes = { n: 0, successes: 0 };
const buyers = (chance: Random, { n, successes }: Successes): Successes => ({
  n: n + PER_DAY,
  successes: successes + chance.binomial(PER_DAY, BUY),
});

/**
 * REFERENCES, "Measurement of campaigns": 31 % and 1.6 %. Within three standard deviations of the
 * simulation.
 */
function expectReference([byFixed, byAnytime]: number[]): void {
  if (!IS_WHOLE) return;
  expect(byAnytime).toBeLessThan(ERROR);
  expect(Math.abs(byAnytime! - 0.016)).toBeLessThan(0.004);
  expect(Math.abs(byFixed! - 0.31)).toBeLessThan(0.014);
}

it(`of proportions: a fixed z finds 31 % false winners, an always-valid sequence 1.6 % (10,000 runs, seed ${SEED})`, () => {
  expectReference(falseWinners(RUNS, none, buyers, shareSample, [fixed, anytime]));
});

it(`of amounts, most of them nothing and the rest exponential: the same (10,000 runs, seed ${SEED})`, () => {
  const spend = (chance: Random, { n, sum, sumOfSquares }: Moments): Moments => {
    let [total, squares] = [sum, sumOfSquares];
    for (let buyer = chance.binomial(PER_DAY, BUY); buyer > 0; buyer--) {
      const amount = chance.exponential();
      total += amount;
      squares += amount * amount;
    }
    return { n: n + PER_DAY, sum: total, sumOfSquares: squares };
  };
  expectReference(falseWinners(RUNS, NO_MOMENTS, spend, sampleOf, [fixed, anytime]));
});

it(`a verdict says helped, hurt or broken of fewer than one in twenty campaigns that do nothing (1,000 runs, seed ${SEED})`, () => {
  const kindOf = (treated: Successes, control: Successes) =>
    verdict({
      measured: { kind: 'share', treated, control },
      share: 0.5,
      tunedFor: TUNED_FOR,
      smallestLift: 0.1,
      arrivalsPerDay: 2 * PER_DAY,
    }).kind;
  const wrong = (treated: Successes, control: Successes) =>
    ['helped', 'hurt', 'broken-split'].includes(kindOf(treated, control));
  const [found] = falseWinners(cases(1000), none, buyers, (state) => state, [wrong]);
  if (!IS_WHOLE) return;
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(ERROR);
});

it(`exact sequences of two rates are wider still (200 runs, seed ${SEED})`, () => {
  const leavesOut = (treated: Successes, control: Successes) => {
    const { interval } = watchRates(treated, control, ERROR);
    return interval.from > 0 || interval.to < 0;
  };
  const [found] = falseWinners(cases(200), none, buyers, (state) => state, [leavesOut]);
  if (IS_WHOLE) expect(found).toBeLessThan(0.005);
});

it(`the watched sample ratio cries wolf less often than it may (5,000 runs of 9 to 1, seed ${SEED})`, () => {
  const day = (chance: Random, counts: readonly number[]) => {
    const control = chance.binomial(100, 0.1);
    return [counts[0]! + 100 - control, counts[1]! + control];
  };
  const finds = (counts: readonly number[]) => watchSampleRatio(counts, [0.9, 0.1]).p <= ERROR;
  const [found] = falseWinners(cases(5000), [0, 0], day, (counts) => counts, [finds]);
  if (!IS_WHOLE) return;
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(ERROR);
});
