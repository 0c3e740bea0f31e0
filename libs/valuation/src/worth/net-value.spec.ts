import fc from 'fast-check';
import { YEAR_MS, sumAt, windowSteps, windowSum } from './net-value';

const entries = fc.array(fc.record({ at: fc.integer({ min: 0, max: 60 }), amount: fc.integer({ min: -5, max: 5 }) }), {
  maxLength: 12,
});

it('counts an amount from its instant until exactly one window later', () => {
  const one = [{ at: 100, amount: 7 }];
  expect(windowSum(one, 99, 50)).toEqual({ value: 0, changesAt: 100 });
  expect(windowSum(one, 100, 50)).toEqual({ value: 7, changesAt: 150 });
  expect(windowSum(one, 149, 50)).toEqual({ value: 7, changesAt: 150 });
  expect(windowSum(one, 150, 50)).toEqual({ value: 0, changesAt: null });
});

it('does not call it a change when amounts cancel out', () => {
  const refundedAtOnce = [
    { at: 100, amount: 7 },
    { at: 100, amount: -7 },
  ];
  expect(windowSum(refundedAtOnce, 120, 50)).toEqual({ value: 0, changesAt: null });
});

it('steps as a clock that looks every millisecond sees it', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 40 }), (list, now, windowMs) => {
      const seen = [];
      for (let at = now + 1; at < 150; at++) {
        if (sumAt(list, at, windowMs) !== sumAt(list, at - 1, windowMs))
          seen.push({ at, value: sumAt(list, at, windowMs) });
      }
      expect(windowSteps(list, now, windowMs)).toEqual(seen);
    }),
    { numRuns: cases(2000) },
  );
});

it('steps through a refund and its end', () => {
  const entries = [
    { at: 10, amount: 7 },
    { at: 12, amount: -3 },
    { at: 40, amount: 5 },
  ];
  expect(windowSteps(entries, 20, 15)).toEqual([
    { at: 25, value: -3 },
    { at: 27, value: 0 },
    { at: 40, value: 5 },
    { at: 55, value: 0 },
  ]);
  expect(windowSteps([{ at: 5, amount: 0 }], 6, 10)).toEqual([]);
  expect(YEAR_MS).toBe(31_536_000_000);
});
