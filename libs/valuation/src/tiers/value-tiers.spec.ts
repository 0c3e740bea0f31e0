import fc from 'fast-check';
import { assignTierBySpend, assignValueTier, type ValueInputs } from './value-tiers';

const scheme = { a: 100, b: 50 };
const inputs = (net: number, expected: number, more: Partial<ValueInputs> = {}): ValueInputs => ({
  net,
  netSteps: [],
  expectedRevenue: expected,
  expectedRevenueFallsBelow: () => null,
  ...more,
});

it.each([
  [-1, 900, 'BZ'],
  [0, 49.9, 'standard'],
  [0, 50, 'MGC'],
  [99, 50, 'MGC'],
  [100, 0, 'MVC'],
])('net %p with %p expected is %s', (net, expected, tier) => {
  expect(assignValueTier(scheme, inputs(net, expected)).tier).toBe(tier);
});

it('names the comparisons that decided', () => {
  expect(assignValueTier(scheme, inputs(120, 10)).because).toEqual([
    { fact: 'net', is: 'below', level: 0, value: 120, holds: false },
    { fact: 'net', is: 'atLeast', level: 100, value: 120, holds: true },
  ]);
});

it('flips at the first instant at which a clock that looks every millisecond sees another tier', () => {
  const steps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 9 }), value: fc.integer({ min: -3, max: 6 }) }));
  const any = fc.record({
    net: fc.integer({ min: -3, max: 6 }),
    steps,
    expected: fc.integer({ min: 0, max: 9 }),
    a: fc.integer({ min: -1, max: 5 }),
  });
  fc.assert(
    fc.property(any, ({ net, steps: gaps, expected, a }) => {
      let at = 0;
      const netSteps = gaps.map(({ gap, value }) => ({ at: (at += gap), value }));
      const netAt = (now: number) => netSteps.findLast((step) => step.at <= now)?.value ?? net;
      // Expected revenue falls by one every 4 ms.
      const expectedAt = (now: number) => expected - Math.floor(now / 4);
      const fallsBelow = (level: number) => (expected < level ? null : (expected - level + 1) * 4);
      const tierAt = (now: number) => assignValueTier({ a, b: 3 }, inputs(netAt(now), expectedAt(now))).tier;
      const seen = Array.from({ length: 200 }, (_, index) => index + 1).find((now) => tierAt(now) !== tierAt(0));

      const given = inputs(net, expected, { netSteps, expectedRevenueFallsBelow: fallsBelow });
      expect(assignValueTier({ a, b: 3 }, given).changesAt).toBe(seen ?? null);
    }),
    { numRuns: cases(2000) },
  );
});

it('gives the whole reason: below zero, by margin, by what is expected', () => {
  const reasons = (net: number, expected: number) => assignValueTier(scheme, inputs(net, expected)).because;
  const notBelow = (net: number) => ({ fact: 'net', is: 'below', level: 0, value: net, holds: false });
  expect(reasons(-1, 90)).toEqual([{ fact: 'net', is: 'below', level: 0, value: -1, holds: true }]);
  expect(reasons(100, 0)).toEqual([notBelow(100), { fact: 'net', is: 'atLeast', level: 100, value: 100, holds: true }]);
  for (const [expected, holds] of [
    [50, true],
    [49, false],
  ] as const) {
    expect(reasons(99, expected)).toEqual([
      notBelow(99),
      { fact: 'net', is: 'atLeast', level: 100, value: 99, holds: false },
      { fact: 'expectedRevenue', is: 'atLeast', level: 50, value: expected, holds },
    ]);
  }
});

it('flips by the margin or by what is expected, whichever comes first', () => {
  const flips = (net: number, expected: number, fallsAt: number | null, ...steps: [number, number][]) =>
    assignValueTier(
      scheme,
      inputs(net, expected, {
        netSteps: steps.map(([at, value]) => ({ at, value })),
        expectedRevenueFallsBelow: () => fallsAt,
      }),
    ).changesAt;
  expect(flips(50, 60, 30)).toBe(30);
  expect(flips(50, 60, 30, [20, 100])).toBe(20);
  expect(flips(50, 60, 30, [40, 100])).toBe(30);
  expect(flips(50, 60, null, [40, 100])).toBe(40);
  expect(flips(50, 60, null)).toBeNull();
  expect(flips(50, 60, 30, [10, 60], [20, -1])).toBe(20);
  // Standard: what is expected only falls.
  expect(flips(50, 10, 30)).toBeNull();
  expect(flips(50, 10, 30, [10, 60], [15, 100])).toBe(15);
  expect(flips(100, 60, 30, [10, 150], [20, 99])).toBe(20);
  expect(flips(-5, 60, 30, [10, -1], [20, 0])).toBe(20);
});

it('of a margin of nothing it is not below zero', () => {
  expect(assignValueTier(scheme, inputs(0, 10)).because[0]).toEqual({
    fact: 'net',
    is: 'below',
    level: 0,
    value: 0,
    holds: false,
  });
});

describe('without a prediction, by spend and recency', () => {
  const zone = 'Europe/Vienna';
  const now = Date.UTC(2026, 5, 1, 12);
  const scheme = { a: 5_000, b: 2_000 };
  const tierAt = (net: number, spend: number, lastDay: string | null, at = now) =>
    assignTierBySpend(scheme, { net, netSteps: [], spend, lastDay }, at, zone);

  it.each([
    ['below zero', -1, 9_000, '2026-05-31', 'BZ'],
    ['net of a', 5_000, 0, null, 'MVC'],
    ['spend of b, bought recently', 0, 2_000, '2026-03-04', 'MGC'],
    ['spend of b, bought long ago', 0, 2_000, '2026-03-03', 'standard'],
    ['less than b', 0, 1_999, '2026-05-31', 'standard'],
    ['no purchase', 0, 0, null, 'standard'],
  ])('%s', (_, net, spend, lastDay, tier) => {
    expect(tierAt(net, spend, lastDay).tier).toBe(tier);
  });

  it('changes at the millisecond that is given', () => {
    const { changesAt } = tierAt(0, 2_000, '2026-05-20');
    expect(tierAt(0, 2_000, '2026-05-20', changesAt! - 1).tier).toBe('MGC');
    expect(tierAt(0, 2_000, '2026-05-20', changesAt!).tier).toBe('standard');
    expect(tierAt(0, 2_000, '2026-05-20', changesAt!).changesAt).toBeNull();
  });
});
