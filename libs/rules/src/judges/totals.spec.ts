import { ask, DAY, type Happened, within } from '../../testing/ask';
import { touchpoint } from '../../testing/touchpoints';
import { evaluate } from '../compile/evaluate';
import { emptyFacts } from '../facts/facts';
import { fold } from '../facts/fold';
import type { Condition } from '../language/rule';
import { reads } from '../needs/gather';

describe('totals', () => {
  const spent: Happened[] = [
    ['A', 1, { p: 2.5 }],
    ['A', 4, { p: 4 }],
    ['A', 6, { p: 'x' }],
    ['A', 7, { p: -1 }],
    ['B', 8],
  ];
  const sum = (more: object) => ({ kind: 'sum', name: 'A', property: 'p', within: within(10), ...more }) as Condition;
  const average = (more: object) => ({ ...sum(more), kind: 'average' }) as Condition;
  const ratio = (more: object) =>
    ({ kind: 'ratio', part: { name: 'B' }, whole: { name: 'A' }, within: within(10), ...more }) as Condition;

  it.each<[Condition, number, boolean, number | null, unknown]>([
    [sum({ is: 'equal', value: 5.5 }), 8, true, 11, 5.5],
    [sum({ is: 'atLeast', value: 5.5 }), 8, true, 11, 5.5],
    [sum({ is: 'below', value: 3 }), 8, false, 14, 5.5],
    [sum({ is: 'below', value: 0 }), 8, false, 14, 5.5],
    [sum({ is: 'equal', value: 0 }), 8, false, 17, 5.5],
    [sum({ is: 'equal', value: 0 }), 17, true, null, 0],
    [sum({ is: 'above', value: 5.5 }), 8, false, null, 5.5],
    [sum({ is: 'atLeast', value: 5, within: undefined }), 99, true, null, 5.5],
    [average({ is: 'atLeast', value: 1.8 }), 8, true, 11, 5.5 / 3],
    [average({ is: 'below', value: 0 }), 8, false, 14, 5.5 / 3],
    // The mean of nothing is unknown.
    [average({ is: 'below', value: 0 }), 14, true, 17, -1],
    [average({ is: 'atMost', value: 5 }), 17, false, null, null],
    [ratio({ is: 'equal', value: 0.25 }), 8, true, 11, 0.25],
    [ratio({ is: 'atLeast', value: 0.5 }), 8, false, 14, 0.25],
    [ratio({ is: 'atLeast', value: 0 }), 8, true, 17, 0.25],
    [ratio({ is: 'atLeast', value: 0 }), 17, false, null, null],
  ])('%j at %p', (when, now, holds, changesAt, value) => {
    expect(ask(when, spent, now)).toEqual([holds, changesAt, value]);
  });

  it('of more than is kept one by one: all of it without a window, and none of the heap within one', () => {
    const hour = 3_600_000;
    const many = Array.from({ length: 70 }, (_, index): Happened => ['A', index * hour, { p: 1 }]);
    const now = 69 * hour;
    expect(ask(sum({ is: 'atLeast', value: 70, within: undefined }), many, now)).toEqual([true, null, 70]);
    const lately = { amount: 1, unit: 'hours' };
    expect(ask(sum({ is: 'atLeast', value: 1, within: lately }), many, now)).toEqual([true, 70 * hour, 1]);
  });

  it('enter windows by themselves', () => {
    expect(ask(sum({ is: 'atLeast', value: 2, within: { last: 'day' } }), spent, 9)).toEqual([false, DAY, 0]);
    expect(ask(sum({ is: 'atLeast', value: 2, within: { last: 'day' } }), spent, DAY)).toEqual([true, 2 * DAY, 5.5]);
    const day = { since: '1970-01-02', until: '1970-01-02' };
    expect(ask(sum({ is: 'atLeast', value: 2, within: day }), [...spent, ['A', DAY, { p: 3 }]], DAY)).toEqual([
      true,
      null,
      3,
    ]);
  });
});

describe('amounts that are kept by the hour', () => {
  const HOUR = 3_600_000;
  const sumOver = (days: number, value: number): Condition => ({
    ...{ kind: 'sum', name: 'A', property: 'p', is: 'atLeast', value },
    within: { amount: 24 * days, unit: 'hours' },
  });
  const after = (when: Condition, count: number, every: number) => {
    const rule = { version: 1 as const, when };
    const needs = reads(rule);
    let facts = emptyFacts();
    for (let number = 1; number <= count; number++)
      facts = fold(facts, touchpoint({ number, event: 'A', occurredAt: number * every, properties: { p: 1 } }), needs);
    const now = count * every;
    return {
      at: (later = 0) => evaluate(rule, facts, { now: now + later, zone: 'UTC' }),
      not: () => evaluate({ version: 1, when: { kind: 'not', of: when } }, facts, { now, zone: 'UTC' }),
    };
  };

  it('make no exact instants', () => {
    expect(after(sumOver(30, 64), 64, HOUR).at()).toMatchObject({ holds: true, exact: true });
    const seventy = after(sumOver(30, 70), 70, HOUR);
    expect(seventy.at()).toMatchObject({ holds: true, exact: false });
    expect(seventy.not()).toMatchObject({ holds: false, exact: false });
  });

  it('make exact instants again once they have left the window', () => {
    expect(after(sumOver(30, 10), 70, HOUR).at(30 * DAY - 60 * HOUR)).toMatchObject({ holds: true, exact: true });
  });

  it('are not counted beyond a thousand hours, which is said', () => {
    expect(after(sumOver(365, 1_100), 1_200, 6 * HOUR).at()).toMatchObject({ holds: false, exact: false });
  });

  it('are exact where there is no window', () => {
    const ever: Condition = { kind: 'sum', name: 'A', property: 'p', is: 'atLeast', value: 1_200 };
    expect(after(ever, 1_200, 6 * HOUR).at()).toMatchObject({ holds: true, exact: true });
  });
});
