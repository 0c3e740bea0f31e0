// How long it takes to judge a campaign, to choose, and to place a customer.
import {
  type Evidence,
  betaChances,
  choose,
  compareMeans,
  compareProportions,
  normalChances,
  shareOf,
  verdict,
  watch,
} from '../src/index';

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly range: readonly [number, number];
}

const ROUNDS = 15;
const shares = { treated: { n: 45_000, successes: 1250 }, control: { n: 5000, successes: 110 } };
const spend = { treated: { n: 3461, mean: 0.7, variance: 38.4 }, control: { n: 3407, mean: 0.41, variance: 15.2 } };
const plan = { share: 0.9, tunedFor: 50_000, smallestLift: 0.001, arrivalsPerDay: 1000 };
const arms = (count: number): Record<string, Evidence> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, arm) => [
      `arm ${arm}`,
      { at: 0, n: 100 * (arm + 1), sum: 8 * arm + 9, sumOfSquares: 30 * arm + 40 },
    ]),
  );
const [three, ten] = [arms(3), arms(10)];
const policy = { halfLifeDays: 30, floor: 0.01 };
const prior = { mean: 0.1, customers: 1, variance: 1, varianceCustomers: 1 };
const choices = betaChances(three, policy, 0);

export function run(): Figure[] {
  return [
    measured('place of a customer in a split', 2000, (round) => shareOf('campaign spring', `c${round}`)),
    measured('two proportions, one look', 2000, () => compareProportions(shares.treated, shares.control).p),
    measured('two means, one look', 1000, () => compareMeans(spend.treated, spend.control)?.p ?? 0),
    measured('two means at any time', 2000, () => watch(spend.treated, spend.control, { tunedFor: 5000 })?.p ?? 0),
    measured(
      'verdict, with the days until it is known',
      1000,
      () => verdict({ ...plan, measured: { kind: 'share', ...shares } }).kind.length,
    ),
    measured('chances of 3 choices, Beta', 10, () => betaChances(three, policy, 1e9)[0]?.chance ?? 0),
    measured('chances of 10 choices, Beta', 2, () => betaChances(ten, policy, 1e9)[0]?.chance ?? 0),
    measured('chances of 3 choices, normal', 10, () => normalChances(three, policy, 1e9, prior)[0]?.chance ?? 0),
    measured('a choice by chances that are known', 2000, (round) => choose(choices, (round % 1000) / 1000).chance),
  ];
}

function measured(name: string, times: number, figure: (round: number) => number): Figure {
  const rounds = Array.from({ length: ROUNDS }, () => timed(times, figure)).sort((a, b) => a - b);
  return {
    name,
    unit: 'µs',
    median: rounds[ROUNDS >> 1] as number,
    range: [rounds[0] as number, rounds[ROUNDS - 1] as number],
  };
}

/**
 * Microseconds of CPU time, so that what else runs on the machine counts little, for one of them.
 */
function timed(times: number, figure: (round: number) => number): number {
  let sum = 0;
  const started = process.cpuUsage();
  for (let time = 0; time < times; time++) sum += figure(time);
  if (Number.isNaN(sum)) throw new Error('never');
  const { user, system } = process.cpuUsage(started);
  return (user + system) / times;
}

if (require.main === module) {
  for (const { name, unit, median, range } of run()) {
    const [least, most] = range.map((value) => value.toFixed(2));
    process.stdout.write(`${name.padEnd(56)} ${median.toFixed(2).padStart(9)} ${unit} (${least}–${most})\n`);
  }
}
