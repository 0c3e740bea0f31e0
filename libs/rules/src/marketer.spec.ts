// Rules as marketers ask for them, whole: whether they hold, and when that changes by itself.
import type { NumberedTouchpoint } from '@segue/contracts';
import { startOfDay } from '@segue/valuation';
import { touchpoint, traitsOf } from '../testing/touchpoints';
import { compile } from './compile/compile';
import { emptyFacts } from './facts/facts';
import { fold } from './facts/fold';
import type { Context } from './language/context';
import type { Condition } from './language/rule';
import { validate } from './validate/validate';

const UTC = (day: string) => startOfDay(day, 'UTC');
const days = (amount: number) => ({ amount, unit: 'days' as const });

/** Rules by id, the first of which is asked. */
function ask(
  rules: Record<string, Condition>,
  happened: Partial<NumberedTouchpoint>[],
  now: number,
  more: Partial<Context> = {},
) {
  const entries = Object.entries(rules).map(([id, when]) => ({ id, rule: { version: 1 as const, when } }));
  expect(entries.flatMap(({ rule }) => validate(rule))).toEqual([]);
  const rulebook = compile(entries);
  const facts = happened.reduce(
    (known, one, index) => fold(known, touchpoint({ number: index + 1, id: `m${index}`, ...one }), rulebook.needs),
    emptyFacts(),
  );
  const [asked] = rulebook.rules;
  const traits = traitsOf(happened.map((one, index) => touchpoint({ id: `m${index}`, ...one })));
  const { holds, changesAt } = rulebook.verdict(asked!.id, facts, { now, zone: 'UTC', traits, ...more });
  return [holds, changesAt];
}

const bought = (day: string, store: string): Partial<NumberedTouchpoint> => ({
  occurredAt: UTC(day),
  properties: { store: { id: store, region: store.slice(0, 2) }, total: 10 },
});
const told = (day: string, traits: Record<string, unknown>): Partial<NumberedTouchpoint> => ({
  type: 'identify',
  event: 'identify',
  occurredAt: UTC(day),
  properties: traits,
});

describe('store and region', () => {
  const inRegion: Condition = {
    kind: 'event',
    name: 'Order Completed',
    times: { atLeast: 2 },
    where: [{ property: 'store.region', is: 'equal', value: 'BJ' }],
    within: days(30),
  };

  it('of purchases, by what the touchpoint says', () => {
    const history = [bought('2025-05-01', 'BJ-1'), bought('2025-05-05', 'SH-1'), bought('2025-05-10', 'BJ-2')];
    expect(ask({ inRegion }, history, UTC('2025-05-10'))).toEqual([true, UTC('2025-05-31')]);
    expect(ask({ inRegion }, history, UTC('2025-05-31'))).toEqual([false, null]);
  });

  it('where they usually buy, until other places are more usual', () => {
    const usual: Condition = {
      kind: 'place',
      visit: 'usual',
      name: 'Order Completed',
      property: 'store.region',
      in: ['BJ'],
      within: days(30),
    };
    const history = [bought('2025-05-01', 'BJ-1'), bought('2025-05-05', 'SH-1'), bought('2025-05-06', 'BJ-2')];
    expect(ask({ usual }, history, UTC('2025-05-10'))).toEqual([true, UTC('2025-06-05')]);
    const store: Condition = { ...usual, property: 'store.id', visit: 'last', in: ['BJ-2'] } as Condition;
    expect(ask({ store }, history, UTC('2025-05-10'))).toEqual([true, UTC('2025-06-05')]);
    const visited: Condition = { ...usual, visit: 'any', in: ['SH', 'GZ'] } as Condition;
    expect(ask({ visited }, history, UTC('2025-05-10'))).toEqual([true, UTC('2025-06-04')]);
  });

  it('of the customer, by a trait', () => {
    const home: Condition = { kind: 'trait', name: 'home.store', is: 'startsWith', value: 'BJ-' };
    const moved = [told('2025-05-01', { home: { store: 'BJ-1' } }), told('2025-06-01', { home: { store: 'SH-1' } })];
    expect(ask({ home }, moved.slice(0, 1), UTC('2025-07-01'))).toEqual([true, null]);
    expect(ask({ home }, moved, UTC('2025-07-01'))).toEqual([false, null]);
  });

  it('that are named once, as a segment that others refer to', () => {
    const north: Condition = { kind: 'trait', name: 'home.region', is: 'in', values: ['BJ', 'TJ'] };
    const loyalNorth: Condition = { kind: 'and', of: [{ kind: 'segment', id: 'north' }, inRegion] };
    const history = [
      told('2025-05-01', { home: { region: 'TJ' } }),
      bought('2025-05-01', 'BJ-1'),
      bought('2025-05-10', 'BJ-2'),
    ];
    expect(ask({ loyalNorth, north }, history, UTC('2025-05-11'))).toEqual([true, UTC('2025-05-31')]);
  });

  it('how many different ones', () => {
    const roams: Condition = {
      kind: 'distinct',
      name: 'Order Completed',
      property: 'store.id',
      times: { atLeast: 2 },
      within: days(30),
    };
    const history = [bought('2025-05-01', 'BJ-1'), bought('2025-05-05', 'BJ-2'), bought('2025-05-10', 'BJ-1')];
    expect(ask({ roams }, history, UTC('2025-05-11'))).toEqual([true, UTC('2025-06-04')]);
  });
});

