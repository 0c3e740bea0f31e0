import { ask, DAY } from '../../testing/ask';
import { evaluate } from '../compile/evaluate';
import type { NumberComparison } from '../language/comparisons';
import type { Condition } from '../language/rule';

describe('what is known otherwise', () => {
  const number = (comparison: NumberComparison | { is: 'known' } | { is: 'unknown' }): Condition => ({
    kind: 'number',
    name: 'n',
    ...comparison,
  });
  const steps = [
    { at: 10, value: 6 },
    { at: 20, value: 4 },
    { at: 30, value: 5 },
  ];
  const stepping = { numbers: { n: { value: 5, steps } } };

  it.each<[Condition, number, boolean, number | null, unknown]>([
    [number({ is: 'atLeast', value: 5 }), 0, true, 20, 5],
    [number({ is: 'above', value: 5 }), 0, false, 10, 5],
    [number({ is: 'above', value: 5 }), 10, true, 20, 6],
    [number({ is: 'above', value: 5 }), 20, false, null, 4],
    [number({ is: 'known' }), 0, true, null, 5],
    [number({ is: 'unknown' }), 0, false, null, 5],
  ])('a stepping number: %j at %p', (when, now, holds, changesAt, value) => {
    expect(ask(when, [], now, stepping)).toEqual([holds, changesAt, value]);
  });

  // From 10 at 0 one less every millisecond, and at 3 for ever.
  const valueAt = (at: number) => Math.max(3, 10 - at);
  const fallsBelow = (level: number) => (level <= 3 ? null : Math.floor(11 - level));
  const falling = (now: number) => ({ numbers: { n: { value: valueAt(now), fallsBelow } } });

  it.each<[Condition, number, boolean, number | null]>([
    [number({ is: 'atLeast', value: 5 }), 0, true, 6],
    [number({ is: 'atLeast', value: 5 }), 6, false, null],
    [number({ is: 'below', value: 5 }), 0, false, 6],
    [number({ is: 'below', value: 5 }), 6, true, null],
    [number({ is: 'atLeast', value: 3 }), 0, true, null],
    [number({ is: 'atLeast', value: 10 }), 0, true, 1],
    [number({ is: 'atLeast', value: 11 }), 0, false, null],
    [number({ is: 'below', value: 3 }), 0, false, null],
    [number({ is: 'between', from: 5, to: 8 }), 0, false, 2],
    [number({ is: 'between', from: 5, to: 8 }), 2, true, 6],
    [number({ is: 'between', from: 5, to: 8 }), 7, false, null],
    [number({ is: 'equal', value: 7 }), 0, false, 3],
    // Fallen past at once.
    [number({ is: 'equal', value: 6.5 }), 0, false, null],
  ])('a falling number: %j at %p', (when, now, holds, changesAt) => {
    expect(ask(when, [], now, falling(now))).toEqual([holds, changesAt, valueAt(now)]);
  });

  it('a falling number within a larger condition', () => {
    const when: Condition = {
      kind: 'and',
      of: [number({ is: 'atLeast', value: 5 }), { kind: 'not', of: number({ is: 'atLeast', value: 8 }) }],
    };
    expect(evaluate({ version: 1, when }, {}, { now: 0, zone: 'UTC', ...falling(0) })).toMatchObject({
      holds: false,
      changesAt: 3,
    });
    expect(evaluate({ version: 1, when }, {}, { now: 3, zone: 'UTC', ...falling(3) })).toMatchObject({
      holds: true,
      changesAt: 6,
    });
  });

  it('a falling number that comes to rest', () => {
    const of: Condition[] = [
      number({ is: 'atLeast', value: 3 }),
      { kind: 'not', of: number({ is: 'atLeast', value: 5 }) },
    ];
    const rule = { version: 1 as const, when: { kind: 'and', of } as Condition };
    expect(evaluate(rule, {}, { now: 0, zone: 'UTC', ...falling(0) })).toMatchObject({ holds: false, changesAt: 6 });
    expect(evaluate(rule, {}, { now: 6, zone: 'UTC', ...falling(6) })).toMatchObject({ holds: true, changesAt: null });
  });

  it('numbers and tiers that nobody knows', () => {
    const odd = { numbers: {}, tiers: {} };
    for (const more of [{}, odd]) {
      expect(ask(number({ is: 'known' }), [], 0, more)).toEqual([false, null, null]);
      expect(ask(number({ is: 'unknown' }), [], 0, more)).toEqual([true, null, null]);
      expect(ask({ kind: 'number', name: 'toString', is: 'known' }, [], 0, more)).toEqual([false, null, null]);
      expect(ask(number({ is: 'atMost', value: 9 }), [], 0, more)).toEqual([false, null, null]);
      expect(ask({ kind: 'tier', scheme: 's', in: ['a'] }, [], 0, more)).toEqual([false, null, null]);
      expect(ask({ kind: 'tier', scheme: 'toString', in: ['a'] }, [], 0, more)).toEqual([false, null, null]);
    }
  });

  it('tiers: the first step into or out of those that are named', () => {
    const tiers = {
      s: {
        tier: 'a',
        steps: [
          { at: 5, tier: 'b' },
          { at: 7, tier: 'c' },
          { at: 9, tier: 'a' },
        ],
      },
    };
    const tier = (...names: string[]): Condition => ({ kind: 'tier', scheme: 's', in: names });
    expect(ask(tier('a', 'b'), [], 0, { tiers })).toEqual([true, 7, 'a']);
    expect(ask(tier('b'), [], 0, { tiers })).toEqual([false, 5, 'a']);
    expect(ask(tier('d'), [], 0, { tiers })).toEqual([false, null, 'a']);
    expect(ask(tier('a'), [], 0, { tiers: { s: { tier: 'a' } } })).toEqual([true, null, 'a']);
    const left: Condition = {
      kind: 'and',
      of: [
        { kind: 'not', of: tier('a') },
        { kind: 'not', of: tier('b') },
      ],
    };
    expect(evaluate({ version: 1, when: left }, {}, { now: 0, zone: 'UTC', tiers })).toMatchObject({
      holds: false,
      changesAt: 7,
    });
  });

  it('tiers: not two of one scheme at once', () => {
    const steps = [
      { at: 5, tier: 'b' },
      { at: 7, tier: 'c' },
    ];
    const of = ['b', 'c'].map((name): Condition => ({ kind: 'tier', scheme: 's', in: [name] }));
    const verdict = evaluate(
      { version: 1, when: { kind: 'and', of } },
      {},
      { now: 0, zone: 'UTC', tiers: { s: { tier: 'a', steps } } },
    );
    expect(verdict).toMatchObject({ holds: false, changesAt: null, exact: true });
  });

  it('recency: in days since the last order', () => {
    const recency = (is: 'atLeast' | 'atMost', days: number): Condition => ({ kind: 'recency', is, days });
    const ordered = { lastOrderDay: '1970-01-03' };
    const value = (days: number) => ({ days, last: '1970-01-03' });
    expect(ask(recency('atLeast', 2), [], 3 * DAY, ordered)).toEqual([false, 4 * DAY, value(1)]);
    expect(ask(recency('atLeast', 2), [], 4 * DAY, ordered)).toEqual([true, null, value(2)]);
    expect(ask(recency('atMost', 2), [], 4 * DAY, ordered)).toEqual([true, 5 * DAY, value(2)]);
    expect(ask(recency('atMost', 2), [], 5 * DAY, ordered)).toEqual([false, null, value(3)]);
    expect(ask(recency('atMost', 2), [], 0)).toEqual([false, null, null]);
  });

  it('consents as they stand', () => {
    const consents = { 'email/news': { granted: true, at: 0 }, 'sms/news': { granted: false, at: 0 } };
    const is = (channel: string, state: 'granted' | 'withdrawn' | 'unknown'): Condition => ({
      kind: 'consent',
      channel,
      purpose: 'news',
      is: state,
    });
    expect(ask(is('email', 'granted'), [], 0, { consents })).toEqual([true, null, 'granted']);
    expect(ask(is('sms', 'withdrawn'), [], 0, { consents })).toEqual([true, null, 'withdrawn']);
    expect(ask(is('sms', 'granted'), [], 0, { consents })).toEqual([false, null, 'withdrawn']);
    expect(ask(is('push', 'unknown'), [], 0, { consents })).toEqual([true, null, 'unknown']);
    expect(ask(is('push', 'unknown'), [], 0)).toEqual([true, null, 'unknown']);
  });

  it('shares: from their beginning, not up to their end', () => {
    const share = (from: number, to: number): Condition => ({ kind: 'share', seed: 's', from, to });
    const [, , place] = ask(share(0, 1), [], 0, { subject: 'c1' }) as [boolean, null, number];
    expect(ask(share(place, 1), [], 0, { subject: 'c1' })[0]).toBe(true);
    expect(ask(share(0, place), [], 0, { subject: 'c1' })[0]).toBe(false);
    expect(ask(share(place + 1e-9, 1), [], 0, { subject: 'c1' })[0]).toBe(false);
    expect(ask(share(0, 1), [], 0)).toEqual([false, null, null]);
    // For ever: who is in a share stays in it.
    expect(place).toBe(0.5200621261738955);
  });

  it('traits that hold', () => {
    const rule = {
      version: 1 as const,
      when: { kind: 'trait', name: 'city', is: 'equal', value: 'Lyon' } as Condition,
    };
    const { because } = evaluate(rule, {}, { now: 0, zone: 'UTC', traits: { city: 'Lyon' } });
    expect(because).toEqual([{ path: 'when', condition: rule.when, holds: true, value: 'Lyon' }]);
  });
});
