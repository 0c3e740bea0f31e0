import fc from 'fast-check';
import { type Evidence, NO_EVIDENCE, evidenceAt, joinEvidence, withReward } from './evidence';

const DAY = 86_400_000;

it('halves what it knows every half-life', () => {
  const then = { at: 0, n: 8, sum: 4, sumOfSquares: 12 };
  expect(evidenceAt(then, 10 * DAY, 10)).toEqual({ at: 10 * DAY, n: 4, sum: 2, sumOfSquares: 6 });
  expect(evidenceAt(then, 30 * DAY, 10)).toEqual({ at: 30 * DAY, n: 1, sum: 0.5, sumOfSquares: 1.5 });
  expect(evidenceAt(then, 30 * DAY, null)).toEqual({ ...then, at: 30 * DAY });
});

it('lets the future count whole', () => {
  const later = { at: 5 * DAY, n: 8, sum: 4, sumOfSquares: 12 };
  expect(evidenceAt(later, 0, 10)).toEqual(later);
  expect(evidenceAt(later, 5 * DAY, 10)).toEqual(later);
  expect(evidenceAt(later, 0, null)).toEqual(later);
});

it('takes in rewards, late ones as if in time', () => {
  const first = withReward(NO_EVIDENCE, 3, 0, 1);
  expect(first).toEqual({ at: 0, n: 1, sum: 3, sumOfSquares: 9 });
  expect(withReward(first, 2, DAY, 1)).toEqual({ at: DAY, n: 1.5, sum: 3.5, sumOfSquares: 8.5 });
  const late = withReward(withReward(NO_EVIDENCE, 2, DAY, 1), 3, 0, 1);
  expect(late).toEqual({ at: DAY, n: 1.5, sum: 3.5, sumOfSquares: 8.5 });
  expect(withReward(first, 2, DAY, null)).toEqual({ at: DAY, n: 2, sum: 5, sumOfSquares: 13 });
});

it('joins in any order, and decays in one step or several', () => {
  const some = fc.record({
    at: fc.integer({ min: 0, max: 400 }).map((days) => days * DAY),
    n: fc.integer({ min: 1, max: 1000 }),
    sum: fc.integer({ min: 0, max: 1000 }),
    sumOfSquares: fc.integer({ min: 0, max: 1000 }),
  });
  const close = (evidence: Evidence, other: Evidence) => {
    expect(evidence.at).toBe(other.at);
    for (const key of ['n', 'sum', 'sumOfSquares'] as const) expect(evidence[key]).toBeCloseTo(other[key], 8);
  };
  fc.assert(
    fc.property(some, some, some, fc.integer({ min: 1, max: 100 }), (a, b, c, half) => {
      const joined = joinEvidence(joinEvidence(a, b, half), c, half);
      close(joinEvidence(c, joinEvidence(b, a, half), half), joined);
      close(joinEvidence(NO_EVIDENCE, a, half), a);
      const [soon, late] = [a.at + 7 * DAY, a.at + 19 * DAY];
      close(evidenceAt(evidenceAt(a, soon, half), late, half), evidenceAt(a, late, half));
    }),
  );
});

it.each([
  [() => withReward(NO_EVIDENCE, NaN, 0, 1), 'reward must be a finite number, not NaN'],
  [() => withReward(NO_EVIDENCE, 1, Infinity, 1), 'at must be a finite number, not Infinity'],
  [() => evidenceAt(NO_EVIDENCE, 0, 0), 'halfLifeDays must be a finite number above 0, not 0'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});
