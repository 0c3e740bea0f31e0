import type { NumberedTouchpoint } from '@segue/contracts';
import { startOfDay } from '@segue/valuation';
import { touchpoint } from '../../testing/touchpoints';
import { emptyFacts } from '../facts/facts';
import { fold } from '../facts/fold';
import { join } from '../facts/join';
import type { Context } from '../language/context';
import type { Condition, Rule } from '../language/rule';
import { reads } from '../needs/gather';
import { evaluate } from './evaluate';

const rule = (when: Condition): Rule => ({ version: 1, when });
const at = (day: string) => startOfDay(day, 'UTC');
const context = (now: number, more: Partial<Context> = {}): Context => ({ now, zone: 'UTC', ...more });
const judge = (when: Condition, touchpoints: NumberedTouchpoint[], some: Context) => {
  const needs = reads(rule(when));
  return evaluate(
    rule(when),
    touchpoints.reduce((facts, one) => fold(facts, one, needs), emptyFacts()),
    some,
  );
};
const purchases = (...days: string[]) =>
  days.map((day, index) => touchpoint({ number: index + 1, occurredAt: at(day) }));

describe('events', () => {
  const twiceIn90: Condition = {
    kind: 'event',
    name: 'Order Completed',
    times: { atLeast: 2 },
    within: { amount: 90, unit: 'days' },
  };

  it('at least n hold until the n-th latest leaves the window', () => {
    const verdict = judge(twiceIn90, purchases('1998-01-01', '1998-01-11', '1998-02-01'), context(at('1998-03-01')));
    expect(verdict).toMatchObject({ holds: true, changesAt: at('1998-04-11'), exact: true });
    expect(verdict.because).toEqual([
      { path: 'when', condition: twiceIn90, holds: true, value: { times: 2, latest: at('1998-02-01') } },
    ]);
  });

  it('at least n does not come to hold by itself', () => {
    expect(judge(twiceIn90, purchases('1998-02-01'), context(at('1998-03-01')))).toMatchObject({
      holds: false,
      changesAt: null,
    });
  });

  it('never within a window turns true when the latest leaves it', () => {
    const silent: Condition = { kind: 'never', name: 'Order Completed', within: { amount: 60, unit: 'days' } };
    expect(judge(silent, purchases('1998-01-01'), context(at('1998-01-02')))).toMatchObject({
      holds: false,
      changesAt: at('1998-03-02'),
    });
    expect(judge(silent, [], context(at('1998-01-02')))).toMatchObject({ holds: true, changesAt: null });
  });

  it('exactly n holds between two leavings', () => {
    const once: Condition = {
      kind: 'event',
      name: 'Order Completed',
      times: { exactly: 1 },
      within: { amount: 10, unit: 'seconds' },
    };
    const two = [touchpoint({ number: 1, occurredAt: 1_000 }), touchpoint({ number: 2, occurredAt: 4_000 })];
    expect(judge(once, two, context(5_000))).toMatchObject({ holds: false, changesAt: 11_000 });
    expect(judge(once, two, context(11_000))).toMatchObject({ holds: true, changesAt: 14_000 });
    const together = [touchpoint({ number: 1, occurredAt: 1_000 }), touchpoint({ number: 2, occurredAt: 1_000 })];
    expect(judge(once, together, context(5_000))).toMatchObject({ holds: false, changesAt: null });
  });

  it('count over all identities of a customer', () => {
    const needs = reads(rule(twiceIn90));
    const one = fold(emptyFacts(), touchpoint({ occurredAt: at('1998-01-01') }), needs);
    const other = fold(
      emptyFacts(),
      touchpoint({ identity: 'email:a@example.com', occurredAt: at('1998-01-05') }),
      needs,
    );
    expect(evaluate(rule(twiceIn90), join(one, other), context(at('1998-01-06')))).toMatchObject({
      holds: true,
      changesAt: at('1998-04-01'),
    });
  });

  it('fit by their properties, through lists too', () => {
    const jazz: Condition = {
      kind: 'event',
      name: 'Order Completed',
      times: { atLeast: 1 },
      where: [
        { property: 'products.category', is: 'equal', value: 'Jazz' },
        { property: 'total', is: 'atLeast', value: 20 },
      ],
    };
    const order = (categories: string[], total: number) =>
      touchpoint({ properties: { products: categories.map((category) => ({ category })), total } });
    expect(judge(jazz, [order(['Rock', 'Jazz'], 20)], context(1)).holds).toBe(true);
    expect(judge(jazz, [order(['Rock'], 20)], context(1)).holds).toBe(false);
    expect(judge(jazz, [order(['Jazz'], 19.99)], context(1)).holds).toBe(false);
  });
});

