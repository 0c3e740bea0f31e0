// How long rules take: folding a touchpoint and judging what it touches, for ten rules and for a thousand.
import type { NumberedTouchpoint } from '@segue/contracts';
import {
  CDNOW_MODEL,
  HORIZON_WEEKS,
  dayOf,
  expectedRevenue,
  expectedRevenueFall,
  type Day,
  type PurchaseDays,
} from '@segue/valuation';
import {
  type CompiledRule,
  type Condition,
  type Context,
  type NumberFact,
  type RuleEntry,
  type Rulebook,
  compile,
  emptyFacts,
  fold,
} from '../src/index';

/** One figure of a bench: the median of its rounds, with the quickest and the slowest. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly range: readonly [number, number];
}

const DAY = 86_400_000;
const START = Date.UTC(1997, 0, 1);
const ZONE = 'America/New_York';
const ROUNDS = 15;
/** Not counted: services run for days, and what the engine spends on compiling them belongs to their first seconds. */
const WARM_ROUNDS = 5;
const HISTORY = 40;

export function run(): Figure[] {
  const ten = compile(rules(10));
  const thousand = compile(rules(1_000));
  const different = compile(rules(1_000, differentCondition));
  const figures = [
    measured('10 rules, one order folded and judged', ten, 2_000),
    measured('1,000 rules, one order folded and judged', thousand, 200),
    measured('1,000 rules without two alike, one order folded and judged', different, 50),
    measured('1,000 rules, all of them judged', thousand, 50, () => thousand.rules),
  ];
  const [quick, slow] = figures as [Figure, Figure];
  const touched = thousand.touchedBy(changeBy(order(HISTORY + 1))).length;
  const few = ten.touchedBy(changeBy(order(HISTORY + 1))).length;
  const ratio = quick.median / slow.median;
  return [
    ...figures,
    { name: 'speed with 1,000 rules as a share of that with 10', unit: '', median: ratio, range: [ratio, ratio] },
    { name: 'rules of 10 that an order touches', unit: 'rules', median: few, range: [few, few] },
    { name: 'rules of 1,000 that an order touches', unit: 'rules', median: touched, range: [touched, touched] },
    {
      ...slow,
      name: 'each of these',
      median: slow.median / touched,
      range: [slow.range[0] / touched, slow.range[1] / touched],
    },
  ];
}

/** Of all rules 5 % read the event, 20 % recency or spend, the others visits and traits. */
function rules(count: number, conditionOf = condition): RuleEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    rule: { version: 1 as const, when: conditionOf(index) },
  }));
}

function condition(index: number): Condition {
  const kind = index % 20;
  const days = 10 + (index % 180);
  if (kind === 0)
    return {
      kind: 'event',
      name: 'Order Completed',
      times: { atLeast: 1 + (index % 3) },
      within: { amount: days, unit: 'days' },
    };
  if (kind <= 2) return { kind: 'recency', is: 'atLeast', days };
  if (kind === 3) return { kind: 'number', name: 'net', is: 'atLeast', value: 100 * (index % 50) };
  if (kind === 4) return { kind: 'number', name: 'expectedRevenue', is: 'atLeast', value: 100 * (1 + (index % 25)) };
  const visited: Condition = {
    kind: 'event',
    name: `Visited ${index % 40}`,
    times: { atLeast: 1 },
    within: { amount: days, unit: 'hours' },
  };
  const lives: Condition = { kind: 'trait', name: 'city', is: 'equal', value: `city ${index % 30}` };
  return kind % 2 === 0 ? visited : { kind: 'and', of: [visited, lives] };
}

/** The same shares, but no two of those that an order touches ask the same. */
function differentCondition(index: number): Condition {
  const asked = condition(index);
  if (asked.kind === 'event') return { ...asked, within: { amount: 10 + index, unit: 'days' } };
  if (asked.kind === 'recency') return { ...asked, days: 10 + index };
  return asked.kind === 'number' && asked.is === 'atLeast' ? { ...asked, value: 100 + 5 * index } : asked;
}

function measured(
  name: string,
  rulebook: Rulebook,
  times: number,
  which: (touchpoint: NumberedTouchpoint) => readonly CompiledRule[] = (touchpoint) =>
    rulebook.touchedBy(changeBy(touchpoint)),
): Figure {
  let facts = emptyFacts();
  for (let number = 1; number <= HISTORY; number++) facts = fold(facts, order(number), rulebook.needs);
  const next = order(HISTORY + 1);
  const context = contextAfter(next);
  const once = () => {
    const after = fold(facts, next, rulebook.needs);
    return rulebook.judge(which(next), after, withoutMemory(context)).length;
  };
  timed(once, WARM_ROUNDS * times);
  const rounds = Array.from({ length: ROUNDS }, () => timed(once, times)).sort((a, b) => a - b);
  return {
    name,
    unit: 'µs',
    median: rounds[ROUNDS >> 1] as number,
    range: [rounds[0] as number, rounds[ROUNDS - 1] as number],
  };
}

/** Microseconds of CPU time, so that what else runs on the machine counts little, of one run. */
function timed(work: () => number, times: number): number {
  let done = 0;
  const started = process.cpuUsage();
  for (let time = 0; time < times; time++) done += work();
  if (done < 0) throw new Error('never');
  const { user, system } = process.cpuUsage(started);
  return (user + system) / times;
}

const changeBy = (touchpoint: NumberedTouchpoint) => ({ touchpoint, recency: true, numbers: 'all' as const });

/** As scoring would give it; what the crossings of the expected revenue cost is part of the judging. */
function contextAfter(touchpoint: NumberedTouchpoint): Context & { numbers: { expectedRevenue: NumberFact } } {
  const now = touchpoint.occurredAt;
  const last = dayOf(now, ZONE);
  return {
    now,
    zone: ZONE,
    lastOrderDay: last,
    numbers: {
      net: {
        value: 3_000,
        steps: Array.from({ length: 10 }, (_, index) => ({ at: now + index * DAY, value: 3_000 - 200 * index })),
      },
      expectedRevenue: { value: expectedRevenue(daysUntil(last), CDNOW_MODEL, HORIZON_WEEKS, now, ZONE) },
    },
  };
}

/** Crossings of the revenue find their way by those before them, of the same touchpoint: no run may know what one before it found out. */
function withoutMemory(context: ReturnType<typeof contextAfter>): Context {
  const { numbers, now, lastOrderDay } = context;
  const fallsBelow = expectedRevenueFall(daysUntil(lastOrderDay as Day), CDNOW_MODEL, HORIZON_WEEKS, now, ZONE);
  return { ...context, numbers: { ...numbers, expectedRevenue: { ...numbers.expectedRevenue, fallsBelow } } };
}

function daysUntil(last: Day): PurchaseDays {
  return { count: HISTORY, first: '1997-01-01', last, repeatSpend: 2_500 * HISTORY };
}

function order(number: number): NumberedTouchpoint {
  const occurredAt = START + number * 9 * DAY + number * 1_000;
  return {
    v: 1,
    identity: 'userId:u1',
    source: 'shop',
    id: `m${number}`,
    type: 'track',
    event: 'Order Completed',
    ids: ['userId:u1'],
    properties: { order_id: `o${number}`, total: 25, currency: 'USD' },
    context: {},
    digest: 'd',
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
    number,
  };
}

if (require.main === module) {
  for (const { name, unit, median, range } of run()) {
    const [least, most] = range.map((value) => value.toFixed(2));
    process.stdout.write(`${name.padEnd(60)} ${median.toFixed(2).padStart(9)} ${unit} (${least}–${most})\n`);
  }
}
