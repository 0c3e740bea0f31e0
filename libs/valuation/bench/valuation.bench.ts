// How long it takes to say what one customer is worth, and when that changes.
import {
  CDNOW_MODEL,
  HORIZON_WEEKS,
  type PurchaseDays,
  type RfmEdges,
  YEAR_MS,
  assignValueTier,
  dayPosition,
  expectedRevenue,
  expectedRevenueFallsBelow,
  pAlive,
  pAliveFallsBelow,
  rfmName,
  startOfDay,
  sumAt,
  windowSteps,
} from '../src/index';

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly range: readonly [number, number];
}

const ZONE = 'America/New_York';
const DAY = 86_400_000;
const NOW = startOfDay('1997-09-30', ZONE) + 7 * 3_600_000;
const ROUNDS = 15;
const CUSTOMERS = Array.from({ length: 500 }, (_, index) => customer(index));
const EDGES: RfmEdges = {
  recency: [30, 60, 120, 240],
  frequency: [2, 3, 5, 9],
  monetary: [2_000, 5_000, 9_000, 20_000],
};

interface Customer {
  readonly days: PurchaseDays;
  readonly now: number;
  readonly flow: readonly { at: number; amount: number }[];
}

function customer(index: number): Customer {
  const count = 1 + (index % 12);
  const days: PurchaseDays = {
    count,
    first: '1997-01-01',
    last: count === 1 ? '1997-01-01' : '1997-07-15',
    repeatSpend: 2_300 * (count - 1),
  };
  const flow = Array.from({ length: count }, (_, order) => ({ at: NOW - (order * 20 + 5) * DAY, amount: 700 }));
  return { days, now: NOW + index * 60_000, flow };
}

export function run(): Figure[] {
  return [
    measured('position of an instant in the calendar', ({ now }) => dayPosition(now, ZONE)),
    measured('P(alive)', ({ days, now }) => pAlive(days, CDNOW_MODEL, now, ZONE)),
    measured(
      'P(alive) falls below a half',
      ({ days, now }) => pAliveFallsBelow(0.5, days, CDNOW_MODEL, now, ZONE) ?? 0,
    ),
    measured('expected revenue', ({ days, now }) => expectedRevenue(days, CDNOW_MODEL, HORIZON_WEEKS, now, ZONE)),
    measured(
      'expected revenue falls below $2',
      ({ days, now }) => expectedRevenueFallsBelow(200, days, CDNOW_MODEL, HORIZON_WEEKS, now, ZONE) ?? 0,
    ),
    measured('all scores of one customer, with their next changes', allScores),
  ];
}

function allScores({ days, now, flow }: Customer): number {
  const net = sumAt(flow, now, YEAR_MS);
  const tier = assignValueTier(
    { a: 6_000, b: 1_000 },
    {
      net,
      netSteps: windowSteps(flow, now, YEAR_MS),
      expectedRevenue: expectedRevenue(days, CDNOW_MODEL, HORIZON_WEEKS, now, ZONE),
      expectedRevenueFallsBelow: (level) =>
        expectedRevenueFallsBelow(level, days, CDNOW_MODEL, HORIZON_WEEKS, now, ZONE),
    },
  );
  const rfm = rfmName(
    { lastDay: days.last as string, frequency: days.count, monetary: days.repeatSpend },
    EDGES,
    now,
    ZONE,
  );
  return pAlive(days, CDNOW_MODEL, now, ZONE) + (tier.changesAt ?? 0) + (rfm.changesAt ?? 0);
}

function measured(name: string, score: (customer: Customer) => number): Figure {
  const rounds = Array.from({ length: ROUNDS }, () => timed(score)).sort((a, b) => a - b);
  return {
    name,
    unit: 'µs',
    median: rounds[ROUNDS >> 1] as number,
    range: [rounds[0] as number, rounds[ROUNDS - 1] as number],
  };
}

/**
 * Microseconds of CPU time, so that what else runs on the machine counts little, for one customer.
 */
function timed(score: (customer: Customer) => number): number {
  let sum = 0;
  const started = process.cpuUsage();
  for (let time = 0; time < 10; time++) for (const some of CUSTOMERS) sum += score(some);
  if (Number.isNaN(sum)) throw new Error('never');
  const { user, system } = process.cpuUsage(started);
  return (user + system) / (10 * CUSTOMERS.length);
}

if (require.main === module) {
  for (const { name, unit, median, range } of run()) {
    const [least, most] = range.map((value) => value.toFixed(2));
    process.stdout.write(`${name.padEnd(56)} ${median.toFixed(2).padStart(9)} ${unit} (${least}–${most})\n`);
  }
}