describe('recency', () => {
  const silent60: Condition = { kind: 'recency', is: 'atLeast', days: 60 };
  const recent30: Condition = { kind: 'recency', is: 'atMost', days: 30 };
  const zone = 'America/New_York';

  it('turns at the start of a day of the zone', () => {
    const now = startOfDay('2024-02-20', zone) + 1;
    const some = { now, zone, lastOrderDay: '2024-02-10' };
    expect(evaluate(rule(silent60), {}, some)).toMatchObject({
      holds: false,
      changesAt: startOfDay('2024-04-10', zone),
    });
    expect(evaluate(rule(recent30), {}, some)).toMatchObject({
      holds: true,
      changesAt: startOfDay('2024-03-12', zone),
    });
    expect(evaluate(rule(recent30), {}, { ...some, now: startOfDay('2024-03-12', zone) })).toMatchObject({
      holds: false,
      changesAt: null,
    });
  });

  it('is unknown of who never ordered: neither holds', () => {
    expect(evaluate(rule(silent60), {}, context(0, { lastOrderDay: null })).holds).toBe(false);
    expect(evaluate(rule(recent30), {}, context(0)).holds).toBe(false);
    expect(evaluate(rule({ kind: 'not', of: recent30 }), {}, context(0)).holds).toBe(true);
  });
});

describe('numbers', () => {
  // One less every 100 ms, until 0.
  const valueAt = (now: number) => Math.max(0, 10 - now / 100);
  const instants = Array.from({ length: 1001 }, (_, now) => now);
  const falling = {
    value: valueAt(0),
    fallsBelow: (level: number) => instants.find((now) => valueAt(now) < level) ?? null,
  };

  it.each<[Condition, boolean, number | null]>([
    [{ kind: 'number', name: 'value', is: 'atLeast', value: 8 }, true, 201],
    [{ kind: 'number', name: 'value', is: 'below', value: 8 }, false, 201],
    [{ kind: 'number', name: 'value', is: 'atMost', value: 10 }, true, null],
    [{ kind: 'number', name: 'value', is: 'above', value: 0 }, true, 1000],
    [{ kind: 'number', name: 'value', is: 'between', from: 2, to: 8 }, false, 200],
    [{ kind: 'number', name: 'value', is: 'atLeast', value: 11 }, false, null],
    [{ kind: 'number', name: 'other', is: 'atLeast', value: 11 }, false, null],
  ])('falling: %j', (when, holds, changesAt) => {
    expect(evaluate(rule(when), {}, context(0, { numbers: { value: falling } }))).toMatchObject({ holds, changesAt });
  });

  it('stepping: the first step that changes the answer', () => {
    const net = {
      value: 50,
      steps: [
        { at: 10, value: 60 },
        { at: 20, value: 40 },
        { at: 30, value: 60 },
      ],
    };
    const atLeast45: Condition = { kind: 'number', name: 'net', is: 'atLeast', value: 45 };
    expect(evaluate(rule(atLeast45), {}, context(0, { numbers: { net } }))).toMatchObject({
      holds: true,
      changesAt: 20,
    });
  });
});

it('follows a tier as far as it is known', () => {
  const when: Condition = { kind: 'tier', scheme: 'value', in: ['MVC', 'MGC'] };
  const tiers = {
    value: {
      tier: 'MVC',
      steps: [
        { at: 10, tier: 'MGC' },
        { at: 20, tier: 'standard' },
      ],
    },
  };
  expect(evaluate(rule(when), {}, context(0, { tiers }))).toMatchObject({ holds: true, changesAt: 20 });
  expect(evaluate(rule(when), {}, context(0))).toMatchObject({ holds: false, changesAt: null });
});

describe('together', () => {
  const viewed: Condition = {
    kind: 'event',
    name: 'Viewed',
    times: { atLeast: 1 },
    within: { amount: 2, unit: 'hours' },
  };
  const bought: Condition = {
    kind: 'event',
    name: 'Order Completed',
    times: { atLeast: 1 },
    within: { amount: 1, unit: 'hours' },
  };
  const HOUR = 3_600_000;
  const both = [touchpoint({ number: 1, event: 'Viewed', occurredAt: 0 }), touchpoint({ number: 2, occurredAt: 0 })];

  it('viewed but not bought: true once the purchase leaves, false once the view does', () => {
    const when: Condition = { kind: 'and', of: [viewed, { kind: 'not', of: bought }] };
    expect(judge(when, both, context(0))).toMatchObject({ holds: false, changesAt: HOUR });
    expect(judge(when, both, context(HOUR))).toMatchObject({ holds: true, changesAt: 2 * HOUR });
  });

  it('looks past changes of leaves that do not change the answer', () => {
    expect(judge({ kind: 'or', of: [viewed, bought] }, both, context(0))).toMatchObject({
      holds: true,
      changesAt: 2 * HOUR,
    });
    expect(
      judge({ kind: 'and', of: [viewed, { kind: 'trait', name: 'x', is: 'known' }] }, both, context(0)).changesAt,
    ).toBeNull();
  });

  it('names the leaves that decided and no others', () => {
    const when: Condition = {
      kind: 'or',
      of: [
        { kind: 'and', of: [viewed, bought] },
        { kind: 'trait', name: 'vip', is: 'known' },
      ],
    };
    expect(judge(when, both, context(0)).because.map(({ path }) => path)).toEqual(['when.of.0.of.0', 'when.of.0.of.1']);
    expect(judge(when, [], context(0)).because.map(({ path, holds }) => [path, holds])).toEqual([
      ['when.of.0.of.0', false],
      ['when.of.0.of.1', false],
      ['when.of.1', false],
    ]);
  });
});