it('response behaviour: opens one message in five, until too few are left in the window', () => {
  const opens: Condition = {
    kind: 'ratio',
    part: { name: 'Message Opened', where: [{ property: 'channel', is: 'equal', value: 'email' }] },
    whole: { name: 'Message Sent', where: [{ property: 'channel', is: 'equal', value: 'email' }] },
    is: 'atLeast',
    value: 0.2,
    within: days(30),
  };
  const message = (event: string, day: string, channel = 'email') => ({
    event,
    occurredAt: UTC(day),
    properties: { channel },
  });
  const sent = [1, 2, 3, 4, 5].map((day) => message('Message Sent', `2025-05-0${day}`));
  const history = [...sent, message('Message Opened', '2025-05-02'), message('Message Opened', '2025-05-04', 'sms')];
  expect(ask({ opens }, history, UTC('2025-05-06'))).toEqual([true, UTC('2025-06-01')]);
  expect(ask({ opens }, sent, UTC('2025-05-06'))).toEqual([false, null]);
});

it('consent, and what n of m conditions ask for', () => {
  const two: Condition = {
    kind: 'some',
    atLeast: 2,
    of: [
      { kind: 'consent', channel: 'email', purpose: 'marketing', is: 'granted' },
      { kind: 'event', name: 'Order Completed', times: { atLeast: 1 }, within: days(10) },
      { kind: 'recency', is: 'atMost', days: 20 },
    ],
  };
  const consents = { 'email/marketing': { granted: true, at: 0 } };
  const known = { lastOrderDay: '2025-05-01', consents };
  const history = [bought('2025-05-01', 'BJ-1')];
  // Without the purchase in the window consent and recency are still two; then one.
  expect(ask({ two }, history, UTC('2025-05-02'), known)).toEqual([true, UTC('2025-05-22')]);
  expect(ask({ two }, history, UTC('2025-05-02'), { ...known, consents: {} })).toEqual([true, UTC('2025-05-11')]);
  expect(ask({ two }, history, UTC('2025-05-22'), known)).toEqual([false, null]);
});

it('a path of three steps within a week, of which the last is fresh', () => {
  const path: Condition = {
    kind: 'sequence',
    steps: [
      { name: 'Product Viewed' },
      { name: 'Product Added', where: [{ property: 'price', is: 'atLeast', value: 100 }] },
      { name: 'Order Completed' },
    ],
    span: days(7),
    within: days(3),
  };
  const step = (event: string, day: string, price = 100) => ({ event, occurredAt: UTC(day), properties: { price } });
  const way = [
    step('Product Viewed', '2025-05-01'),
    step('Product Added', '2025-05-03'),
    step('Order Completed', '2025-05-08'),
  ];
  expect(ask({ path }, way, UTC('2025-05-09'))).toEqual([true, UTC('2025-05-11')]);
  expect(ask({ path }, [way[0]!, step('Product Added', '2025-05-03', 99), way[2]!], UTC('2025-05-09'))).toEqual([
    false,
    null,
  ]);
  expect(ask({ path }, [...way.slice(0, 2), step('Order Completed', '2025-05-09')], UTC('2025-05-09'))).toEqual([
    false,
    null,
  ]);
});

it("this month, this week and today by the customer's own clock", () => {
  const zone = { zone: 'UTC', customerZone: 'Asia/Shanghai' };
  const late = [{ occurredAt: Date.parse('2025-05-31T17:00:00Z') }];
  const now = Date.parse('2025-05-31T18:00:00Z');
  const thisPeriod = (period: 'day' | 'week' | 'month', own: boolean): Condition => ({
    kind: 'event',
    name: 'Order Completed',
    times: { exactly: 1 },
    within: own ? { this: period, zone: 'customer' } : { this: period },
  });
  // In Shanghai it is 1 June already, a Sunday.
  expect(ask({ a: thisPeriod('month', false) }, late, now, zone)).toEqual([true, UTC('2025-06-01')]);
  expect(ask({ a: thisPeriod('month', true) }, late, now, zone)).toEqual([
    true,
    startOfDay('2025-07-01', 'Asia/Shanghai'),
  ]);
  expect(ask({ a: thisPeriod('day', true) }, late, now, zone)).toEqual([
    true,
    startOfDay('2025-06-02', 'Asia/Shanghai'),
  ]);
  expect(ask({ a: thisPeriod('week', true) }, late, now, zone)).toEqual([
    true,
    startOfDay('2025-06-02', 'Asia/Shanghai'),
  ]);
  expect(ask({ a: thisPeriod('day', true) }, late, now, { zone: 'UTC', customerZone: null })).toEqual([
    true,
    UTC('2025-06-01'),
  ]);
});

it('the average basket of last month, the first purchase in a store, the last one long ago', () => {
  const average: Condition = {
    kind: 'average',
    name: 'Order Completed',
    property: 'total',
    is: 'equal',
    value: 15,
    within: { last: 'month' },
  };
  const order = (day: string, total: number) => ({
    occurredAt: UTC(day),
    properties: { total, channel: total > 10 ? 'till' : 'web' },
  });
  const history = [order('2025-05-03', 20), order('2025-05-20', 10)];
  expect(ask({ average }, history, UTC('2025-05-21'))).toEqual([false, UTC('2025-06-01')]);
  expect(ask({ average }, history, UTC('2025-06-01'))).toEqual([true, UTC('2025-07-01')]);
  const till = [{ property: 'channel', is: 'equal' as const, value: 'till' }];
  expect(ask({ a: { kind: 'first', name: 'Order Completed', has: till } }, history, UTC('2025-05-21'))).toEqual([
    true,
    null,
  ]);
  expect(ask({ a: { kind: 'last', name: 'Order Completed', has: till } }, history, UTC('2025-05-21'))).toEqual([
    false,
    null,
  ]);
  expect(ask({ a: { kind: 'last', name: 'Order Completed', within: days(5) } }, history, UTC('2025-05-21'))).toEqual([
    true,
    UTC('2025-05-25'),
  ]);
});
