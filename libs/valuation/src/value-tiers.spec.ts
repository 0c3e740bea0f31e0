import fc from 'fast-check';
import { assignValueTier, type ValueInputs } from './value-tiers';

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
      expect(assignValueTier({ a, b: 3 }, given).flipsAt).toBe(seen ?? null);
    }),
    { numRuns: cases(2000) },
  );
});
