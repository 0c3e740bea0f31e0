// How long rules take: folding a touchpoint and judging what it touches, for ten rules and for a
// thousand.
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
  type Facts,
  type JoinedOrders,
  type NumberFact,
  type RuleEntry,
  type CompiledRules,
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
const ROUNDS = 25;
/**
 * Not counted: services run for days, and what the engine spends on compiling them belongs to their
 * first seconds.
 */
const WARM_ROUNDS = 5;
const HISTORY = 40;
const MANY_ORDERS = 10_000;

export function run(): Figure[] {
  const ten = compile(rules(10));
  const thousand = compile(rules(1_000));
  const different = compile(rules(1_000, differentCondition));
  const ordered = compile(rules(1_000, orderCondition));
  const [few, many, unlike, all, each] = roundsOf([
    { work: folded(ten), times: 2_000 },
    { work: folded(thousand), times: 400 },
    { work: folded(different), times: 100 },
    { work: folded(thousand, () => thousand.rules), times: 100 },
    { work: folded(thousand, undefined, verdicts), times: 50 },
  ]) as [number[], number[], number[], number[], number[]];
  // Afterwards, so that the others are timed as in a store without such rules.
  const [joined, joinedOfMany] = roundsOf([
    { work: folded(ordered, undefined, judgements, ordersOf(HISTORY + 1)), times: 400 },
    { work: folded(ordered, undefined, judgements, ordersOf(MANY_ORDERS)), times: 50 },
  ]) as [number[], number[]];
  const touchedBy = (rulebook: CompiledRules) => rulebook.touchedBy(changeBy(order(HISTORY + 1))).length;
  const touched = touchedBy(thousand);
  const perRule = many.map((time) => time / touched);
  // Of the same round each, since the machine's own speed changes from one to the next.
  const ratios = few.map((time, round) => time / (many[round] as number));
  return [
    figure('10 rules, one order folded and judged', 'µs', few),
    figure('1,000 rules, one order folded and judged', 'µs', many),
    figure('1,000 rules without two alike, one order folded and judged', 'µs', unlike),
    figure('1,000 rules, all of them judged', 'µs', all),
    figure('1,000 rules, one order folded and the verdict of each that it touches', 'µs', each),
    figure('1,000 rules, 50 of them on orders in place of the event', 'µs', joined),
    figure('the same for a customer with 10,000 orders', 'µs', joinedOfMany),
    figure('speed with 1,000 rules as a share of that with 10', '', ratios),
    figure('rules of 10 that an order touches', 'rules', [touchedBy(ten)]),
    figure('rules of 1,000 that an order touches', 'rules', [touched]),
    figure('each of these', 'µs', perRule),
  ];
}

function figure(name: string, unit: string, rounds: readonly number[]): Figure {
  const sorted = rounds.toSorted((a, b) => a - b);
  return {
    name,
    unit,
    median: sorted[sorted.length >> 1] as number,
    range: [sorted[0] as number, sorted.at(-1) as number],
  };
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

/**
 * The same, but on the orders where the others read the event: counts, sums, averages and the last
 * order.
 */
function orderCondition(index: number): Condition {
  const asked = condition(index);
  if (asked.kind !== 'event' || asked.name !== 'Order Completed') return asked;
  const { within, times } = asked;
  const kinds: Condition[] = [
    { kind: 'order', what: 'count', times, within },
    { kind: 'order', what: 'sum', is: 'atLeast', value: 10 + (index % 90), within },
    { kind: 'order', what: 'average', is: 'above', value: index % 40 },
    { kind: 'order', what: 'last', has: { products: [`p${index % 10}`], returned: false }, within },
  ];
  return kinds[(index / 20) % kinds.length] as Condition;
}

/** The latest at the time of the next order. */
function ordersOf(count: number): JoinedOrders {
  const last = order(HISTORY + 1).occurredAt;
  const placed = Array.from({ length: count }, (_, index) => ({
    id: `o${HISTORY + 1 - (count - 1 - index)}`,
    at: last - (count - 1 - index) * 9 * DAY,
    state: 'completed' as const,
    amount: 2_500,
  }));
  return { placed, digits: 2 };
}

interface Case {
  readonly work: () => number;
  /** In one round. */
  readonly times: number;
}

/** Microseconds of each case in each round, one case after the other in every round. */
function roundsOf(cases: readonly Case[]): number[][] {
  for (const { work, times } of cases) timed(work, WARM_ROUNDS * times);
  const rounds = Array.from({ length: ROUNDS }, () => cases.map(({ work, times }) => timed(work, times)));
  return cases.map((_, place) => rounds.map((round) => round[place] as number));
}

/** One order folded into the facts of those before it and what it touches judged. */
function folded(
  rulebook: CompiledRules,
  which: (touchpoint: NumberedTouchpoint) => readonly CompiledRule[] = (touchpoint) =>
    rulebook.touchedBy(changeBy(touchpoint)),
  judge: typeof judgements = judgements,
  orders?: JoinedOrders,
): () => number {
  let facts = emptyFacts();
  for (let number = 1; number <= HISTORY; number++) facts = fold(facts, order(number), rulebook.needs);
  const next = order(HISTORY + 1);
  const context = contextAfter(next, orders);
  return () => {
    const after = fold(facts, next, rulebook.needs);
    return judge(rulebook, which(next), after, withoutMemory(context)).length;
  };
}

function judgements(
  rulebook: CompiledRules,
  rules: readonly CompiledRule[],
  facts: Facts,
  context: Context,
): unknown[] {
  return rulebook.judge(rules, facts, context);
}

function verdicts(rulebook: CompiledRules, rules: readonly CompiledRule[], facts: Facts, context: Context): unknown[] {
  return rules.map(({ id }) => rulebook.verdict(id, facts, context));
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

const changeBy = (touchpoint: NumberedTouchpoint) => ({
  touchpoint,
  recency: true,
  orders: true,
  numbers: 'all' as const,
});

/**
 * As scoring would give it; what the crossings of the expected revenue cost is part of the judging.
 */
function contextAfter(
  touchpoint: NumberedTouchpoint,
  orders?: JoinedOrders,
): Context & { numbers: { expectedRevenue: NumberFact } } {
  const now = touchpoint.occurredAt;
  const last = dayOf(now, ZONE);
  return {
    now,
    zone: ZONE,
    lastOrderDay: last,
    ...(orders && { orders }),
    numbers: {
      net: {
        value: 3_000,
        steps: Array.from({ length: 10 }, (_, index) => ({ at: now + index * DAY, value: 3_000 - 200 * index })),
      },
      expectedRevenue: { value: expectedRevenue(daysUntil(last), CDNOW_MODEL, HORIZON_WEEKS, now, ZONE) },
    },
  };
}

/**
 * Crossings of the revenue find their way by those before them, of the same touchpoint: no run may
 * know what one before it found out.
 */
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
    properties: {
      order_id: `o${number}`,
      total: 25,
      currency: 'USD',
      products: [{ product_id: `p${number % 10}`, price: 25 }],
    },
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
